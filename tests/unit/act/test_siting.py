"""Siting against what can be counted by hand: every choice of sites tried, 2SFCA as its two steps are written."""

import itertools

import numpy as np
import pyarrow as pa
import pytest

from shuzhi.act.siting.access import Decay, accessibility
from shuzhi.act.siting.allocate import allocate
from shuzhi.act.siting.choose import Goal, choose, worth
from shuzhi.act.siting.compare import gini, lowest, percentile
from shuzhi.act.siting.network import Network
from shuzhi.act.siting.steps import allocate_demand, choose_sites, compare_plans, coverage_curve
from shuzhi.core.errors import ShuzhiError


def network(seed: int, *, full: bool) -> Network:
    """Twelve points, seven sites of which two stand, one way missing; ``full``: sites that take little."""
    random = np.random.default_rng(seed)
    points, sites = random.random((12, 2)), random.random((7, 2))
    distance = np.linalg.norm(points[:, None] - sites, axis=2)
    distance[3, :] = np.inf
    weight = random.integers(0, 9, 12).astype(float)
    stands = np.arange(7) < 2
    return Network(
        weight=weight,
        distance=distance,
        capacity=random.integers(4, 15, 7).astype(float) if full else np.full(7, np.inf),
        supply=random.integers(1, 5, 7).astype(float),
        open=stands,
        free=~stands,
        within=0.35,
    )


def best_by_trying(of: Network, goal: Goal, add: int) -> float:
    """The worth of the best of all choices of that many sites."""
    each = [
        worth(of.having(np.isin(np.arange(7), pick)), goal)
        for pick in itertools.combinations(np.flatnonzero(of.free), add)
    ]
    return max(each) if goal == "coverage" else min(each)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("goal", ["coverage", "distance"])
@pytest.mark.parametrize("seed", range(6))
def test_the_choice_is_the_best_there_is(seed: int, goal: Goal, *, full: bool) -> None:
    of = network(seed, full=full)
    for add in (1, 2, 3):
        found = choose(of, goal, add, seconds=30)
        assert found.gap == 0
        assert found.chosen.sum() <= add
        assert found.value == pytest.approx(best_by_trying(of, goal, add))
        assert worth(of.having(found.chosen), goal) == pytest.approx(found.value)


@pytest.mark.parametrize("seed", range(6))
def test_worth_of_sites_that_are_never_full_is_that_of_the_nearest(seed: int) -> None:
    of = network(seed, full=False)
    far = np.where(of.open, of.distance, np.inf).min(axis=1)
    assert worth(of, "coverage") == pytest.approx(of.weight[far <= of.within].sum())
    # The same as a program, with sites that are told to take more than all there is.
    roomy = Network(**{**vars(of), "capacity": np.full(7, 1e6)})
    for goal in ("coverage", "distance"):
        assert worth(roomy, goal) == pytest.approx(worth(of, goal))


@pytest.mark.parametrize("seed", range(6))
def test_a_full_site_takes_no_more_and_everything_is_accounted_for(seed: int) -> None:
    of = network(seed, full=True)
    given = allocate(of)
    loads = np.bincount(given.site, weights=given.amount, minlength=7)
    assert (loads <= np.where(of.open, of.capacity, 0.0) + 1e-6).all()
    served = np.bincount(given.point, weights=given.amount, minlength=12)
    assert served + given.left == pytest.approx(of.weight)
    near = of.distance[given.point, given.site] <= of.within
    assert given.amount[near].sum() == pytest.approx(worth(of, "coverage"))


def test_a_site_that_changes_nothing_is_not_added() -> None:
    of = network(1, full=False)
    useless = Network(**{**vars(of), "distance": np.where(of.free, np.inf, of.distance)})
    assert not choose(useless, "coverage", 2, seconds=10).chosen.any()
    assert not choose(useless, "distance", 2, seconds=10).chosen.any()


