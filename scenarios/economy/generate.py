"""A fictional city's economy: growth that comes and goes, signals that show it sooner, and budgets carried out."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

FIRST, LAST = 2013, 2026
MONTHS = 12 * (LAST - FIRST + 1)
TODAY = date(2026, 6, 30)
COUNTIES = {"990102": 0.30, "990103": 0.22, "990121": 0.12, "990122": 0.11, "990123": 0.09, "990181": 0.16}
TAXES = {"增值税": 0.40, "企业所得税": 0.18, "个人所得税": 0.08, "契税": 0.14, "非税收入": 0.20}
SPENDING = {"教育": 0.34, "社会保障和就业": 0.28, "城乡社区": 0.20, "农林水": 0.18}
USUAL_GROWTH = 5.4
FESTIVALS = (
    (2013, 2, 10), (2014, 1, 31), (2015, 2, 19), (2016, 2, 8), (2017, 1, 28), (2018, 2, 16), (2019, 2, 5),
    (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22), (2024, 2, 10), (2025, 1, 29), (2026, 2, 17),
)  # fmt: skip
SHORT_COUNTY, SHORT_TAX = "990181", "契税"
"""Planted: a large taxpayer of this county has left since February; this tax has sunk since March."""

Floats = np.ndarray


def generate(folder: Path, *, seed: int) -> None:
    """Write product by quarter, signals by day, week and month, and budgets by month, each with the day it came out.

    Growth is common to all series and comes and goes; each adds its own noise. Planted: a slump of 2022, one since
    April 2026 that no release shows yet, and revenue that will fall short (SHORT_COUNTY, SHORT_TAX). What looks like it
    and is not: revenue of most counties comes late in the year. The same arguments write the same bytes.
    """
    random = np.random.default_rng(seed)
    growth = _growth(random)
    _write(
        folder / "统计局" / "地区生产总值.csv",
        ("年份", "季度", "当季值(亿元)", "发布日期"),
        _product(random, growth),
    )
    power = _index(random, 0.9 * growth + 0.6, 0.7)
    _write(folder / "供电局" / "全社会用电量.csv", ("日期", "用电量(万千瓦时)"), _power(random, power))
    _write(
        folder / "税务局" / "开票周报.csv",
        ("周起始日期", "开票金额(亿元)", "出表日期"),
        _invoices(random, _index(random, 1.3 * growth - 1, 1.2)),
    )
    _write(
        folder / "交通局" / "货运量.csv",
        ("年份", "月份", "货运量(万吨)", "发布日期"),
        _freight(random, _index(random, growth, 2.0)),
    )
    told = _budgets(random, growth)
    _write(
        folder / "财政局" / "一般公共预算执行.csv",
        ("年份", "月份", "收支类别", "科目名称", "县区代码", "自年初累计(万元)", "报表日期"),
        _carried_out(told),
    )
    _write(
        folder / "财政局" / "年初预算.csv",
        ("年份", "收支类别", "科目名称", "县区代码", "预算数(万元)"),
        _planned(told),
    )


def _growth(random: np.random.Generator) -> Floats:
    """Percent on a year before, month by month."""
    told = np.zeros(MONTHS)
    for at in range(1, MONTHS):
        told[at] = 0.9 * told[at - 1] + random.normal(0, 0.45)
    told += USUAL_GROWTH
    slump = 12 * (2022 - FIRST) + 2
    told[slump : slump + 9] -= 3.5
    told[12 * (2026 - FIRST) + 3 :] -= 2.6
    return told


def _index(random: np.random.Generator, growth: Floats, noise: float) -> Floats:
    """A level month by month that grows so on the same month a year before."""
    level = np.ones(MONTHS)
    for at in range(12, MONTHS):
        level[at] = level[at - 12] * (1 + (growth[at] + random.normal(0, noise)) / 100)
    return level


def _month(at: int) -> date:
    return date(FIRST + at // 12, at % 12 + 1, 1)


def _next(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _product(random: np.random.Generator, growth: Floats) -> Iterable[Sequence[object]]:
    """By quarter, out some three weeks after its end; told anew a year later."""
    level = [210.0, 236.0, 242.0, 281.0]
    for at in range(MONTHS // 3):
        if at >= 4:
            grown = growth[3 * at : 3 * at + 3].mean() + random.normal(0, 0.25)
            level.append(level[at - 4] * (1 + grown / 100))
        year, quarter = FIRST + at // 4, at % 4 + 1
        out = _next(_month(3 * at + 2)) + timedelta(days=int(random.integers(17, 22)))
        if out < TODAY:
            yield year, quarter, f"{level[at]:.2f}", out.isoformat()
        anew = out + timedelta(days=330)
        if anew < TODAY:
            level[at] *= 1 + random.normal(0, 0.001)
            yield year, quarter, f"{level[at]:.2f}", anew.isoformat()


def _festival(day: date) -> float:
    """How much of usual work goes on around the Spring Festival."""
    near = min(abs((day - date(*each)).days - 2) for each in FESTIVALS if each[0] == day.year)
    return 1 - 0.42 * max(0.0, 1 - near / 12)


def _power(random: np.random.Generator, index: Floats) -> Iterable[Sequence[object]]:
    day = date(FIRST, 1, 1)
    while day < TODAY:
        summer = 1 + 0.28 * np.exp(-(((day.timetuple().tm_yday - 205) / 38) ** 2))
        weekday = 0.93 if day.weekday() >= 5 else 1.0
        level = index[12 * (day.year - FIRST) + day.month - 1]
        used = 5200 * level * summer * weekday * _festival(day) * random.normal(1, 0.015)
        yield day.isoformat(), f"{used:.1f}"
        day += timedelta(days=1)


def _invoices(random: np.random.Generator, index: Floats) -> Iterable[Sequence[object]]:
    monday = date(FIRST, 1, 7)
    while monday + timedelta(days=9) < TODAY:
        level = index[12 * (monday.year - FIRST) + monday.month - 1]
        late = 1.25 if (monday + timedelta(days=6)).month % 3 == 0 and monday.day > 21 else 1.0
        sold = 46 * level * late * _festival(monday + timedelta(days=3)) * random.normal(1, 0.04)
        yield monday.isoformat(), f"{sold:.2f}", (monday + timedelta(days=9)).isoformat()
        monday += timedelta(days=7)


def _freight(random: np.random.Generator, index: Floats) -> Iterable[Sequence[object]]:
    """By month; January and February come out together in March; each is told anew a month later."""
    for at in range(MONTHS):
        month = _month(at)
        out = date(month.year, 3, 16) if month.month <= 2 else _next(month) + timedelta(days=14)
        carried = 820 * index[at] * (0.74 if month.month == 2 else 1.0)
        for when, off in ((out, random.normal(1, 0.01)), (out + timedelta(days=31), 1.0)):
            if when < TODAY:
                yield month.year, month.month, f"{carried * off:.1f}", when.isoformat()


def _budgets(random: np.random.Generator, growth: Floats) -> Mapping[tuple[str, str, str], Floats]:
    """(收支, 科目, 区划) -> what came in or went out each month."""
    told = {}
    for county, part in COUNTIES.items():
        for tax, share in TAXES.items():
            season = np.ones(12)
            if tax == "企业所得税":
                season[[0, 3, 4, 6, 9]] = 2.0
            elif tax == "非税收入":
                season[[5, 10, 11]] = (1.3, 1.4, 2.2)
            else:
                season[[10, 11]] = (1.15, 1.3)
            noise = 0.16 if tax == "非税收入" else 0.06
            follows = 0.6 if tax == "非税收入" else 1.1
            level = 96_000 * part * share * _index(random, follows * growth - 0.4, 1.5)
            came = level * np.tile(season / season.mean(), MONTHS // 12) * random.lognormal(0, noise, MONTHS)
            if county == SHORT_COUNTY and tax == "增值税":
                came[12 * (2026 - FIRST) + 1 :] *= 0.66
            if tax == SHORT_TAX:
                came[12 * (2026 - FIRST) + 2 :] *= 0.80
            told["收入", tax, county] = came
        for kind, share in SPENDING.items():
            season = np.array([1.1, 0.7, 1, 0.9, 0.9, 1.2, 0.9, 0.9, 1.1, 0.9, 1.1, 1.9])
            level = 170_000 * part * share * _index(random, np.full(MONTHS, 4.5), 1.0)
            told["支出", kind, county] = (
                level * np.tile(season / season.mean(), MONTHS // 12) * random.lognormal(0, 0.08, MONTHS)
            )
    return told


def _carried_out(told: Mapping[tuple[str, str, str], Floats]) -> Iterable[Sequence[object]]:
    for at in range(12, MONTHS):
        month = _month(at)
        out = _next(month) + timedelta(days=9)
        if out < TODAY:
            for (kind, name, county), values in told.items():
                whole = values[at - month.month + 1 : at + 1].sum()
                yield month.year, month.month, kind, name, county, f"{whole:.1f}", out.isoformat()


def _planned(told: Mapping[tuple[str, str, str], Floats]) -> Iterable[Sequence[object]]:
    """Last year's, grown by four percent: nobody knew in January what came."""
    for year in (LAST - 2, LAST - 1, LAST):
        before = 12 * (year - 1 - FIRST)
        for (kind, name, county), values in told.items():
            yield year, kind, name, county, f"{values[before : before + 12].sum() * 1.04:.0f}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
