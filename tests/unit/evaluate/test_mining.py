"""Where the time of orders goes is as plain Python counts it, one order after the other."""

import math
import statistics
from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.evaluate.mining import EVENTS, Course

Task = dict[str, object]


def task(
    order: int, step: str, arrived: float, started: float | None, ended: float | None, **more: object
) -> Task:
    told = {"order": order, "step": step, "arrived": arrived, "started": started, "ended": ended}
    usual = {"department": "甲局", "result": "好", "suspended": 0.0, "late": False, "closed": True}
    return {**usual, **told, **more}


def course(*tasks: Task) -> Course:
    return Course(pa.Table.from_pylist(list(tasks), EVENTS))


STORY = course(
    task(1, "派", 0.0, 1.0, 2.0),
    task(1, "查", 2.0, 4.0, 8.0, department="乙局"),
    # Sent back, and looked into again.
    task(1, "派", 8.0, 8.0, 9.0, result="补"),
    task(1, "查", 9.0, None, 10.0, department="乙局", late=True),
    task(2, "派", 3.0, 3.0, 4.0),
    task(2, "查", 4.0, 5.0, 8.0, department="丙局", suspended=2.0),
    task(3, "派", 5.0, None, None, closed=False, result=""),
)


def test_waiting_is_until_somebody_begins_and_working_without_what_stood_still() -> None:
    found = {row["step"]: row for row in STORY.times(by_department=False)}
    assert found["查"]["tasks"] == 3
    assert (found["查"]["waited"], found["查"]["waited_most"]) == (1.0, 2.0)
    # Four days, none (nobody claimed it: it waited to its end), and three of which two stood still.
    assert (found["查"]["worked"], found["查"]["worked_most"]) == (1.0, 4.0)
    assert found["派"]["live"] == 1
    assert found["查"]["share"] == 9 / 13


def test_by_department_the_parts_add_up() -> None:
    parts = STORY.times(by_department=True)
    assert {(row["step"], row["department"]) for row in parts} == {
        ("派", "甲局"),
        ("查", "乙局"),
        ("查", "丙局"),
    }
    assert math.isclose(sum(row["share"] for row in parts), 1.0)
    late = next(row for row in parts if row["department"] == "乙局")
    assert late["late"] == 0.5


def test_what_comes_back_is_told_of_who_sent_it_and_where_it_came() -> None:
    found = {row["step"]: row for row in STORY.times(by_department=False)}
    # The first 查 sent order 1 back to 派; from there it went on to 查 again.
    assert (found["查"]["back"], found["派"]["back"]) == (1, 0)
    assert (found["查"]["again"], found["派"]["again"]) == (1, 1)
    assert STORY.whole()["back"] == 2 / 13


def test_moves_have_a_share_of_their_step_and_live_tasks_none() -> None:
    moves = {(row["step"], row["result"], row["next"], row["back"]): row for row in STORY.moves()}
    assert moves["查", "好", None, False]["times"] == 2
    assert moves["查", "好", "派", True]["times"] == 1
    assert moves["派", "好", "查", False]["share"] == 2 / 3
    assert sum(row["times"] for row in moves.values()) == 6


def test_ways_are_those_of_closed_orders() -> None:
    count, ways = STORY.ways(5)
    assert count == 2
    assert [(way["steps"], way["orders"], way["median"]) for way in ways] == [
        (["派", "查"], 1, 5.0),
        (["派", "查", "派", "查"], 1, 10.0),
    ]
    assert STORY.whole()["median"] == 5.0
    assert STORY.whole()["orders"] == 3


def test_nothing_is_nothing() -> None:
    nothing = course()
    assert nothing.times(by_department=True) == []
    assert nothing.moves() == []
    assert nothing.ways(3) == (0, [])
    assert nothing.whole()["median"] is None


ORDERS = st.lists(
    st.tuples(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=6), st.booleans()), max_size=12
)


@given(ORDERS)
def test_counts_are_those_of_a_loop(orders: list[tuple[list[str], bool]]) -> None:
    tasks, moved, ways, gone = [], Counter[tuple[str, str | None]](), Counter[tuple[str, ...]](), []
    for number, (steps, closed) in enumerate(orders):
        for at, step in enumerate(steps):
            last = at == len(steps) - 1
            ended = None if last and not closed else at + 1.0
            tasks.append(task(number, step, float(at), None, ended, closed=closed))
            if not last:
                moved[step, steps[at + 1]] += 1
            elif closed:
                moved[step, None] += 1
        if closed:
            ways[tuple(steps)] += 1
            gone.append(float(len(steps)))
    mined = course(*tasks)
    found = Counter[tuple[str, str | None]]()
    for row in mined.moves():
        found[row["step"], row["next"]] += row["times"]
    assert found == moved
    count, told = mined.ways(100)
    assert count == len(ways)
    assert {tuple(way["steps"]): way["orders"] for way in told} == dict(ways)
    assert mined.whole()["median"] == (statistics.median_low(gone) if gone else None)
