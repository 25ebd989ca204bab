"""A fictional city's buildings, some with a planted cause of fire: three years of inspections, complaints, arrears."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

AS_OF = date(2026, 6, 30)
MONTHS = 36
SEATS = {
    "990102": (83.42, 39.33), "990103": (83.62, 39.30), "990121": (83.20, 39.52),
    "990122": (83.80, 39.50), "990123": (83.22, 39.10), "990181": (83.78, 39.08),
}  # fmt: skip
"""County -> where its buildings stand around, on the city's made-up map."""
WEIGHTS = (0.28, 0.22, 0.14, 0.12, 0.12, 0.12)
CREWS = (24, 18, 12, 10, 10, 10)
"""Inspections a month, by county: what its people can do."""
STATIONS = (
    ("澜江特勤站", "990102", (0.004, 0.003), "已建", 6),
    ("青青站", "990102", (-0.011, -0.009), "已建", 3),
    ("霁月站", "990103", (0.002, -0.004), "已建", 4),
    ("青屿站", "990121", (-0.003, 0.002), "已建", 3),
    ("沧浦站", "990122", (0.003, 0.004), "已建", 3),
    ("石渡老街站", "990123", (-0.052, 0.041), "已建", 2),
    ("望潮路口", "990181", (0.001, -0.002), "备选", 4),
    ("望潮码头", "990181", (0.038, -0.031), "备选", 4),
    ("石渡新城", "990123", (0.003, 0.002), "备选", 4),
    ("石渡北郊", "990123", (0.012, 0.035), "备选", 4),
    ("澜东产业园", "990103", (0.027, 0.018), "备选", 3),
    ("青屿工业区", "990121", (0.024, -0.016), "备选", 3),
    ("沧浦开发区", "990122", (-0.026, 0.014), "备选", 3),
    ("澜江北岸", "990102", (-0.006, 0.024), "备选", 3),
)
"""Fire stations that stand and places one could be built: name, county, how far from its seat, state, engines. Planted:
望潮市 has none, and 石渡县's stands far from where it was rebuilt; everywhere else five minutes nearly do."""
USES = ("住宅楼", "商住楼", "自建出租房", "厂房", "仓库", "宾馆", "商场", "学校")
USE_SHARE = (0.3, 0.2, 0.16, 0.12, 0.08, 0.06, 0.05, 0.03)
HEADS = "澄岚鹭汀棠霁砚芷墨榕栖珑鲤笙茗珂"
CAUSES = ("群租隔断", "飞线充电", "老旧无喷淋", "欠税失管")
"""Planted: each raises the chance of a grave hazard by its own odds. Size, height and noise are decoys."""
ODDS = {"群租隔断": 2.4, "飞线充电": 1.7, "老旧无喷淋": 1.7, "欠税失管": 1.5}
USUAL = -3.2
COMPLAINTS = {"群租隔断": "私自隔断群租", "飞线充电": "飞线充电"}
NOISE = ("噪声扰民", "环境卫生", "停车纠纷")


@dataclass
class Building:
    """What stands somewhere, and from which day each planted cause holds there (``until``: mended)."""

    code: str
    county: int
    use: str
    built: int
    floors: int
    area: float
    sprinklers: bool
    noisy: float
    since: dict[str, date]
    until: dict[str, date]

    def causes(self, day: date) -> list[str]:
        return [
            cause
            for cause in CAUSES
            if self.since.get(cause, date.max) <= day < self.until.get(cause, date.max)
        ]


def generate(folder: Path, *, buildings: int, seed: int) -> None:
    """Write the departments' files and, per building, what an inspection on the as-of day would find.

    The same arguments write the same bytes. Inspections were chosen as offices do it: half in turn, half after whoever
    was complained about most, noise and parking included; complaints of a building therefore say little by themselves.
    """
    random = np.random.default_rng(seed)
    city = [_building(random, at) for at in range(buildings)]
    complaints = sorted(_complaints(random, city), key=lambda row: (row[2], row[1], row[3]))
    checks = list(_inspections(random, city, complaints))
    fires = sorted(_fires(random, city), key=lambda row: row[1])
    last = AS_OF - timedelta(days=1)
    truth = [
        ("inspect_building_first", each.code, "线索" if random.random() < _chance(each, last) else "排除")
        for each in city
    ]
    brigade, tax = folder / "消防救援支队", folder / "税务局"
    _write(brigade / "建筑台账.csv", REGISTER, (_registered(random, each) for each in city))
    _write(
        brigade / "消防监督检查.csv",
        ("检查编号", "建筑编号", "检查日期", "检查组", "重大隐患", "一般隐患"),
        checks,
    )
    _write(brigade / "火警.csv", ("警情编号", "报警日期", "建筑编号"), fires)
    _write(brigade / "消防核查结论.csv", ("规则", "对象", "结论"), truth)
    _write(brigade / "消防站址.csv", ("站址编号", "站名", "区划代码", "状态", "消防车", "坐标"), _stations())
    _write(folder / "热线办" / "建筑投诉.csv", ("投诉编号", "建筑编号", "投诉日期", "投诉事项"), complaints)
    owed = [
        (each.code, each.since["欠税失管"], each.until.get("欠税失管", ""))
        for each in city
        if "欠税失管" in each.since
    ]
    _write(tax / "房产税欠缴.csv", ("建筑编号", "欠缴起日", "清缴日期"), owed)


