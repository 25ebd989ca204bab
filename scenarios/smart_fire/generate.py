"""A fictional city's monitored fire protection: readings each quarter of an hour, planted faults, harmless things."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

LAST = date(2026, 6, 29)
DAYS = 14
A_DAY = 96
COUNTIES = ("990102", "990103", "990121", "990122", "990123", "990181")
KINDS = ("商场", "养老院", "学校", "医院", "厂房", "仓库", "写字楼", "宾馆")
HEADS = "澄岚鹭汀棠霁砚芷墨榕栖珑鲤笙茗珂"
BLOCKS = ("1号楼", "主楼", "2号楼", "裙楼")
DANGERS = ("阀门误关", "管网渗漏", "阴燃冒烟", "通道堵塞", "泵打手动")
HARMLESS = ("试水", "启泵波动", "做饭油烟", "搬家", "巡检切手动")
FAILED = ("卡死", "断数")
DRY_ZONE = "S03"
"""The water works cut this zone off one night: every building of it is low at once."""

Readings = dict[str, np.ndarray]


def generate(folder: Path, *, buildings: int, seed: int) -> None:
    """Write two weeks of readings of so many buildings, their register, tests announced, and what people concluded.

    One building each has one of DANGERS in the last two days, five have something harmless that looks like it, two a
    monitor that fails, and one zone is without water for a night. The same arguments write the same bytes. Every
    building has its conclusion for both rules: 线索 where something was planted.
    """
    random = np.random.default_rng(seed)
    ids = [f"XF{at + 1:04}" for at in range(buildings)]
    zones = [f"S{1 + at % 6:02}" for at in range(buildings)]
    wet = [at for at in random.permutation(buildings) if zones[at] != DRY_ZONE]
    stories = dict(zip((int(at) for at in wet), (*DANGERS, *HARMLESS, *FAILED), strict=False))
    into = folder / "消防救援支队"
    into.mkdir(parents=True, exist_ok=True)
    register, tests, truth = [], [], []
    rows: list[Sequence[object]] = []
    for at, gateway in enumerate(ids):
        kind = KINDS[at % len(KINDS)]
        name = f"{HEADS[at % len(HEADS)]}{HEADS[(at * 5 + 2 + at // len(HEADS)) % len(HEADS)]}{kind}"
        register.append(
            (gateway, name, BLOCKS[at % len(BLOCKS)], COUNTIES[at % len(COUNTIES)], zones[at], kind)
        )
        readings, story = _usual(random), stories.get(at, "")
        _plant(random, readings, story)
        _resemble(readings, story)
        if zones[at] == DRY_ZONE:
            night = slice(-A_DAY - 8, -A_DAY + 8)
            for pressure in ("喷淋", "消火栓"):
                readings[pressure][night] *= 0.25
        if story == "试水":
            tests.append((gateway, LAST - timedelta(days=1), "末端试水、消火栓放水"))
        rows += _written(gateway, readings, story)
        truth.append(("fire_protection_fails", gateway, "线索" if story in DANGERS else "排除"))
        truth.append(("fire_monitor_down", gateway, "线索" if story in FAILED else "排除"))
    _write(
        into / "消防物联设备.csv",
        ("网关编号", "单位名称", "楼栋名称", "区划代码", "供水分区", "场所类别"),
        register,
    )
    head = (
        "网关编号", "上报时间", "喷淋末端压力(MPa)", "消火栓压力(MPa)", "水箱液位(%)", "感烟浓度(dB/m)",
        "通道连续占用(分钟)", "消防泵连续手动(分钟)",
    )  # fmt: skip
    _write(into / "消防物联读数202606.csv", head, rows)
    _write(into / "消防检测登记.csv", ("网关编号", "检测日期", "检测内容"), tests)
    _write(into / "消防设施核查结果.csv", ("规则", "对象", "结论"), truth)


def _usual(random: np.random.Generator) -> Readings:
    """Pressure follows how much water the street uses; the tank fills at night; a door is held open for minutes."""
    count = DAYS * A_DAY
    hour = np.arange(count) % A_DAY / 4
    used = np.exp(-(((hour - 8) / 2) ** 2)) + np.exp(-(((hour - 20) / 2.5) ** 2))
    worst = random.uniform(0.17, 0.30)
    held = np.where(random.random(count) < 0.02, random.integers(5, 16, count), 0).astype(np.float64)
    return {
        "喷淋": worst - 0.03 * used + random.normal(0, 0.006, count),
        "消火栓": worst + 0.06 - 0.03 * used + random.normal(0, 0.006, count),
        "液位": 88 - 8 * used + random.normal(0, 0.6, count),
        "烟雾": np.abs(random.normal(0.015, 0.006, count)),
        "占用": held,
        "手动": np.zeros(count),
    }


def _plant(random: np.random.Generator, readings: Readings, story: str) -> None:
    """Write one of DANGERS into the readings, in place."""
    count = DAYS * A_DAY
    late = np.arange(count) - (count - 2 * A_DAY)
    since = np.clip(late, 0, None)
    if story == "阀门误关":
        readings["喷淋"][late > 20] = np.abs(random.normal(0.004, 0.002, int((late > 20).sum())))
    elif story == "管网渗漏":
        readings["喷淋"] *= np.clip(1 - 0.9 * since / A_DAY, 0.25, 1)
        readings["消火栓"] *= np.clip(1 - 0.9 * since / A_DAY, 0.25, 1)
        readings["液位"] -= 45 * np.clip(since / A_DAY, 0, 1)
    elif story == "阴燃冒烟":
        smoulders = (late >= A_DAY + 80) & (late < A_DAY + 92)
        readings["烟雾"] += np.where(smoulders, 0.06 * (late - A_DAY - 79), 0)
    elif story == "通道堵塞":
        for evening in (72, A_DAY + 72):
            blocked = (late >= evening) & (late < evening + 16)
            readings["占用"] = np.where(blocked, 15.0 * (late - evening + 1), readings["占用"])
    elif story == "泵打手动":
        readings["手动"] = 15.0 * np.clip(late - 40, 0, None)


def _resemble(readings: Readings, story: str) -> None:
    """Write something harmless, or a monitor that fails, into the readings, in place."""
    count = DAYS * A_DAY
    late = np.arange(count) - (count - 2 * A_DAY)
    if story == "试水":
        low = (late >= 40) & (late < 48)
        readings["喷淋"][low] = 0.03
        readings["消火栓"][low] = 0.04
    elif story == "启泵波动":
        readings["喷淋"][(late == 30) | (late == 110)] = 0.06
    elif story == "做饭油烟":
        readings["烟雾"][(np.arange(count) % A_DAY == 47) & (late > 0)] = 0.22
    elif story == "搬家":
        moving = (late >= 130) & (late < 132)
        readings["占用"] = np.where(moving, 15.0 * (late - 129), readings["占用"])
    elif story == "巡检切手动":
        checked = (late >= 36) & (late < 42)
        readings["手动"] = np.where(checked, 15.0 * (late - 35), readings["手动"])
    elif story == "卡死":
        for name in ("喷淋", "消火栓", "液位", "烟雾"):
            readings[name] = np.where(late > 0, readings[name][count - 2 * A_DAY], readings[name])


def _written(gateway: str, readings: Readings, story: str) -> Iterable[Sequence[object]]:
    first = LAST - timedelta(days=DAYS - 1)
    count = DAYS * A_DAY
    gone = count - 2 * A_DAY - 30 if story == "断数" else count
    for at in range(gone):
        minute = at % A_DAY * 15
        when = f"{first + timedelta(days=at // A_DAY)} {minute // 60:02}:{minute % 60:02}:00"
        yield (
            gateway,
            when,
            f"{max(readings['喷淋'][at], 0):.3f}",
            f"{max(readings['消火栓'][at], 0):.3f}",
            f"{np.clip(readings['液位'][at], 0, 100):.1f}",
            f"{readings['烟雾'][at]:.3f}",
            f"{readings['占用'][at]:.0f}",
            f"{readings['手动'][at]:.0f}",
        )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
