"""What a message asks for: its questions and requests, and what an answer to each would have to contain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shuzhi.analyse.replies import sentences

MOST = 6
"""Questions and requests of one message that are looked at: those after are details."""
LONGEST = 90
"""Characters of one that are looked at."""

_NUMBERED = re.compile(
    r"(?<![0-9A-Za-z.．])(?=(?:[一二三四五六七八九十][、，,]|[1-9][、．.](?![0-9])|[（(][一二三四五六七八九十1-9][)）]|第[一二三四五六七八九][、，,：:]|[①-⑨]))"
)
_QUESTION = re.compile(r"[?？]|请问|咨询|想问|请教|能否|能不能|可否|是否.{2,20}$|(?:有没有|是不是).{2,24}$")
_PLAIN = re.compile(r"请问|咨询|想问|请教|是否|能否|可否|有没有|能不能|可不可以")
_RHETORICAL = re.compile(
    r"难道|岂|何谈|天理|良心|居然|凭啥|还有没有王法|谁(?:来|给|敢)|算什么|在忙什么|图什么|情何以堪|何其|到哪里?去了"
    r"|谁负责|对不对?$|是什么$|如何能够?(?:担|让|使)|怎么(?:敢|能|可能|会有|生活|活)|天下|良知|心何|何忍|脸面|请(?:大家|看|参见|查看|打开|点击|勿)"
)
_REQUEST = re.compile(
    r"^.{0,14}?(?:希望|恳请|请求|恳求|要求|建议|盼望|期盼|烦请|敬请|呼吁|拜请|望(?!见|着|去)|(?<![申邀聘])请(?!教|假|客|问|愿|了|过))"
)
_POLITE = re.compile(
    "各位|尊敬|上级|相关|有关|政府|[省市县区]委|[省市县区]政府|贵单位|党组织|国家|领导|书记|[省市县区局]长|部门|职能|单位|平台|老百姓|百姓|大家|群众|业主|居民|村民|百忙之中"
    "|希望|恳请|恳求|请求|期盼|期待|盼望|要求|烦请|呼吁|建议|拜托|请|敬|盼|望|求|再次|急切|真心|衷心|诚恳|强烈|最后|因此|所以|为此|在此|翘首|谢谢|感谢|感激不尽|不胜感激"
    "|问题|事情|情况|此事|行动|尽快|及时|早日|高度|积极|认真|严肃|严格|重视|关注|关心|过问|出面|介入|监督|督促|帮助|帮忙|解忧|管管|处理|解决|答复|回复|回应|回信|解释|说明|调查|核实|查处|查明"
    "|严查|执法|整治|明确|合理|满意|权威|说法|公道|公平|公正|主持|做主|作主|正当|合法|权益|保护|维护|办法|一下|一个|能够|能否|可以|给予|予以|是否|什么|怎么|为何|为什么"
    "|我们?|本人|您|你们?|他们?|能|给|的|了|吧|啊|吗|呢|为|和|与|也|还|都|来|去|有|在|对|这|此|该|件|事|情|管|帮|忙|特|故|现|并|向|把|让|是|想|到|就|\\W"
)
"""What wishes for attention are made of. A question of little else asks for nothing that could be left out."""


@dataclass(frozen=True)
class AskKind:
    """A kind of question whose answer can be told by its form, and what is said when there is none."""

    asked: re.Pattern[str]
    answer: re.Pattern[str]
    missing: str


_NUMBER = "[0-9一二三四五六七八九十]"
WHEN = AskKind(
    re.compile(r"什么时候|何时|几时|多久|哪[天年月]|什么时间|时间表|工期|进度|期限"),
    re.compile(
        rf"{_NUMBER}+\s*(?:年|月|日|号(?![线楼栋文令院门])|天|个月|个工作日|季度)|年底|月底|年内|年初|上半年|下半年|本月|今年|明年|即日|当[天日]|近期"
    ),
    "问了什么时候，答复没有给出时间",
)
KINDS: tuple[AskKind, ...] = (
    WHEN,
    AskKind(
        re.compile(
            r"多少|几(?:元|块|天)|怎么(?:收费|算)|(?:标准|比例|价格|收费|费用)是?(?:多少|什么|怎么|怎样|如何)"
        ),
        re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万]+(?:元|个|次|倍|成)|免费|免收|不收|不得收"),
        "问了多少，答复没有给出数目或标准",
    ),
    AskKind(
        re.compile(r"为什么|为何|为啥|凭什么|什么原因|原因是什么|合理的?解释"),
        re.compile(
            r"因|由于|鉴于|原因|为了|为确保|为保障|根据|依据|按照|考虑到|导致|所以|所致|故|系|尚未|暂|缺|属于?|由.{2,14}决定"
        ),
        "问了为什么，答复没有说明原因",
    ),
    AskKind(
        re.compile(
            r"(?:怎么|如何|怎样)(?:才能|去|来)?(?:办|申|报|操作|查|交|领|处理|转|补|落户|认定|计算|参保|缴|取)"
            r"|(?:哪些|什么|啥)(?:材料|手续|条件|资料|证件|程序|流程)|(?:流程|程序|手续)(?:是|有|如何|怎)"
        ),
        re.compile(
            r"携带|提供|提交|持|办理|申请|申报|登记|材料|手续|条件|窗口|流程|程序|前往|查询|访问|网站|咨询|报名|下载"
            r"|将|拟|已|安排|措施|规定|尚未|没有|不能|可以"
        ),
        "问了怎么办，答复没有说明办法",
    ),
)


@dataclass(frozen=True)
class Ask:
    """One question or request, in the writer's words. ``kinds`` are indexes into ``KINDS``, ``matter`` is the text
    without what is polite or general in it. ``plain``: a question in so many words, not asked in anger."""

    text: str
    kinds: tuple[int, ...]
    matter: str
    plain: bool


def asks(title: str, body: str) -> list[Ask]:
    """What an answer owes: first the matter itself, as the title has it; then the questions and requests.

    Those in the order they are written, the first ``MOST``. A wish for attention is not one, nor is a question
    asked in anger.
    """
    found: dict[str, Ask] = {}
    for piece in _pieces(body):
        wanted = _wanted(piece)
        ask = _ask(wanted)
        if (ask.kinds or len(ask.matter) >= 4) and not _RHETORICAL.search(wanted):
            found.setdefault(wanted, ask)
    return [_ask(title.strip()), *list(found.values())[:MOST]]


def _pieces(body: str) -> Iterator[str]:
    for sentence in sentences(body):
        yield from (part for part in _NUMBERED.split(sentence) if part)


def _wanted(piece: str) -> str:
    """From the clause that asks to the end, with the clause before it if that is short; empty if none asks."""
    clauses = re.split(r"(?<=[，,：:])", piece)
    asking = [
        at for at, clause in enumerate(clauses) if _REQUEST.search(_bare(clause)) or _QUESTION.search(clause)
    ]
    if not asking:
        return ""
    first = asking[0]
    before = clauses[first - 1] if first and len(clauses[first]) < 16 else ""
    return _bare(before + "".join(clauses[first:]))[:LONGEST]


def _bare(text: str) -> str:
    return re.sub(r"^[\W_]+|[\W_]+$", "", text)


def _ask(text: str) -> Ask:
    kinds = tuple(at for at, kind in enumerate(KINDS) if kind.asked.search(text))
    return Ask(text, kinds, _POLITE.sub("", text), bool(kinds or _PLAIN.search(text)))
