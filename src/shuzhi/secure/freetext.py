"""Masking of personal data in free Chinese text: what a list of columns cannot find, because people wrote it.

What is masked: full names, and surnames of private people (王女士); phone numbers of seven digits and more;
homes below the building (unit, room) and buildings or village groups somebody says they live in; identity
numbers, bank accounts, vehicle plates, e-mail, QQ and WeChat numbers.
What is not: places, organisations, a surname with a public office (胡书记), service
numbers (12345), case and document numbers.
The whole column goes through Arrow's regular expressions, a pass a pattern. Names are found in Python,
value by value: a name once found is masked wherever else the same text has it, which no regular
expression can say.
"""

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.secure.names import COMMON_SURNAMES, DOUBLE_SURNAMES, GIVEN, SURNAMES

NUMERAL = "[0-9一二三四五六七八九十]"
BUILDING = rf"(?:[A-Za-z]?[-]?{NUMERAL}{{1,3}}|[A-Za-z])[A-Za-z]?(?:号|#)?(?:栋|幢|号楼|座)"
UNIT = rf"{NUMERAL}{{1,2}}(?:单元|门洞)"
FLOOR = rf"{NUMERAL}{{1,2}}[楼层]"
ROOM = r"[A-Za-z]?[0-9]{3,4}[A-Za-z]?"
NOT_A_ROOM = r"([^0-9年多平米元户人余个套万㎡.块%℃度kK]|$)"
LIVES = r"(?:家住|居住在|居住于|现住|暂住|租住在|住在|我住|住于|住户[:：])"

