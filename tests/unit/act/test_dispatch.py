"""A day's visits: who may, in time, the important first; an urgent one moves only what it must."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from shuzhi.act.dispatch import plan_visits
from shuzhi.act.distances import travel
from shuzhi.act.replanning import replan
from shuzhi.act.route_solver import solve
from shuzhi.act.routes import Plan, Problem, Rest, Visit, Worker, timed
from shuzhi.core.errors import ShuzhiError


def visits(*rows: dict) -> pa.Table:
    usual = {
        "经度": 120.0,
        "纬度": 30.0,
        "最早": "08:00",
        "最晚": "17:00",
        "时长": 30,
        "技能": "",
        "片区": "",
        "优先": 2,
    }
    return pa.Table.from_pylist([{**usual, **row} for row in rows])


def workers(*rows: dict) -> pa.Table:
    usual = {"经度": 120.0, "纬度": 30.0, "上班": "08:30", "下班": "17:30", "技能": "", "片区": ""}
    return pa.Table.from_pylist([{**usual, **row} for row in rows])


def plan(seen: pa.Table, people: pa.Table) -> dict[str, dict]:
    found = plan_visits({"visits": seen, "workers": people}, {"solutions": 50}).to_pylist()
    return {row["编号"]: row for row in found}


def test_skills_and_territory_decide_who_goes():
    found = plan(
        visits(
            {"编号": "锅炉", "技能": "特种设备"},
            {"编号": "东店", "片区": "东"},
            {"编号": "西店", "片区": "西"},
        ),
        workers({"检查员": "甲", "技能": "特种设备、食品", "片区": "东"}, {"检查员": "乙", "片区": "西"}),
    )
    assert {name: row["检查员"] for name, row in found.items()} == {"锅炉": "甲", "东店": "甲", "西店": "乙"}


def test_windows_and_working_hours_are_kept():
    found = plan(
        visits({"编号": "午市", "最早": "11:00", "最晚": "11:30"}, {"编号": "早市", "最晚": "09:00"}),
        workers({"检查员": "甲"}),
    )
    assert "08:30" <= found["早市"]["到达"] <= "09:00"
    assert "11:00" <= found["午市"]["到达"] <= "11:30"
    assert (found["早市"]["序"], found["午市"]["序"]) == (1, 2)


def test_what_does_not_fit_is_left_out_least_important_first_and_told():
    found = plan(
        visits(
            *({"编号": f"店{at}", "时长": 240, "优先": priority} for at, priority in enumerate((4, 1, 3, 2)))
        ),
        workers({"检查员": "甲"}),
    )
    done = {name for name, row in found.items() if row["检查员"]}
    assert done == {"店1", "店3"}
    assert "排不下" in found["店0"]["说明"]


def test_what_nobody_can_do_is_told_with_why():
    found = plan(
        visits({"编号": "电梯", "技能": "电梯", "优先": 1}, {"编号": "店"}), workers({"检查员": "甲"})
    )
    assert found["电梯"]["检查员"] is None
    assert "要会电梯" in found["电梯"]["说明"]
    assert found["店"]["检查员"] == "甲"


def test_the_same_day_is_planned_alike_twice():
    draw = np.random.default_rng(1)
    rows = [
        {"编号": str(at), "经度": 120 + x, "纬度": 30 + y}
        for at, (x, y) in enumerate(draw.random((25, 2)) / 10)
    ]
    seen, people = visits(*rows), workers({"检查员": "甲"}, {"检查员": "乙"})
    tables = {"visits": seen, "workers": people}
    assert plan_visits(tables, {"solutions": 60}).equals(plan_visits(tables, {"solutions": 60}))


def test_everybody_has_a_break_at_midday_and_never_within_a_visit():
    seen = visits(*({"编号": str(at), "时长": 50} for at in range(8)))
    people = workers({"检查员": "甲"})
    found = plan_visits({"visits": seen, "workers": people}, {"solutions": 50, "rest": 60}).to_pylist()
    times = sorted((row["到达"], row["离开"]) for row in found if row["检查员"])
    assert len(times) == 8
    gaps = [(leaves, arrives) for (_, leaves), (arrives, _) in pairwise(times)]
    long = [gap for gap in gaps if minutes(gap[1]) - minutes(gap[0]) >= 60]
    assert [minutes("11:30") <= minutes(since) <= minutes("13:00") for since, _ in long] == [True]


def test_a_visit_that_leaves_no_time_for_the_break_is_left_out():
    seen = visits({"编号": "长", "时长": 240, "最早": "10:30", "最晚": "11:00"}, {"编号": "短"})
    tables = {"visits": seen, "workers": workers({"检查员": "甲"})}
    found = {row["编号"]: row for row in plan_visits(tables, {"solutions": 50, "rest": 60}).to_pylist()}
    assert (found["长"]["检查员"], found["短"]["检查员"]) == (None, "甲")


@pytest.mark.parametrize(
    ("route", "begins"),
    [
        # Free at 11:20, an hour's break from 11:30 on, then the next.
        ([0, 1], [10 * 60, 12 * 60 + 30]),
        # Something at 11:25: the break waits until it is done.
        ([0, 2], [10 * 60, 11 * 60 + 25]),
        # The break begins by 12:40: before the third stop it makes that late, after it it is late itself.
        ([0, 2, 3], None),
    ],
)
def test_when_stops_begin_around_a_break(route: list[int], begins: list[int] | None):
    windows = [(600, 600, 80), (690, 960, 60), (685, 685, 50), (700, 790, 30)]
    problem = Problem(
        visits=[Visit(name="", earliest=early, latest=late, lasts=lasts) for early, late, lasts in windows],
        workers=[Worker(name="甲", begins=510, ends=1050, rest=Rest(earliest=690, latest=760, lasts=60))],
        travel=np.zeros((5, 5), dtype=np.int64),
        cost=np.zeros((5, 5), dtype=np.int64),
    )
    assert timed(problem, 0, route) == begins


@pytest.mark.parametrize(("now", "begins"), [(12 * 60 + 40, 12 * 60 + 40), (11 * 60 + 40, 12 * 60 + 40)])
def test_an_urgent_visit_is_put_after_the_break_unless_it_is_over(now: int, begins: int):
    rest = Rest(earliest=690, latest=760, lasts=60)
    way = np.zeros((2, 2), dtype=np.int64)
    problem = Problem(
        visits=[Visit(name="早", earliest=600, latest=600, lasts=60)],
        workers=[Worker(name="甲", begins=510, ends=1050, rest=rest)],
        travel=way,
        cost=way,
    )
    urgent = Visit(name="急", earliest=0, latest=900, lasts=30)
    _, found = replan(
        problem, Plan(routes=[[0]], begins=[[600]]), urgent, np.zeros((3, 3), dtype=np.int64), now
    )
    assert found.begins == [[600, begins]]


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def test_a_time_that_is_none_is_refused():
    with pytest.raises(ShuzhiError, match="“下午”不是时刻"):
        plan(visits({"编号": "店", "最晚": "下午"}), workers({"检查员": "甲"}))


def test_straight_lines_are_made_longer_and_rounded_up():
    # One degree of latitude is 111.2 km.
    minutes = travel(np.array([[120.0, 30.0], [120.0, 31.0]]), kmh=60, detour=1.0)
    assert minutes.tolist() == [[0, 112], [112, 0]]


def day() -> tuple[Problem, Plan]:
    """Two people, six visits on a line; each place a quarter of an hour from the next."""
    places = np.array([1, 2, 3, -1, -2, -3, 0, 0])
    way = np.abs(places[:, None] - places) * 15
    seen = [Visit(name=str(at), earliest=480, latest=1000, lasts=30, worth=10**6) for at in range(6)]
    people = [Worker(name=name, begins=480, ends=1080, skills=frozenset({name})) for name in "甲乙"]
    problem = Problem(visits=seen, workers=people, travel=way, cost=way)
    found = solve(problem, seconds=10, solutions=50)
    assert found is not None
    return problem, found


def test_an_urgent_order_goes_to_who_can_and_what_has_begun_stays():
    problem, morning = day()
    places = np.array([1, 2, 3, -1, -2, -3, 0, 0, 2])
    way = np.abs(places[:, None] - places) * 15
    urgent = Visit(name="急", earliest=0, latest=630, lasts=20, needs=frozenset({"乙"}))
    asked, noon = replan(problem, morning, urgent, way, now=540, solutions=50)
    (number,) = [at for at, route in enumerate(noon.routes) if 6 in route]
    assert asked.workers[number].name == "乙"
    assert 540 <= noon.begins[number][noon.routes[number].index(6)] <= 630
    for before, after in zip(morning.routes, noon.routes, strict=True):
        begun = [at for at in before if _begin(morning, at) <= 540]
        assert after[: len(begun)] == begun
        assert [_begin(noon, at) for at in begun] == [_begin(morning, at) for at in begun]
    assert noon.left == []


def test_an_urgent_order_that_fits_between_leaves_every_order_of_stops_as_it_was():
    problem, morning = day()
    places = np.array([1, 2, 3, -1, -2, -3, 0, 0, 2])
    way = np.abs(places[:, None] - places) * 15
    urgent = Visit(name="急", earliest=0, latest=1000, lasts=20)
    _, noon = replan(problem, morning, urgent, way, now=480)
    assert [[at for at in route if at != 6] for route in noon.routes] == morning.routes
    # It lies on somebody's way: nobody goes further for it.
    assert sum(map(length, noon.routes)) == sum(map(length, morning.routes))


def length(route: list[int]) -> int:
    stops = [0, *({0: 1, 1: 2, 2: 3, 3: -1, 4: -2, 5: -3, 6: 2}[at] for at in route), 0]
    return sum(abs(there - here) for here, there in pairwise(stops))


def test_where_it_fits_nowhere_between_routes_are_made_anew():
    problem, morning = day()
    places = np.array([1, 2, 3, -1, -2, -3, 0, 0, 3])
    way = np.abs(places[:, None] - places) * 15
    # Whoever goes there in order would be late for it: the order has to change.
    urgent = Visit(name="急", earliest=0, latest=530, lasts=20)
    _, noon = replan(problem, morning, urgent, way, now=480, solutions=50)
    assert sorted(at for route in noon.routes for at in route) == list(range(7))


def test_an_urgent_order_nobody_can_reach_is_refused():
    problem, morning = day()
    way = np.zeros((9, 9), dtype=np.int64)
    with pytest.raises(ShuzhiError, match="紧急任务“急”"):
        replan(
            problem,
            morning,
            Visit(name="急", earliest=0, latest=630, lasts=20, needs=frozenset({"丙"})),
            way,
            now=540,
        )


def _begin(found: Plan, visit: int) -> int:
    return next(
        begins[route.index(visit)]
        for route, begins in zip(found.routes, found.begins, strict=True)
        if visit in route
    )
