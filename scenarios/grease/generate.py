"""A fictional city's restaurants, their grease contracts and its blocked sewers, with restaurants that dump planted."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

AS_OF = date(2026, 6, 30)
SEATS = {
    "990102": (83.42, 39.33), "990103": (83.62, 39.30), "990121": (83.20, 39.52),
    "990122": (83.80, 39.50), "990123": (83.22, 39.10), "990181": (83.78, 39.08),
}  # fmt: skip
"""County -> where its restaurants stand around, on the city's made-up map."""
SHARES = (0.34, 0.24, 0.12, 0.1, 0.1, 0.1)
KINDS = ("中餐", "火锅", "快餐", "烧烤", "单位食堂", "饮品", "糕点")
KIND_SHARE = (0.34, 0.1, 0.2, 0.1, 0.06, 0.12, 0.08)
DRY = ("饮品", "糕点")
"""They make no grease and need no contract: decoys, though some stand beside a blocked sewer."""
HEADS, TAILS = "澄岚鹭汀棠霁砚芷墨榕栖珑鲤笙茗珂", ("小馆", "食府", "人家", "饭店", "酒楼")
DUMPS, RENEWING = 0.06, 0.05
"""Planted: shares that dump without a contract, and whose contract has just ended and is being renewed."""


def generate(folder: Path, *, restaurants: int, seed: int) -> None:
    """Write three departments' files, and what a visit to each restaurant would conclude.

    The same arguments write the same bytes. Half the contracts bear the licence number as it is, the others with a
    hyphen, the number before renewal, or only the name. Beside a dumper sewers block; elsewhere they block as well.
    """
    random = np.random.default_rng(seed)
    contracts: list[tuple[object, ...]] = []
    licences, blocked, truth = [], [], []
    for at in range(restaurants):
        county = str(random.choice(list(SEATS), p=SHARES))
        kind = str(random.choice(KINDS, p=KIND_SHARE))
        name = f"{HEADS[at % 16]}{HEADS[at // 16 % 16]}{kind}{TAILS[at % 5]}{at // 256 + 1}号店"
        place = np.array(SEATS[county]) + random.normal(0, 0.012, 2)
        code, before = f"JY{at + 1:06}", f"JY{900000 + at}" if random.random() < 0.2 else ""
        issued = AS_OF - timedelta(days=int(random.integers(30, 1700)))
        licences.append(
            (
                code, before, name, county, kind, int(random.lognormal(3.7, 0.6)) + 6, _at(place), issued,
                issued + timedelta(days=1826),
            )
        )  # fmt: skip
        state = "无须" if kind in DRY else _state(random)
        if state in ("有", "续签中"):
            end = AS_OF + timedelta(days=int(random.integers(20, 340)))
            if state == "续签中":
                end = AS_OF - timedelta(days=int(random.integers(1, 45)))
            number = len(contracts) + 1
            contracts.append(_contract(random, number, code, before, name, county, end))
        if state == "偷排":
            blocked += [
                (_day(random), "油脂", _at(place + random.normal(0, 0.0003, 2)))
                for _ in range(int(random.poisson(1.6)))
            ]
        truth.append(("no_grease_contract", code, "线索" if state == "偷排" else "排除"))
    for county, many in zip(SEATS, random.multinomial(restaurants // 3, SHARES), strict=True):
        for _ in range(int(many)):
            cause = str(random.choice(("油脂", "杂物", "施工", "树根"), p=(0.3, 0.3, 0.2, 0.2)))
            blocked.append((_day(random), cause, _at(np.array(SEATS[county]) + random.normal(0, 0.014, 2))))
    blocked.sort()
    _write(folder / "市场监管局" / "餐饮服务许可.csv", LICENCE, licences)
    _write(folder / "城管局" / "油脂收运合同.csv", CONTRACT, contracts)
    numbered = ((f"DS{number:05}", *row) for number, row in enumerate(blocked, start=1))
    _write(folder / "住建局" / "污水管网堵塞.csv", ("工单编号", "发现日期", "堵塞原因", "坐标"), numbered)
    _write(folder / "城管局" / "油脂核查结论.csv", ("规则", "对象", "结论"), truth)


LICENCE = (
    "许可证编号", "换证前编号", "店招名称", "区划代码", "主体业态", "座位数", "坐标", "发证日期", "有效期至",
)  # fmt: skip
CONTRACT = ("合同编号", "许可证编号", "产生单位", "区划代码", "收运单位", "合同起始", "合同终止")


def _state(random: np.random.Generator) -> str:
    drawn = random.random()
    return "偷排" if drawn < DUMPS else "续签中" if drawn < DUMPS + RENEWING else "有"


def _contract(
    random: np.random.Generator, number: int, code: str, before: str, name: str, county: str, end: date
) -> tuple[object, ...]:
    """As the haulers' clerks write it."""
    way = random.random()
    written = code if way < 0.5 else f"{code[:2]}-{code[2:]}".lower() if way < 0.7 else before or code
    if way > 0.9:
        written = ""
    hauler = str(random.choice(("净源收运", "清澜环保", "绿舟再生")))
    return f"HT{number:05}", written, name, county, hauler, end - timedelta(days=365), end


def _day(random: np.random.Generator) -> date:
    return AS_OF - timedelta(days=int(random.integers(1, 500)))


def _at(place: np.ndarray) -> str:
    return f"{place[0]:.6f},{place[1]:.6f}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
