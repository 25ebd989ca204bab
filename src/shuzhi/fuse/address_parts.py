"""What a Chinese address is made of, in the order it is written (GB/T 23705): a regular expression for each part.

Each takes what it finds in its first group from the front of what the parts before it have left. They are written
for RE2: no looking ahead, so a group is followed by what must, or must not, come behind it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shuzhi.core.elements.spelling import words


class Part(NamedTuple):
    """One part and how it is found: looked for where one of ``after`` (if any) was found, and none of ``before``."""

    name: str
    pattern: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


NUMERAL = "0-9一二三四五六七八九十百零〇"
# What the name of a place holds: no digit, no letter, no mark.
_NAME = r"[\x{3400}-\x{9FFF}]"
# The same up to where a road, a number or a building has ended.
_SHORT = r"[^0-9A-Z路街巷弄号栋幢座室楼单元()（）,，。;；_-]"

PROVINCES = words(
    """
    河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾
    """
)
REGIONS = ("内蒙古", "广西(?:壮族)?", "西藏", "宁夏(?:回族)?", "新疆(?:维吾尔)?")
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
NOT_BEHIND_SHORT = (
    "(?:[^路街道大巷弄镇乡村市县区东西南北中一二三四五六七八九十新老城高商广医酒宾国站花家小工公]"
    "|[东西南北中新老城高商广家工小][^路街道大巷弄门站]|$)"
)
"""A place called without 市 or 县 is none where what follows makes it the name of a road, a town or a house."""

NUMBER = "(?:[0-9]+[A-Z]?|[一二三四五六七八九十百零〇]+|[甲乙丙丁])"
MORE = f"(?:(?:[-—~/.、之附至]|号附|号之){NUMBER})*"
WHERE = words(
    """
    正对面 斜对面 对面 旁边 隔壁 附近 旁 门口 楼下 路口 交叉口 交汇处 交界处 交口 口 东侧 西侧 南侧 北侧 东边 西边 南边
    北边 东面 西面 南面 北面 以东 以西 以南 以北 后面 前面 楼上 背后 中段 周边 内 边上 向东 向西 向南 向北
    """
)
COMPOUND = words(
    """
    小区 花园 家园 新村 大厦 大楼 广场 公寓 商城 商场 市场 中心 大酒店 酒店 宾馆 医院 卫生院 学校 小学 中学 大学
    学院 幼儿园 银行 公司 集团 工业园区 工业园 产业园 科技园 创业园 园区 商务楼 写字楼 宿舍
    """
)
COMPOUND_END = "苑园城府庭湾庄轩居坊阁楼院站店馆所局里墅郡座厂"


def parts(regions: Iterable[tuple[str, str]], towns: Sequence[str] = ()) -> tuple[Part, ...]:
    """The parts in order, for these divisions: pairs of a name and its level (city, county); a city's own towns."""
    known = list(regions)
    own = _alternatives(name for name, its in known if its == "province")[0]
    named = {
        level: _alternatives(name for name, its in known if its == level) for level in ("city", "county")
    }
    # 鼓楼 is a district of many cities, and much else; 义乌 is a place by itself.
    apart = _alternatives(name for name, its in known if its == "county" and not name.endswith("区"))[1]
    town = "|".join(sorted(towns, key=len, reverse=True)) or "不可能有"
    marks = r"^[ _,，。;；:：.·、-]*"
    road = (
        rf"(?:{_SHORT}{{1,10}}?(?:大道|大街|公路|高速|国道|省道|县道|胡同|环线|路|街|巷|弄|道)"
        rf"|{_SHORT}{{1,6}}[0-9]{{1,2}}(?:大道|路|街|巷))"
        r"(?:[东西南北中][路街段线]|[一二三四五六七八九十]+[路街巷弄段]|[辅支][路线道])?(?:[东西南北中]段)?"
    )
    behind = r"(?:[^楼搂门]|门口|门前|$)"
    number = rf"{NUMBER}{MORE}(?:号大?院|号[之附-]{NUMBER}号?|号|弄|公里处?|KM|米)"
    stated = rf"(?:{'|'.join(PROVINCES)})省|(?:{'|'.join(REGIONS)})自治区"
    inside = r"(?:[^0-9A-Z,，。;；_()-]|[A-Z]{2,})"
    built = rf"(?:[0-9A-Z]|[{NUMERAL}]+(?:号楼|栋|幢|座|单元|楼|层|期))"
    return (
        Part("country", rf"{marks}(中国)"),
        Part("province", rf"{marks}((?:{'|'.join(PROVINCES)})省?|(?:{'|'.join(REGIONS)})(?:自治区)?|{own})"),
        Part("city", rf"{marks}((?:{'|'.join(MUNICIPALITIES)})市?|{named['city'][0]})"),
        Part("city_short", rf"{marks}({named['city'][1]}){NOT_BEHIND_SHORT}"),
        Part("county", rf"{marks}({named['county'][0]})"),
        Part(
            "county_short",
            rf"{marks}({named['county'][1]}){NOT_BEHIND_SHORT}",
            after=("city", "city_short"),
            before=("county",),
        ),
        Part("county_alone", rf"{marks}({apart}){NOT_BEHIND_SHORT}", before=("city", "city_short", "county")),
        Part("said_province", rf"{marks}({stated})", after=("city", "city_short", "county")),
        Part(
            "said_city",
            rf"{marks}((?:{'|'.join(MUNICIPALITIES)})市|{named['city'][0]})",
            after=("city", "city_short"),
        ),
        Part("said_county", rf"{marks}({named['county'][0]})", after=("county", "county_short")),
        Part("zone", rf"{marks}({_SHORT}{{0,10}}?(?:开发区|高新区|经开区|保税区|{_SHORT}{{2}}新区))"),
        Part(
            "town",
            rf"{marks}({town}|{_NAME}{{2,6}}?(?:街道办事处|街道)|{_SHORT}{{1,6}}?(?:镇|乡|苏木))(?:[^政中卫派小镇]|$)",
        ),
        Part("zone_behind", rf"{marks}({_SHORT}{{0,10}}?(?:开发区|高新区|经济区))"),
        Part(
            "village",
            rf"{marks}({_SHORT}{{1,8}}?(?:村民委员会|居民委员会|村委会|居委会|社区|屯|嘎查|庄)|{_SHORT}{{0,7}}?[^新0-9]村)"
            "(?:[^路街园]|$)",
        ),
        Part("hamlet", rf"{marks}({_SHORT}{{1,6}}?(?:自然村|村|屯|庄))(?:[^路街园]|$)", after=("village",)),
        Part("road", rf"{marks}({road})"),
        Part("team", rf"{marks}((?:第?{NUMBER}(?:村民小组|社|组|队)))"),
        Part("number", rf"{marks}({number}|(?:门牌)?{NUMBER}{MORE}号){behind}"),
        Part(
            "number_bare", rf"{marks}([0-9]{{1,4}}(?:-[0-9]{{1,3}})?)$", after=("road",), before=("number",)
        ),
        Part("side_road", rf"{marks}((?:与|和|至|到)?{road})", after=("road",)),
        Part("side_number", rf"{marks}({number}){behind}", after=("side_road",)),
        Part("lane_number", rf"{marks}({NUMBER}{MORE}号){behind}", after=("number",)),
        Part(
            "compound",
            rf"{marks}({inside}{{1,24}}?(?:{'|'.join(COMPOUND)})(?:[{NUMERAL}A-Z]期|[{NUMERAL}]区)?)",
        ),
        Part(
            "compound_short",
            rf"{marks}({inside}{{1,12}}?[{COMPOUND_END}](?:[{NUMERAL}A-Z]期|[{NUMERAL}]区)?)(?:{built}|$|[({{]|{'|'.join(WHERE)})",
            before=("compound",),
        ),
        Part(
            "named_road",
            rf"{marks}({_NAME}{{2,4}}?)(?:[0-9]+(?:-[0-9]+)?号(?:[^楼搂]|$))",
            before=("road", "number", "compound", "compound_short"),
        ),
        Part("named_number", rf"{marks}([0-9]+(?:-[0-9]+)?号)", after=("named_road",)),
        Part(
            "named",
            rf"{marks}([^0-9A-Z,，。;；_()一二三四五六七八九十-]{inside}{{1,13}}?){built}",
            before=("compound", "compound_short", "named_road"),
        ),
        Part(
            "section",
            rf"{marks}([东西南北中A-Z{NUMERAL}]+(?:区|园|苑|组团|门)|[^{NUMERAL}A-Z,，。;；_()-]{{2,8}}?){built}",
            after=("compound", "compound_short", "named"),
        ),
        Part(
            "compound_number",
            rf"{marks}({NUMBER}{MORE}号){behind}",
            before=("number", "named_road", "side_number"),
        ),
        Part(
            "building",
            rf"{marks}((?:第?{NUMBER}|[A-Z][0-9]*|[东西南北中主附综合]+)(?:号楼|号搂|号栋|栋|幢|座|#楼|#|号大楼|楼栋))",
        ),
        Part("building_bare", rf"{marks}([0-9A-Z]{{1,4}})-[0-9A-Z]+", before=("building",)),
        Part("unit", rf"{marks}((?:第?{NUMBER}|[A-Z])(?:单元|门栋|梯|座))"),
        Part("unit_bare", rf"{marks}([0-9A-Z]{{1,2}})-[0-9A-Z]+", before=("unit",)),
        Part("floor", rf"{marks}((?:负|B|地下)?(?:{NUMBER}|底)[-、至{NUMERAL}]*(?:层|楼|F))"),
        Part(
            "room",
            rf"{marks}([A-Z]?[0-9]+[0-9A-Z-]*(?:[、,，/][0-9A-Z-]+)*(?:室|房|号房|号铺|号店|号|户|铺)?)",
        ),
        Part("poi", rf"{marks}([^_,，。;；]*?)(?:{'|'.join(WHERE)}|[_,，。;；]|$)"),
        Part("beside", rf"{marks}((?:{'|'.join(WHERE)}|[东西南北]?[0-9]+米)+)"),
    )


def _alternatives(names: Iterable[str]) -> tuple[str, str]:
    """Names in full, and without what says which kind of division they are; the longest first."""
    full = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
    short = sorted(
        {s for name in full if len(s := _short(name)) > 1 and s != name}, key=lambda name: (-len(name), name)
    )
    nothing = "不可能有"
    return "|".join(full) or nothing, "|".join(short) or nothing


def _short(name: str) -> str:
    for end in ("地区", "盟", "市", "县", "区", "自治州", "自治县", "旗"):
        if name.endswith(end):
            return name.removesuffix(end)
    return name
