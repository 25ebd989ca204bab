"""A fictional city's monitored boxes: readings each quarter of an hour, planted causes of fires, harmless things."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

LAST = date(2026, 6, 29)
DAYS = 14
A_DAY = 96
COUNTIES = ("990102", "990103", "990121", "990122", "990123", "990181")
KINDS = ("市场", "养老院", "学校", "商场", "餐馆", "仓库", "厂房", "网吧")
HEADS = "澄岚鹭汀棠霁砚芷墨榕栖珑鲤笙茗珂"
PLACES = ("总配电箱", "一层配电箱", "厨房配电箱", "仓库配电箱")
DANGERS = ("绝缘老化", "接头过热", "串联电弧", "过负荷")
HARMLESS = ("检修试验", "电机启动", "雷雨")
FAILED = ("卡死", "断数", "断过数")

Readings = dict[str, np.ndarray]


def generate(folder: Path, *, boxes: int, seed: int) -> None:
    """Write two weeks of readings of so many boxes, their register, the works announced, and what people concluded.

    Of the boxes four have a planted cause of fire in the last days, one each of DANGERS; three something harmless that
    looks like it, three a monitor that fails, and one transformer sags in the evening. The same arguments write the
    same bytes. Every box has its conclusion for both rules: 线索 where something was planted.
    """
    random = np.random.default_rng(seed)
    ids = [f"YD{at + 1:04}" for at in range(boxes)]
    stories = dict(
        zip((int(at) for at in random.permutation(boxes)), (*DANGERS, *HARMLESS, *FAILED), strict=False)
    )
    grids = [f"T{1 + at % 5:02}" for at in range(boxes)]
    into = folder / "消防救援支队"
    into.mkdir(parents=True, exist_ok=True)
    register, works, truth = [], [], []
    rows: list[Sequence[object]] = []
    for at, box in enumerate(ids):
        kind = KINDS[at % len(KINDS)]
        name = f"{HEADS[at % len(HEADS)]}{HEADS[(at * 7 + 3 + at // len(HEADS)) % len(HEADS)]}{kind}"
        register.append((box, name, PLACES[at % len(PLACES)], COUNTIES[at % len(COUNTIES)], grids[at], kind))
        readings = _usual(random, sags=grids[at] == "T03")
        story = stories.get(at, "")
        _tell(random, readings, story)
        if story == "检修试验":
            works.append((box, LAST - timedelta(days=1), "更换断路器，做漏电试验"))
        rows += _written(box, readings, story)
        truth.append(("electric_danger", box, "线索" if story in DANGERS else "排除"))
        truth.append(("sensor_down", box, "线索" if story in FAILED else "排除"))
    _write(
        into / "用电设备.csv",
        ("终端编号", "用电单位名称", "安装位置", "区划代码", "供电台区", "场所类别"),
        register,
    )
    head = ("终端编号", "上报时间", "剩余电流(mA)", "线缆温度(℃)", "故障电弧半波数", "电压(V)")
    _write(into / "用电读数202606.csv", head, rows)
    _write(into / "检修登记.csv", ("终端编号", "检修日期", "检修事由"), works)
    _write(into / "用电核查结果.csv", ("规则", "对象", "结论"), truth)


def _usual(random: np.random.Generator, *, sags: bool) -> Readings:
    """Load follows the day; the cable is warmer under load; a little current always leaks."""
    count = DAYS * A_DAY
    hour = np.arange(count) % A_DAY / 4
    load = 0.25 + 0.6 * np.exp(-(((hour - 12) / 3.5) ** 2)) + 0.5 * np.exp(-(((hour - 19) / 2.5) ** 2))
    load *= random.uniform(0.7, 1.1)
    voltage = 226 - 6 * load + random.normal(0, 1.2, count)
    if sags:
        evening = (hour >= 18.5) & (hour < 20.5) & (np.arange(count) >= count - 2 * A_DAY)
        voltage = voltage - np.where(evening, 34.0, 0.0)
    return {
        "剩余电流": random.uniform(25, 90) * (0.8 + 0.3 * load) + random.normal(0, 4, count),
        "温度": 27 + 14 * load + random.normal(0, 0.8, count),
        "故障电弧": random.poisson(0.05, count).astype(np.float64),
        "电压": voltage,
    }


def _tell(random: np.random.Generator, readings: Readings, story: str) -> None:
    """Write a story into the readings, in place."""
    count = len(readings["温度"])
    late = np.arange(count) - (count - 2 * A_DAY)
    grows = np.clip(late / A_DAY, 0, None)
    if story == "绝缘老化":
        readings["剩余电流"] += 420 * grows + np.where(late > 0, random.normal(0, 30, count), 0)
    elif story == "接头过热":
        readings["温度"] += np.where(late > 0, 25 + 22 * grows, 0)
        readings["剩余电流"] += np.where(late > A_DAY, 260, 0)
    elif story == "串联电弧":
        readings["故障电弧"] += np.where((late > 0) & (random.random(count) < 0.15), 40, 0)
    elif story == "过负荷":
        readings["温度"] += np.where(late > 0, 22, 0)
        readings["温度"] *= np.where(late > 0, 1.25, 1)
    elif story == "检修试验":
        readings["剩余电流"][(late >= A_DAY - 60) & (late < A_DAY - 52)] += 500
    elif story == "电机启动":
        readings["故障电弧"] += np.where((np.arange(count) % A_DAY == 32), 8, 0)
        readings["温度"] += np.where(np.arange(count) % A_DAY == 33, 12, 0)
    elif story == "雷雨":
        readings["剩余电流"][late == 70] += 380
    elif story == "卡死":
        for name, values in readings.items():
            readings[name] = np.where(late > 0, values[count - 2 * A_DAY], values)


def _written(box: str, readings: Readings, story: str) -> Iterable[Sequence[object]]:
    first = LAST - timedelta(days=DAYS - 1)
    count = DAYS * A_DAY
    gone = {
        "断数": (count - 2 * A_DAY - 30, count),
        "断过数": (count - 3 * A_DAY, count - 3 * A_DAY + 30),
    }.get(story, (0, 0))
    for at in range(count):
        if gone[0] <= at < gone[1]:
            continue
        minute = at % A_DAY * 15
        when = f"{first + timedelta(days=at // A_DAY)} {minute // 60:02}:{minute % 60:02}:00"
        yield (
            box,
            when,
            f"{max(readings['剩余电流'][at], 0):.0f}",
            f"{readings['温度'][at]:.1f}",
            int(readings["故障电弧"][at]),
            f"{readings['电压'][at]:.1f}",
        )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
