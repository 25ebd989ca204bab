"""Companies that are nobody's: brands that many share, changed names, branches, and agents' addresses."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shuzhi.packs.api import id_check_character, uscc_check_character

TODAY = date(2026, 6, 30)
COUNTIES = {
    "云溪区": "990102", "澜东区": "990103", "青屿县": "990121", "沧浦县": "990122", "石渡县": "990123",
    "望潮市": "990181",
}  # fmt: skip
ROADS = (
    "望海路", "听涛路", "霁月路", "澜江大道", "青石街", "长堤路", "云栖路", "竹影路", "松风街", "人民路", "建设路",
    "解放路", "和平路", "兴业路", "创新路",
)  # fmt: skip
PARKS = ("云澜科技园", "澜东创业大厦", "望潮商务中心")
BRANDS = (
    "宏盛远达兴隆恒信瑞丰嘉泰祥和鑫源通利博雅锦绣华康安顺永昌金诚德美佳卓越智汇联创新"
    "天海星辰明辉云帆禾田春晖润泽百川立群同欣"
)
DIVISIONS = {
    "建筑工程": "47", "装饰工程": "50", "建材": "51", "商贸": "51", "电子商务": "52", "信息技术": "65",
    "网络科技": "64", "智能科技": "65", "食品": "14", "餐饮管理": "62", "餐饮服务": "62", "酒店管理": "61",
    "物流": "54", "货运": "54", "汽车服务": "81", "机械设备": "34", "五金": "33", "电气": "38",
    "化工": "26", "塑料": "29", "服装": "18", "家具": "21", "医疗器械": "35", "健康管理": "72",
    "农业开发": "01", "种植": "01", "水产": "04", "园林绿化": "78", "环保科技": "77", "人力资源": "72",
    "劳务": "72", "家政服务": "80", "旅游": "72", "印刷": "23", "包装": "72", "广告": "72",
    "文化传媒": "88", "教育咨询": "83", "物业管理": "70", "房地产开发": "70",
}  # fmt: skip
"""What companies are called after -> the division of GB/T 4754-2017 they are registered in."""
TRADES = tuple(DIVISIONS)
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉萍红建国文辉力婷雪梅健晓燕波宁志鹏斌"


@dataclass(frozen=True, kw_only=True)
class Company:
    """``branch``: '' for the company itself. ``county`` is where it sits, ``region`` what its name says; ``former`` is
    the name before ``renamed``; ``gone`` the day it was struck off, ``still`` whether it goes on all the same.
    ``ring``: the ring of shell companies it is one of."""

    number: int
    uscc: str
    region: str
    brand: str
    trade: str
    form: str
    branch: str
    former: str
    renamed: date | None
    head: str
    head_id: str
    phone: str
    county: str
    place: str
    room: str
    founded: date
    capital: int
    status: str
    gone: date | None
    still: bool
    staff: int
    ring: str = ""

    @property
    def name(self) -> str:
        return f"{self.region}{self.brand}{self.trade}{self.form}{self.branch}"


def found(chance: random.Random, companies: int) -> list[Company]:
    """So many companies with their branches, in order of their numbers."""
    taken: set[str] = set()
    agents = [premises(chance) for _ in range(max(1, companies // 400))]
    lines = [telephone(chance) for _ in agents]
    world: list[Company] = []
    codes = iter(range(1, 4 * companies + 4))
    for number in range(companies):
        one = _company(chance, number, next(codes), taken)
        if chance.random() < 0.1:
            at = chance.randrange(len(agents))
            county, place, _ = agents[at]
            one = replace(
                one, county=county, place=place, room=str(chance.randrange(100, 130)), phone=lines[at]
            )
        world.append(one)
        if chance.random() < 0.1:
            world += list(_branches(chance, one, codes))
    return world


def _company(chance: random.Random, number: int, code: int, taken: set[str]) -> Company:
    while True:
        county, place, room = premises(chance)
        region = chance.choice(("云澜市", "云澜市", county, "云澜省"))
        brand, trade, form = _brand(chance), chance.choice(TRADES), chance.choice(FORMS)
        # No two companies of one trade have one brand where they are registered: 《企业名称登记管理规定》.
        if f"{region}{brand}{trade}" not in taken:
            break
    taken.add(f"{region}{brand}{trade}")
    renamed = chance.random() < 0.125
    gone = chance.random() < 0.08
    founded = date(2005, 1, 1) + timedelta(days=chance.randrange(7000))
    return Company(
        number=number, uscc=company_code(code), region=region, brand=brand, trade=trade, form=form, branch="",
        former=f"{region}{_brand(chance)}{chance.choice((trade, chance.choice(TRADES)))}{form}" if renamed else "",
        renamed=TODAY - timedelta(days=chance.randrange(30, 900)) if renamed else None,
        head=person(chance), head_id=id_card(chance, COUNTIES[county]), phone=telephone(chance),
        county=county, place=place, room=room, founded=founded,
        capital=chance.choice((10, 50, 100, 200, 500, 1000, 5000)) * 10_000,
        status=chance.choice(("注销", "吊销")) if gone else "存续",
        gone=TODAY - timedelta(days=chance.randrange(400, 800)) if gone else None,
        still=gone and chance.random() < 0.25, staff=int(chance.paretovariate(1.1)),
    )  # fmt: skip


def _branches(chance: random.Random, company: Company, codes: Iterator[int]) -> Iterator[Company]:
    for county in chance.sample(sorted(COUNTIES), chance.choice((1, 1, 2))):
        at, place, room = premises(chance)
        yield replace(
            company, uscc=company_code(next(codes)), branch=f"{county[:2]}分公司", former="", renamed=None, county=at,
            place=place, room=room, head=person(chance), head_id=id_card(chance, COUNTIES[at]), phone=telephone(chance),
            staff=max(1, company.staff // 3),
        )  # fmt: skip


def _brand(chance: random.Random) -> str:
    return "".join(chance.sample(BRANDS, chance.choice((2, 2, 2, 3))))


def premises(chance: random.Random) -> tuple[str, str, str]:
    """County, road and number or a building of a park, and the room."""
    county = chance.choice(sorted(COUNTIES))
    room = f"{chance.randrange(1, 20)}{chance.randrange(1, 13):02d}"
    if chance.random() < 0.2:
        return county, f"{chance.choice(PARKS)}{chance.randrange(1, 9)}号楼", room
    return (
        county,
        f"{chance.choice(ROADS)}{chance.randrange(1, 400)}号",
        room if chance.random() < 0.7 else "",
    )


def person(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def telephone(chance: random.Random) -> str:
    if chance.random() < 0.3:
        return f"0990-{chance.randrange(2_000_000, 8_999_999)}"
    return f"154{chance.randrange(10**8):08d}"


def id_card(chance: random.Random, region: str) -> str:
    born = date(1955, 1, 1) + timedelta(days=chance.randrange(16_000))
    body = f"{region}{born:%Y%m%d}{chance.randrange(1000):03d}"
    return body + id_check_character(body)


def company_code(code: int) -> str:
    body = f"91990100MA{code:07d}"
    return body + uscc_check_character(body)