def _building(random: np.random.Generator, at: int) -> Building:
    use = str(random.choice(USES, p=USE_SHARE))
    built = int(random.integers(1972, 2022))
    begin = AS_OF - timedelta(days=30 * MONTHS)
    shared = {"自建出租房": 0.3, "商住楼": 0.16, "住宅楼": 0.1}.get(use, 0.0)
    since: dict[str, date] = {}
    for cause, share in (("群租隔断", shared), ("飞线充电", shared * 0.7), ("欠税失管", 0.06)):
        if random.random() < share:
            since[cause] = begin + timedelta(days=int(random.integers(-200, 30 * MONTHS - 60)))
    sprinklers = bool(random.random() < (0.15 if built < 1995 else 0.75))
    if built < 1990 and not sprinklers:
        since["老旧无喷淋"] = date(1990, 1, 1)
    floors = int(random.integers(2, 28)) if built > 1995 else int(random.integers(2, 8))
    county = int(random.choice(len(SEATS), p=WEIGHTS))
    area, noisy = float(np.round(random.lognormal(7.5, 0.8))), float(random.gamma(0.4, 1.0))
    until: dict[str, date] = {}
    if "欠税失管" in since:
        until["欠税失管"] = since["欠税失管"] + timedelta(days=int(random.integers(200, 900)))
    return Building(
        code=f"JZ{at + 1:05}",
        county=county,
        use=use,
        built=built,
        floors=floors,
        area=area,
        sprinklers=sprinklers,
        noisy=noisy,
        since=since,
        until=until,
    )


def _chance(building: Building, day: date) -> float:
    """Of a grave hazard being found on a day."""
    return float(1 / (1 + np.exp(-USUAL - sum(ODDS[cause] for cause in building.causes(day)))))


def _complaints(
    random: np.random.Generator, city: Sequence[Building]
) -> Iterable[tuple[str, str, date, str]]:
    """Two or three a year of a planted cause that neighbours see; of noise whatever the use and cause."""
    number, begin = 0, AS_OF - timedelta(days=30 * MONTHS)
    for building in city:
        told = [
            (COMPLAINTS[cause], max(since, begin), 2.4)
            for cause, since in building.since.items()
            if cause in COMPLAINTS
        ]
        told.append(("", begin, building.noisy))
        for matter, since, a_year in told:
            days = (AS_OF - since).days
            for at in random.integers(0, max(days, 1), random.poisson(a_year * max(days, 0) / 365)):
                number += 1
                yield (
                    f"TS{number:06}",
                    building.code,
                    since + timedelta(days=int(at)),
                    matter or str(random.choice(NOISE)),
                )


def _inspections(
    random: np.random.Generator, city: Sequence[Building], complaints: Sequence[tuple[str, str, date, str]]
) -> Iterable[tuple[object, ...]]:
    """Month by month each county's crew goes to as many buildings as it can; what it finds is mended half the time."""
    last = {
        building.code: AS_OF - timedelta(days=30 * MONTHS + int(random.integers(0, 1500)))
        for building in city
    }
    counties = [[building for building in city if building.county == at] for at in range(len(SEATS))]
    number = 0
    for month in range(MONTHS):
        first = AS_OF - timedelta(days=30 * (MONTHS - month))
        counted: dict[str, int] = {}
        for _, code, day, _ in complaints:
            counted[code] = counted.get(code, 0) + (first - timedelta(days=180) <= day < first)
        for county, crew in enumerate(CREWS):
            waiting = [each for each in counties[county] if (first - last[each.code]).days > 120]
            turn = sorted(waiting, key=lambda each: (last[each.code], each.code))[: crew // 2]
            rest = [each for each in waiting if each not in turn]
            loud = sorted(rest, key=lambda each: (-counted.get(each.code, 0), each.code))[: crew - len(turn)]
            chosen = [*turn, *loud]
            for at in random.permutation(len(chosen)):
                building, day = chosen[int(at)], first + timedelta(days=int(random.integers(0, 30)))
                grave = bool(random.random() < _chance(building, day))
                number += 1
                yield (
                    f"XJ{number:06}", building.code, day, f"{list(SEATS)[county]}组",
                    int(random.integers(1, 4)) if grave else 0, int(random.poisson(1.2)),
                )  # fmt: skip
                last[building.code] = day
                for cause in COMPLAINTS if grave else ():
                    if building.since.get(cause, date.max) <= day and random.random() < 0.5:
                        building.until.setdefault(cause, day + timedelta(days=20))


def _fires(random: np.random.Generator, city: Sequence[Building]) -> Iterable[tuple[str, date, str]]:
    number = 0
    for building in city:
        for month in range(MONTHS):
            day = AS_OF - timedelta(days=30 * (MONTHS - month) - int(random.integers(0, 30)))
            if random.random() < 0.01 * _chance(building, day):
                number += 1
                yield f"HJ{number:05}", day, building.code


def _stations() -> Iterable[tuple[object, ...]]:
    for number, (name, county, (east, north), state, engines) in enumerate(STATIONS, start=1):
        longitude, latitude = SEATS[county]
        yield f"ZZ{number:02}", name, county, state, engines, f"{longitude + east:.6f},{latitude + north:.6f}"


REGISTER = (
    "建筑编号", "建筑名称", "区划代码", "使用性质", "建成年份", "层数", "建筑面积(㎡)", "自动喷淋", "坐标", "登记日期",
)  # fmt: skip


def _registered(random: np.random.Generator, building: Building) -> tuple[object, ...]:
    county = list(SEATS)[building.county]
    at = SEATS[county] + random.normal(0, 0.012, 2)
    number = int(building.code[2:])
    name = f"{HEADS[number % 16]}{HEADS[number // 16 % 16]}{building.use}{number % 89 + 1}号"
    return (
        building.code, name, county, building.use, building.built, building.floors, f"{building.area:.0f}",
        "有" if building.sprinklers else "无", f"{at[0]:.6f},{at[1]:.6f}", date(2021, 3, 1),
    )  # fmt: skip


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
