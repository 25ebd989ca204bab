"""What each department's file says of a company: its header, its rows, its own habits of writing."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .buildings import parcel
from .companies import DIVISIONS, TODAY, Company
from .writing import BIDS, INSURANCE, LICENCES, PENALTIES, POWER, TAX, WELL, Writer

Row = tuple[Company, Sequence[object]]


@dataclass(frozen=True)
class File:
    path: str
    encoding: str
    header: tuple[str, ...]
    told: Callable[[Writer, Company], Iterable[Sequence[object]]]
    shuffled: bool = True

    def rows(self, writer: Writer, world: Sequence[Company]) -> Iterator[Row]:
        """Each row with the company it is about."""
        return ((company, row) for company in world for row in self.told(writer, company))


def _active(company: Company) -> date:
    """Until when anybody writes of it: as long as it exists, and of a few longer."""
    return company.gone if company.gone is not None and not company.still else TODAY


def _division(one: Company) -> str:
    """Its division of GB/T 4754-2017; a few are written with a code that there is not."""
    return "98" if one.number % 83 == 5 else DIVISIONS[one.trade]


def _register(writer: Writer, one: Company) -> Iterator[Sequence[object]]:
    changed = max(day for day in (one.founded, one.renamed, one.gone) if day is not None)
    yield (
        one.name, one.uscc, one.former, one.head, one.head_id, writer.address(one, WELL), one.phone, one.founded,
        one.capital, one.trade, _division(one), one.status, changed, one.gone or "",
    )  # fmt: skip


def _tax(writer: Writer, one: Company) -> Iterator[Sequence[object]]:
    chance = writer.chance
    name, code, phone = writer.name(one, TAX), writer.code(one, TAX), writer.phone(one, TAX)
    address = writer.address(one, TAX)
    for year in range(max(2023, one.founded.year), _active(one).year + 1):
        band = chance.choice(("十万元以下", "十万至五十万元", "五十万至五百万元", "五百万元以上"))
        yield name, code, one.head, address, phone, chance.choice("AABBBBMMCD"), band, year, f"{year}-06-15"


def _insurance(writer: Writer, one: Company) -> Iterator[Sequence[object]]:
    name, address, phone = (make(one, INSURANCE) for make in (writer.name, writer.address, writer.phone))
    for month in _months(one, writer.chance) if one.staff else ():
        yield name, address, phone, max(1, one.staff + writer.chance.randrange(-1, 2)), month


def _power(writer: Writer, one: Company) -> Iterator[Sequence[object]]:
    if writer.chance.random() < 0.3 or not one.staff:
        return
    name, address, phone = (make(one, POWER) for make in (writer.name, writer.address, writer.phone))
    for month in _months(one, writer.chance):
        yield f"99{one.number:08d}", name, address, phone, writer.chance.randrange(50, 900) * one.staff, month


def _months(one: Company, chance: random.Random) -> Iterator[date]:
    """The first days of the last quarters in which it was active."""
    until = _active(one)
    for back in range(4):
        month = date(2026, 6, 1) - timedelta(days=91 * back)
        if one.founded < month <= until and chance.random() < 0.95:
            yield month.replace(day=1)


def _licences(writer: Writer, one: Company) -> Iterator[Sequence[object]]:
    if writer.chance.random() < 0.3:
        kind = writer.chance.choice(
            ("食品经营许可", "道路运输经营许可", "危险化学品经营许可", "劳务派遣经营许可")
        )
        given = min(one.founded + timedelta(days=300), TODAY)
        yield (
            writer.name(one, LICENCES), writer.code(one, LICENCES), writer.address(one, LICENCES), kind,
            f"云许{one.number:06d}{one.branch[:1]}", given, given.replace(year=given.year + 5, day=1),
        )  # fmt: skip


def _penalties(writer: Writer, one: Company) -> Iterator[Sequence[object]]:
    if writer.chance.random() < 0.08:
        kind = writer.chance.choice(("占道经营", "未按规定处置建筑垃圾", "擅自设置户外广告", "油烟超标排放"))
        day = _active(one) - timedelta(days=writer.chance.randrange(600))
        yield (
            writer.name(one, PENALTIES), writer.code(one, PENALTIES), one.head, writer.address(one, PENALTIES),
            parcel(one.county, one.place) if one.number % 2 else "", kind, writer.chance.randrange(1, 50) * 1000, day,
        )  # fmt: skip


def _bids(writer: Writer, one: Company) -> Iterator[Sequence[object]]:
    for _ in range(writer.chance.choice((0, 0, 0, 0, 0, 0, 1, 2)) if not one.branch and one.staff else 0):
        day = _active(one) - timedelta(days=writer.chance.randrange(300))
        what = writer.chance.choice(("道路养护", "校舍维修", "办公设备采购", "绿化管护", "信息系统维护"))
        yield (
            f"云澜市{what}项目", writer.name(one, BIDS), writer.code(one, BIDS),
            writer.chance.randrange(10, 900) * 10_000, day,
        )  # fmt: skip


FILES = {
    "企业登记": File(
        "市场监管局/企业登记.csv", "utf-8",
        ("企业名称", "统一社会信用代码", "曾用名", "法定代表人", "法定代表人证件号码", "住所", "联系电话", "成立日期",
         "注册资本", "行业", "行业大类代码", "登记状态", "最近变更日期", "注销吊销日期"), _register, shuffled=False,
    ),
    "税务登记": File(
        "税务局/纳税人.csv", "gb18030",
        ("纳税人名称", "纳税人识别号", "法定代表人", "生产经营地址", "联系电话", "信用等级", "税款档",
         "年度", "更新日期"),
        _tax,
    ),
    "参保单位": File(
        "人社局/参保单位.csv", "gbk", ("单位名称", "单位地址", "经办电话", "参保人数", "缴费月份"), _insurance
    ),
    "用电户": File(
        "供电局/用电客户.csv", "utf-8", ("户号", "户名", "用电地址", "联系电话", "用电量", "电费月份"), _power
    ),
    "行政许可": File(
        "行政审批局/行政许可.csv", "utf-8",
        ("持证单位", "统一社会信用代码", "经营地址", "许可事项", "许可证号", "发证日期", "有效期至"), _licences,
    ),
    "行政处罚": File(
        "城管局/行政处罚.csv", "gb18030",
        ("当事人", "统一社会信用代码", "法定代表人", "地址", "宗地号", "案由", "罚款金额", "决定日期"), _penalties,
    ),
    "中标结果": File(
        "公共资源交易中心/中标结果.csv", "utf-8",
        ("项目名称", "中标单位", "统一社会信用代码", "中标金额", "中标日期"), _bids,
    ),
}  # fmt: skip