def test_accessibility_is_two_steps_counted_by_hand() -> None:
    # Site A (supply 2) reaches points 1 and 2, B (supply 3) points 2 and 3; point 4 is reached by none.
    of = Network(
        weight=np.array([10.0, 20.0, 5.0, 7.0]),
        distance=np.array([[1.0, 9.0], [2.0, 1.0], [9.0, 2.0], [9.0, 9.0]]),
        capacity=np.full(2, np.inf),
        supply=np.array([2.0, 3.0]),
        open=np.array([True, True]),
        free=np.array([False, False]),
        within=2.0,
    )
    a, b = 2 / (10 + 20), 3 / (20 + 5)
    assert accessibility(of, Decay(kind="none", within=2)) == pytest.approx([a, a + b, b, 0])
    a, b = 2 / (10 + 20 * 0.5), 3 / (20 + 5 * 0.5)
    stepped = Decay(kind="steps", within=2, steps=[(1, 1.0), (2, 0.5)])
    assert accessibility(of, stepped) == pytest.approx([a, a * 0.5 + b, b * 0.5, 0])
    near = (np.exp(-0.125) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    assert Decay(kind="gaussian", within=2)(np.array([0.0, 1.0, 2.0, 2.1])) == pytest.approx([1, near, 0, 0])
    # All that is supplied is given to somebody.
    told = accessibility(of, Decay(kind="none", within=2))
    assert (told * of.weight).sum() == pytest.approx(5)


def test_figures_counted_by_hand() -> None:
    far, amount = np.array([3.0, 1.0, 2.0]), np.array([10.0, 80.0, 10.0])
    assert percentile(far, amount, 90) == 2
    assert percentile(far, amount, 91) == 3
    assert percentile(far, amount, 101) is None
    # Of ten, one has 1, four 2 and five 4: the lowest three tenths are that one and two of the four.
    assert lowest(np.array([4.0, 1.0, 2.0]), np.array([5.0, 1.0, 4.0]), 0.3) == pytest.approx(5 / 3)
    assert gini(np.array([1.0, 1.0]), np.array([3.0, 2.0])) == pytest.approx(0)
    assert gini(np.array([0.0, 1.0]), np.array([1.0, 1.0])) == pytest.approx(0.5)


DEMAND = pa.table(
    {
        "点": ["a", "b", "c", "d"],
        "人": [100, 50, 80, 20],
        "东": [83.40, 83.41, 83.60, None],
        "北": [39.3, 39.3, 39.3, None],
        "区": ["990102", "990102", "990103", "990103"],
    }
)
SITES = pa.table(
    {
        "站": ["S1", "S2", "S3"],
        "东": [83.40, 83.60, 83.50],
        "北": [39.3, 39.3, 39.3],
        "在": [True, False, False],
        "车": [2, 1, 1],
    }
)
SAID = {
    "demand": {"point": "点", "weight": "人", "longitude": "东", "latitude": "北", "region": "区"},
    "sites": {"site": "站", "longitude": "东", "latitude": "北", "existing": "在", "supply": "车"},
    "distance": {"unit": "km", "detour": 1.0},
    "within": 2,
    "access": {"per": 100},
    "curve": 5,
    "plans": [
        {"name": "建一处", "add": 1, "by": "coverage"},
        {"name": "迁到中间", "close": ["S1"], "open": ["S3"]},
    ],
}  # fmt: skip


def test_plans_side_by_side() -> None:
    tables = {"demand": DEMAND, "sites": SITES}
    chosen = choose_sites(tables, SAID)
    opened = {(row["方案"], row["站点"]) for row in chosen.to_pylist() if row["启用"]}
    assert opened == {("现状", "S1"), ("建一处", "S1"), ("建一处", "S2"), ("迁到中间", "S3")}
    points = allocate_demand({**tables, "chosen": chosen}, SAID).to_pylist()
    now = {row["需求点"]: row for row in points if row["方案"] == "现状"}
    assert (now["a"]["站点"], now["a"]["距离"], now["a"]["覆盖"]) == ("S1", 0, 100)
    assert now["b"]["距离"] == pytest.approx(0.86, abs=0.01)
    assert (now["c"]["站点"], now["c"]["覆盖"]) == ("S1", 0)
    # Nobody knows where d is: it is told as left, not dropped.
    assert (now["d"]["站点"], now["d"]["距离"], now["d"]["未接"]) == (None, None, 20)
    figures = {
        (row["方案"], row["区划"]): row
        for row in compare_plans({**tables, "chosen": chosen}, SAID).to_pylist()
    }
    assert figures["现状", None]["覆盖率"] == pytest.approx(150 / 250)
    assert figures["现状", None]["可及性"] == pytest.approx(100 * 2 / 150 * 150 / 250)
    assert figures["建一处", None]["覆盖率"] == pytest.approx(230 / 250)
    assert figures["建一处", "990103"]["覆盖率"] == pytest.approx(80 / 100)
    assert figures["建一处", None]["九五分位"] is None
    assert figures["迁到中间", None]["覆盖"] == 0
    curve = coverage_curve(tables, SAID).to_pylist()
    assert [(row["增设"], row["覆盖"]) for row in curve] == [(0, 150), (1, 230), (2, 230)]


def test_distances_as_told_and_none_told_is_no_way() -> None:
    ways = pa.table({"从": ["a", "b", "c", "x"], "到": ["S1", "S1", "S2", "S1"], "分": [1, 5, 1, 1]})
    said = {
        **SAID, "distance": {"unit": "minutes", "matrix": {"point": "从", "site": "到", "distance": "分"}}, "plans": [],
    }  # fmt: skip
    tables = {"demand": DEMAND, "sites": SITES, "matrix": ways}
    chosen = choose_sites(tables, said)
    points = allocate_demand({**tables, "chosen": chosen}, said).to_pylist()
    assert [(row["距离"], row["覆盖"], row["未接"]) for row in points] == [
        (1, 100, 0), (5, 0, 0), (None, 0, 80), (None, 0, 20),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("demand", "plans", "word"),
    [
        (pa.concat_tables([DEMAND, DEMAND]), [], "有两行"),
        (DEMAND.set_column(1, "人", pa.array([1, -2, 3, 4])), [], "小于零"),
        (DEMAND, [{"name": "甲", "open": ["S9"]}], "S9"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(demand: pa.Table, plans: list[object], word: str) -> None:
    with pytest.raises(ShuzhiError, match=word):
        choose_sites({"demand": demand, "sites": SITES}, {**SAID, "plans": plans})


@pytest.mark.parametrize("empty", [(DEMAND.slice(0, 0), SITES), (DEMAND, SITES.slice(0, 0))])
def test_nothing_there_is_no_error(empty: tuple[pa.Table, pa.Table]) -> None:
    tables = {"demand": empty[0], "sites": empty[1]}
    said = {**SAID, "plans": SAID["plans"][:1]}
    chosen = choose_sites(tables, said)
    told = compare_plans({**tables, "chosen": chosen}, said).to_pylist()
    assert {row["覆盖"] for row in told if row["区划"] is None} == {0}
    assert len(coverage_curve(tables, said)) == 1 + min(5, 2 if len(empty[1]) else 0)
