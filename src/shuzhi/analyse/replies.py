"""How replies to citizens are written: their sentences, and which of them say something about the matter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["formula", "forwarded", "contact", "substance"]

_BLANKS = re.compile(r"[^\S\n]+")
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+$")
_OPENING = re.compile(
    r"^.{0,200}?(?:回复|答复|报告|汇报|说明|解答|反馈|公布|告知)(?:意见|情况|内容)?如下[:：，,。.]*"
    r"|^.{0,80}?(?:收悉|获悉|知悉|已?阅办|已收到)[，,：:。！!]*"
)
_GREETING = re.compile(
    r"^.{0,24}?(?:您|你|们|大家)好$"
    r"|^(?:尊敬的|亲爱的)?(?:广大)?(?:网友|网民|市民|群众|来信人|来信同志|同志|朋友)+.{0,14}$"
    r"|^[“\"']?[A-Za-z]*U*U[0-9]+[”\"']?(?:网友)?$|^〔摘自"
)
_RECEIPT = re.compile(
    r"^.{0,60}?(?:收悉|获悉|知悉|已经?收到|来信收到|阅办).{0,10}$"
    r"|^.{0,60}?(?:高度重视|十分重视|非常重视).{0,40}$"
)
_CLOSING = re.compile(
    r"^.{0,12}?(?:感谢|谢谢|多谢|致谢)|(?:衷心|再次|诚挚)感谢"
    r"|^(?:特此|专此|此致|敬礼|祝您?|顺祝|以上是|上述是|以上为)"
    r"|(?:敬请|还请|请|望|希望)(?:您|你|大家|广大\w{2})?(?:予以)?(?:谅解|理解|见谅|支持)"
    r"|欢迎(?:您|你|大家)?.{0,14}(?:监督|意见|建议|关注|反映|举报|支持)|表示?歉意|深表"
)
_SIGNATURE = re.compile(
    r"^[\u4e00-\u9fa5A-Za-z0-9（）()]{0,24}(?:[0-9二〇零○一三四五六七八九Oo]{4}|[0-9]{2})\s*[年.\-/]\s*[0-9元一二三四五六七八九十]{1,3}"
    r"\s*[月.\-/]\s*[0-9一二三四五六七八九十]{1,3}\s*日?$"
    r"|^[\u4e00-\u9fa5A-Za-z0-9]{2,18}(?:局|委员会|办公室|办事处|政府|中心|大队|支队|公司|学校|委|办|处)$"
)
_FORWARDED = re.compile(
    r"(?:问题|情况|建议|诉求|留言|来信|来函|帖文|网帖|贴文|事项|意见|投诉|反映).{0,24}?(?:转(?![变换为让移账入出乘型包租诊学业院正存化嫁制载播弯动])|交办|移交|交(?:有关|相关|由|给))"
    r"|^.{0,16}?(?:已|并|现)(?:经|将|于)?.{0,14}?(?:转(?![变换为让移账入出乘型包租诊学业院正存化嫁制载播弯动])|交办|移交|交(?:有关|相关|由|给))"
    r"|正在(?:进一步)?(?:核实|调查|处理|办理)中?$|^.{0,20}?责成.{0,16}(?:调查|核实|处理|办理)$"
    r"|(?:敬请|请)(?:您|你)?(?:耐心|及时|继续)?(?:关注|留意|等待|等候)|(?:如有|有).{0,10}(?:情况|进展|结果).{0,8}(?:反馈|回复|告知)"
    r"|(?:处理|办理|核查|调查)(?:结果|情况)(?:将|会|我们将)?.{0,10}(?:反馈|回复|告知|公布)|链接[:：]?|详情?请?(?:点击|见)"
    r"|已.{0,40}(?:作了|作出|做出|进行|进行了|进行过|经)(?:过|了)?(?:明确|相关)?(?:回复|答复)"
    r"|(?:将|会)(?:认真|尽快|及时|依法|按照?程序)(?:核实|处理|办理|研究|调查)$"
)
_CONTACT = re.compile(
    r"(?:致电|拨打|电话|咨询|联系|热线|邮箱|来人|前往).{0,40}(?:[0-9*〔]{3,}|咨询|联系|反映|了解|电话)"
    r"|^.{0,12}(?:联系电话|咨询电话|电话|联系方式|联系人)"
)
_FACT = re.compile(
    r"[0-9]|《|经(?:查|核|了解|调查)|据(?:查|了解|调查|悉)|规定|政策|已(?:经)?[\u4e00-\u9fa5]{2}"
)

BASIS = re.compile(
    r"《[^》]{2,60}》|(?:根据|按照|依据|依照|按)[^，。；]{0,40}?(?:规定|政策|文件|条例|办法|通知|精神|要求|标准|规划|方案|合同|规范|第[0-9一二三四五六七八九十百]+条)"
    r"|〔[0-9]{4}〕|\[[0-9]{4}\]|[0-9]+号(?:文|令)"
)
FOUND = re.compile(
    r"经(?:调查|核查|核实|查|了解|检查|检测|走访|勘查|研究|[^，。；]{2,16}?(?:核实|调查|核查|了解|检查))"
    r"|据(?:查|调查|了解|悉|核实|反馈)|现场(?:查看|核实|调查|踏勘|检查|勘查)|调查(?:发现|核实)|属实|不存在|(?:到|赴)(?:达)?现场|约谈|下达|责令"
)
REASON = re.compile(
    r"因(?!此)|由于|鉴于|原因|考虑到|为(?:了|确保|避免|保障|满足|方便)|导致|造成|所以|属于|不属于|不符合|符合|需(?:要|经|由)|受.{2,12}影响"
    r"|目前(?:尚|还|没有|未)"
)
FIGURE = re.compile(
    r"[0-9]+\s*(?:年|月|日|元|米|公里|亩|平方|户|人|个|次|台|辆|栋|号|%|小时|天|万|家|处|条|项|座|级|岁|分)"
)


@dataclass(frozen=True)
class Sentence:
    """``formula``: greeting, thanks, receipt, signature. ``forwarded``: says only who has it now."""

    text: str
    kind: Kind


def sentences(text: str) -> list[str]:
    """Sentences with their closing sign, blanks tidied; what is not text is left out."""
    plain = _BLANKS.sub(" ", text)
    found = (match.group().strip() for match in _SENTENCE.finditer(plain))
    return [sentence for sentence in found if re.search(r"\w", sentence)]


def read_reply(text: str) -> list[Sentence]:
    """The sentences of a reply, each with what it does."""
    return list(_read(text))


def substance(text: str) -> list[str]:
    """The sentences of a reply that say something about the matter."""
    return [sentence.text for sentence in _read(text) if sentence.kind == "substance"]


def _read(text: str) -> Iterator[Sentence]:
    for sentence in sentences(text):
        opening = _OPENING.match(sentence)
        if opening and opening.end() < len(sentence) - 1:
            yield Sentence(sentence[: opening.end()], "formula")
            rest = sentence[opening.end() :].strip()
            yield Sentence(rest, _kind(rest))
        else:
            yield Sentence(sentence, _kind(sentence))


def _kind(sentence: str) -> Kind:
    bare = re.sub(r"[\W_]+$", "", sentence)
    patterns = (_GREETING, _RECEIPT, _SIGNATURE)
    if (_OPENING.match(sentence) and len(bare) < 120) or any(pattern.search(bare) for pattern in patterns):
        return "formula"
    if _CLOSING.search(bare) and len(bare) < 60 and not _FACT.search(bare):
        return "formula"
    if _FORWARDED.search(bare) and len(bare) < 60 and not re.search(r"经(?:查|核|调查)|《", bare):
        return "forwarded"
    if _CONTACT.search(bare) and len(bare) < 80 and not re.search(r"《|携带|提交|材料|办理|申请", bare):
        return "contact"
    return "substance" if len(bare) > 3 else "formula"