PASSES: Sequence[tuple[str, str]] = (
    (r"[A-Za-z0-9._%+*-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "〔邮箱〕"),
    (r"\b[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]\b", "〔证件号〕"),
    (r"(身份证(?:件)?(?:号码|号)?[为是:： ]{0,2})[0-9*]{4,17}[0-9Xx*]", r"\1〔证件号〕"),
    (
        r"((?i:qq|扣扣|微信|wechat|vx)(?:号码|号|群号|群)?[为是:： ]{0,2})"
        r"(?:[A-Za-z_-]{0,12}[0-9][A-Za-z0-9_-]{4,19})",
        r"\1〔网络账号〕",
    ),
    (r"((?i:qq|微信)号[为是:： ]{0,2})[A-Za-z][A-Za-z0-9_-]{5,19}", r"\1〔网络账号〕"),
    (r"((?:账号|帐号|账户|帐户|卡号)[为是:： ]{0,2})[0-9*][0-9* -]{7,24}[0-9*]", r"\1〔账号〕"),
    (r"\b(?:[0-9]{4}[ -]){3,4}[0-9]{1,4}\b|\b[0-9]{16,19}\b", "〔账号〕"),
    (
        r"(?:\b|[A-Za-z])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}\b"
        r"|\(?\b0[0-9]{2,3}\)?[ ]?[-－—–]{0,3}[ ]?(?:[0-9]{4}[-－—][0-9]{7,8}|[2-90][0-9]{6,7})"
        r"(?:[-转][0-9]{1,5})?\b",
        "〔电话〕",
    ),
    (
        r"((?:电话|手机|热线|座机|传真|致电|拨打|联系方式)(?:号码|号)?[为是:：，,（( ]{0,2})"
        r"(?:[0-9]{7,8}|[0-9*]{7,11})\b",
        r"\1〔电话〕",
    ),
    (r"\b[2-9][0-9]{6,7}([（(][^）)]{0,8}(?:办|科|室|电话|热线))", r"〔电话〕\1"),
    (
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{4}"
        r"[A-HJ-NP-Z0-9挂学警]{1,2}",
        "〔车牌〕",
    ),
    (
        r"((?:车牌|号牌|车号)(?:号码|号)?[为是:：，, ]{0,2})\p{Han}?[A-Za-z][·• -]?[A-Za-z0-9*]{4,9}",
        r"\1〔车牌〕",
    ),
    (rf"{BUILDING}[,，\- ]?(?:{UNIT})[,，\- ]?(?:{FLOOR})?(?:{ROOM}(?:室|房|号)?)?", "〔住址〕"),
    (rf"{BUILDING}[,，\- ]?(?:{FLOOR})?{ROOM}(?:室|号房|房号|房|号)?{NOT_A_ROOM}", r"〔住址〕\1"),
    (rf"{UNIT}[,，\- ]?(?:{FLOOR})?{ROOM}(?:室|号房|房|号)?{NOT_A_ROOM}", r"〔住址〕\1"),
    (r"\b[0-9]{1,3}[-－][0-9]{1,2}[-－][0-9]{3,4}(室|房|业主|住户)", r"〔住址〕\1"),
    # A room of an office is where the public goes: only other rooms are homes.
    (r"([^局厅科院委心府处0-9A-Za-z楼层]|^)[A-Za-z]?[0-9]{3,4}(?:室|号房|房间)", r"\1〔住址〕"),
    (rf"({LIVES}[^，。；,;！？〔]{{0,24}}?)(?:{BUILDING}|[0-9]{{1,4}}号)([^线]|$)", r"\1〔住址〕\2"),
    (rf"({LIVES}[^，。；,;！？〔]{{0,24}}?[村区])(?:\p{{Han}}{{0,4}}?{NUMERAL}{{1,3}}组)", r"\1〔住址〕"),
    (
        rf"{BUILDING}((?:的)?(?:一?[名位个]|住户|业主)(?:[\p{{Han}}]{{0,2}}(?:住户|业主|居民))?)",
        r"〔住址〕\1",
    ),
    (
        r"((?:家庭住址|家庭地址|住址|户籍地址|家庭住所)[为是:： ]{1,2})[^，。；,;！？〔\s]{4,30}",
        r"\1〔住址〕",
    ),
)

_DOUBLE = "|".join(DOUBLE_SURNAMES)
_SURNAME = f"(?:{_DOUBLE}|[{SURNAMES}])"
_COMMON = f"(?:{_DOUBLE}|[{COMMON_SURNAMES}])"
_NAME = f"{_SURNAME}[{GIVEN}]{{1,2}}"
_ANY_NAME = rf"{_SURNAME}[\u4e00-\u9fa5·]{{1,2}}"
_END = r"(?=$|[^\u4e00-\u9fa5]|[的于在与和及被等因是已将称男女系从来去到身家一曾说答代去叫不])"
_OFFICES = (
    "书记|市长|县长|区长|镇长|乡长|局长|厅长|处长|科长|所长|队长|主任|部长|支书|村长|组长|院长|校长|主席|委员|"
    "警官|法官|检察官|专员|股长|站长|秘书长|秘书"
)
_STRONG = (
    "我叫|本人叫|名叫|名字叫|姓名[:：为是]{0,2}|户主[:：为是系]{0,2}|联系人[:：为是]{0,2}|法人(?:代表)?[:：为是系]{0,2}|"
    "法定代表人[:：为是系]{0,2}|责任人[:：为是]{0,2}|负责人[:：为是叫]{0,2}|发件人[:：]?|收款人[:：为是]{0,2}|"
    "(?:来信|投诉|举报|反映|申请|控告|报告|留言|求助|信访|上访|申诉|被举报)人[:：为是系（(]{0,2}|操盘手|"
    "(?:实际控制人|实控人)[:：为是]{0,2}|受害人|被害人|死者|伤者|患者|被告|嫌疑人|包工头|"
    "(?:父亲|母亲|丈夫|妻子|儿子|女儿|老公|老婆|哥哥|弟弟|姐姐|妹妹|岳父|岳母|公公|婆婆|侄子|孙子|孙女)[:：叫是]{0,2}"
)
_WEAK = (
    "我是|我名|本人[:：]?|是|被|向|由|与|和|对|找|以及|伙同|起诉|举报|叫|股东|病人|原告|老板|经理|会计|出纳|村民[:：]?|居民|业主|职工|"
    "员工|医生|教师|老师|校长|书记|主任|支书|村长|组长|镇长|乡长|局长|科长|所长|队长|干部|领导|主席|顾问|实控人|代表|同学|战友|邻居|房东|"
    "司机|承包人|警察|警官|经办人"
)
_AFTER = (
    "先生|女士|小姐|同志|同学|老师|医生|律师|老板|经理|等人|等[0-9一二三四五六七八九十]+[人名户]|"
    "夫妇|夫妻|父子|兄弟|"
    f"[一两二三]人|一家|本人|[，,（(]?(?:男|女)[，,。、）)]|{_OFFICES}|涉嫌|[（(]?身份证|"
    "(?:的)?(?:父亲|母亲|父母|妻子|丈夫|儿子|女儿)"
)
_DOES = (
    "说|表示|称|告诉|通过|打电话|打来|带领|带人|承诺|签名|签字|伪造|辞去|承包|利用|勾结|殴打|多次|在主办|"
    "至今|已于|未经|的名义"
)
_ROLES = (
    "老板|领导|主席|镇长|乡长|村长|组长|支书|校长|院长|所长|局长|科长|队长|顾问|实控人|控制人|夫妇|村霸|"
    "教练|保安|中介|母亲|父亲"
)
_FORM = "(?:联系|来信|投诉|举报|反映|申请|控告|报告|留言|求助|信访|负责|收款|发件)"
_LISTED = rf"{_COMMON}[{GIVEN}]{{1,2}}"
_FOUND = re.compile(
    rf"(?:{_STRONG})(?P<strong>{_NAME}){_END}"
    rf"|(?:我叫|姓名[:：]|户主[:：]|名叫|{_FORM}人[:：])(?P<told>{_ANY_NAME}){_END}"
    rf"|(?:{_WEAK})(?P<weak>{_COMMON}[{GIVEN}]{{2}}){_END}"
    rf"|(?:老板|司机|村民|书记|经理|会计|医生|邻居)[:：]?(?P<short>{_COMMON}[{GIVEN}]){_END}"
    rf"|(?:{_ROLES})(?P<role>{_COMMON}[\u4e00-\u9fa5]{{1,2}})(?=$|[^\u4e00-\u9fa5]|和[\u4e00-\u9fa5]{{1,8}}{_COMMON})"
    rf"|(?<![\u4e00-\u9fa5])(?P<apart>{_COMMON}[\u4e00-\u9fa5]{{2}})(?=、{_COMMON}[\u4e00-\u9fa5]{{1,2}}(?:[^\u4e00-\u9fa5]|[等两]))"
    rf"|(?P<before>{_NAME})(?=(?:老)?(?:{_AFTER}))"
    rf"|(?P<doing>{_COMMON}[{GIVEN}]{{2}})(?={_DOES})"
    rf"|(?<![\u4e00-\u9fa5])(?P<first>{_LISTED})(?=[、，,](?:{_LISTED})(?:[^\u4e00-\u9fa5]|[等在涉为]|$))"
    rf"|(?<=[、])(?P<next>{_COMMON}[{GIVEN}]{{2}})(?=[、，,。；;）)]|[等和]|$)"
    rf"|(?<![\u4e00-\u9fa5])(?P<alone>{_COMMON}[{GIVEN}]{{2}})(?![\u4e00-\u9fa5])"
    rf"|(?<=办人[，,：:])(?P<clerk>{_LISTED})(?![\u4e00-\u9fa5])"
    rf"|(?:^|(?<=[\s。！!？?：:]))(?P<signed>{_COMMON}[{GIVEN}]{{1,2}})(?=\s*(?:[0-9]{{4}}[年.]|〔电话〕|$))"
    rf"|(?P<numbered>{_LISTED})(?=[（(:：，, ]{{0,2}}(?:〔电话〕|〔证件号〕))"
)
_POLITE = re.compile(
    rf"(?P<s>{_DOUBLE}|(?<!开发)(?<!房)(?![和同时有方常全通安商向])[{SURNAMES}])"
    r"(?:某某|某|姓)?(?=先生|女士|小姐|太太|老板|师傅|阿姨|大爷|大妈)"
)
_EVERYDAY = (
    "高明 高兴 任何 任意 安全 安定 成立 成为 成功 方正 方向 全国 全体 金融 文明 文化 平安 平台 关于 "
    "关心 关爱 广大 广东 和平 和谐 华为 江南 江西 高度 高中 时代 经济 应该 应当 有关 有限 有人 有力 "
    "向上 向阳 强制 常年 常德 长期 东风 万达 万元 万科 单元 单位 公开 公正 公司 金额 程度 管理 解决 "
    "解放 支持 支书 连续 连年 边远 张贴 张望 马上 严重 严格 严肃 严正 陈述 陈列 毕业 毕竟 计划 计算 "
    "计生 花园 石材 水平 明显 武装 温泉 温度 钟山 田地 田园 林业 林地 江边 周边 周围 周日 周六 周四 "
    "许可 许多 何时 何况 何年 何以 余元 段时间 路口 路边 相关 阳光 代理 代表 史上 康复 白天 白色 于是 "
    "于此 曾经 向社 向政 甘心 施工 施行 牛肉 包括 包庇 程序 项目 党员 党委 利益 利用 利害 元旦 元月 "
    "宁愿 易地 简直 简单 通知 通过 通道 通行 党中央 司法 何居 何通 何多 何安 易中 易燃 石制 程情 金中 "
    "金必 向公 尤其 颜欢 颜悦 段长 高桥 金山 金悦 康景 管科 管信 边朋 伍老 党小 司保 边有 戚朋 卫生 "
    "符合 宣传 程中 费者 费用 蓝天 扶持 高达 利息 房东 纪律 石化 何来 孙女 安放 游发 廉政 商发 任为 "
    "任其 顾自 关子 梁柱 何道 高新 高科 乐园 车管 管中 陈老 顾老 高老 江声 舒适 黄兴 金科 石油 金茂 "
    "林科 阳中 石小 沙小 中学 小学 车主 车库 车站 车位 车辆 商业 商户 商家 商品 严查 严惩 申诉 施压 "
    "任由 向前 喻商 高铁 高林 高叶 毛竹 向西 向南 向东 向北 石林 京城 "
)
"""Words that begin like a name. Found by reading what the patterns matched in some 9,000 real messages."""
_NOT_NAMES = frozenset(_EVERYDAY.split())
_TITLES = (
    "小学 中学 先生 女士 小姐 经理 科长 局长 主任 老师 书记 所长 队长 县长 市长 院长 组长 会计 顾问 "
    "同学 家冲 路口 家巷 "
)
_NOT_ENDS = tuple(_TITLES.split())


def mask_text(texts: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts with personal data replaced by 〔kind〕; NULL stays NULL. The module says what is masked."""
    masked = texts.cast(pa.string())
    masked = masked if isinstance(masked, pa.ChunkedArray) else pa.chunked_array([masked])
    masked = _half_width_digits(masked)
    for pattern, by in PASSES:
        masked = pc.replace_substring_regex(masked, pattern, by)
    return _mask_names(masked)


def mask_columns(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    """The table with these text columns masked, all else as it was."""
    for column in columns:
        table = table.set_column(table.column_names.index(column), column, mask_text(table[column]))
    return table


def mask_table(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: the table ``texts`` with its ``columns`` masked, all else as it was."""
    columns = parameters["columns"]
    if not isinstance(columns, Sequence):
        raise TypeError("columns is a list of column names")
    return mask_columns(tables["texts"], [str(column) for column in columns])


def _half_width_digits(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pc.any(pc.match_substring_regex(texts, "[０-９]")).as_py():
        return texts
    for digit in range(10):
        texts = pc.replace_substring(texts, chr(ord("０") + digit), str(digit))
    return texts


def _mask_names(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array(
        [[None if text is None else _mask_value(text) for text in texts.to_pylist()]], pa.string()
    )


def _mask_value(text: str) -> str:
    names = {name for match in _FOUND.finditer(text) for name in match.groupdict().values() if name}
    names = {name for name in names if not _ordinary(name)}
    if names:
        # The longest first, so that a name is not cut by a shorter one.
        text = re.sub(
            "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name))), "〔姓名〕", text
        )
    return _POLITE.sub("〔姓名〕", text)


def _ordinary(name: str) -> bool:
    """An everyday word, a school, or a verb and a surname (感谢张局长)."""
    two_surnames = len(name) == 2 and name[1] in COMMON_SURNAMES
    return name[:2] in _NOT_NAMES or name.endswith(_NOT_ENDS) or two_surnames
