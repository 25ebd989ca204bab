"""What is more than place and days explain is found where and when it is; chance alone alarms as rarely as is said."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.foresee.clusters import find_clusters
from shuzhi.foresee.scan import Scan, scan

LOOK = date(2026, 6, 30)
SIDE = 8
STEP = 0.01
HOW = {
    "place": "格", "longitude": "经", "latitude": "纬", "day": "日", "known": "收到", "as_of": "基准",
    "radius": 2500, "history": 60, "replicas": 999,
}  # fmt: skip
Case = tuple[int, int]
"""Place (row by row of the grid) and days ago, 0 yesterday."""


def quiet(random: np.random.Generator, cases: int = 900, days: int = 60) -> list[Case]:
    """Some places are busier than others, always; some days busier, everywhere."""
    places, when = random.gamma(1.0, size=SIDE * SIDE), random.gamma(3.0, size=days)
    drawn = zip(
        random.choice(SIDE * SIDE, cases, p=places / places.sum()),
        random.choice(days, cases, p=when / when.sum()),
        strict=True,
    )
    return [(int(place), int(ago)) for place, ago in drawn]


def table(cases: list[Case], *, late: int = 0, kind: str = "鼠患") -> pa.Table:
    return pa.table(
        {
            "类": pa.array([kind] * len(cases), pa.string()),
            "格": pa.array([f"g{place:02}" for place, _ in cases], pa.string()),
            "经": pa.array([83.4 + STEP * (place % SIDE) for place, _ in cases], pa.float64()),
            "纬": pa.array([39.3 + STEP * (place // SIDE) for place, _ in cases], pa.float64()),
            "日": pa.array([LOOK - timedelta(days=ago + 1) for _, ago in cases], pa.date32()),
            "收到": pa.array([LOOK - timedelta(days=ago + 1 - late) for _, ago in cases], pa.date32()),
            "基准": pa.array([LOOK] * len(cases), pa.date32()),
        }
    )


PLANTED = {19, 26, 27, 28, 35}
EXTRA = [(place, ago) for place in sorted(PLANTED) for ago in (0, 0, 0, 1, 1, 2, 2, 2)]


def test_a_planted_cluster_is_found_where_and_when_it_is():
    found = find_clusters({"cases": table(quiet(np.random.default_rng(1)) + EXTRA)}, HOW).to_pylist()
    first = [row for row in found if row["位次"] == 1]
    assert len({(row["中心"], row["起"]) for row in first}) == 1
    assert {int(row["地点"][1:]) for row in first} >= PLANTED
    assert len(first) <= 8
    assert first[0]["中心"] == "g27"
    assert 2 <= first[0]["天数"] <= 4
    assert first[0]["止"] == LOOK - timedelta(days=1)
    assert first[0]["件数"] >= 25
    assert first[0]["倍数"] >= 2
    # Nothing in 999 shuffles comes near: seen by chance once in a thousand days.
    assert first[0]["重现天数"] == 1000


def test_what_is_busy_always_or_everywhere_is_no_cluster():
    busy = [(18, ago) for ago in range(60) for _ in range(3)]
    yesterday = [(place, 0) for place in range(SIDE * SIDE)]
    found = find_clusters({"cases": table(quiet(np.random.default_rng(2)) + busy + yesterday)}, HOW)
    assert max(found["重现天数"].to_pylist()) < 30


def test_chance_alone_is_as_rare_as_is_said():
    random = np.random.default_rng(3)
    points = np.array([(at % SIDE, at // SIDE) for at in range(SIDE * SIDE)]) * 1000.0
    how = Scan(radius=2500, replicas=199, enough=20)
    chances = []
    for look in range(200):
        place, ago = np.array(quiet(random, cases=300)).T
        chances.append(min([each.chance for each in scan(points, place, ago, how, [look])], default=1.0))
    # 200 looks without anything in them: one in ten at a chance of a tenth. Seeded, so this cannot flicker.
    assert sum(chance <= 0.1 for chance in chances) == pytest.approx(20, abs=9)
    assert sum(chance <= 0.02 for chance in chances) <= 9


def test_several_series_share_the_promise():
    cases = quiet(np.random.default_rng(1)) + EXTRA
    both = pa.concat_tables([table(cases), table(quiet(np.random.default_rng(4)), kind="垃圾")])
    found = find_clusters({"cases": both}, {**HOW, "by": ["类"]}).to_pylist()
    (days,) = {row["重现天数"] for row in found if row["类"] == "鼠患" and row["位次"] == 1}
    assert days == 500
    assert {row["类"] for row in found} == {"鼠患", "垃圾"}


def test_clusters_share_no_place():
    other = [(place, ago) for place in (46, 53, 54, 55, 62) for ago in (0, 0, 0, 1, 1, 1, 2, 2)]
    found = find_clusters({"cases": table(quiet(np.random.default_rng(1)) + EXTRA + other)}, HOW).to_pylist()
    assert len({row["地点"] for row in found}) == len(found)
    assert {row["位次"] for row in found if row["重现天数"] >= 365} == {1, 2}


def test_the_same_cases_in_any_order_say_the_same():
    cases = table(quiet(np.random.default_rng(5)) + EXTRA)
    other = cases.take(np.random.default_rng(6).permutation(len(cases)))
    assert find_clusters({"cases": cases}, HOW).equals(find_clusters({"cases": other}, HOW))


def test_few_cases_or_none_are_no_cluster():
    assert len(find_clusters({"cases": table([])}, HOW)) == 0
    assert len(find_clusters({"cases": table([(3, 0), (3, 0)])}, HOW)) == 0
    # Nothing in the last seven days.
    assert len(find_clusters({"cases": table([(3, ago) for ago in range(8, 40)])}, HOW)) == 0


def test_a_case_nobody_knew_of_yet_is_refused_by_name():
    with pytest.raises(ShuzhiError, match="日"):
        find_clusters({"cases": table([(3, 0), (4, 1), (5, 2)], late=1)}, HOW)
