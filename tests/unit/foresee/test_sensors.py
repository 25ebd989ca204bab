"""Sensors that jump, freeze or fall silent are told of; seldom twice, never more in a day than people can look at."""

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from shuzhi.foresee.sensors import watch_sensors

START = datetime(2026, 5, 1)  # noqa: DTZ001  readings have no zone
BESIDE = {
    "限值": pa.float64(),
    "下限值": pa.float64(),
    "恢复": pa.float64(),
    "突变": pa.bool_(),
    "原因": pa.string(),
}


def readings(values, sensor: str = "甲", group: str | None = None, skip: int = 0, **beside) -> pa.Table:
    times = [START + timedelta(minutes=5 * (at + (skip if at >= 200 else 0))) for at in range(len(values))]
    nothing = {name: pa.nulls(len(values), kind) for name, kind in BESIDE.items()}
    return pa.table(
        {
            "传感器": [sensor] * len(values),
            "日期": pa.array([when.date() for when in times], pa.date32()),
            "分": [when.hour * 60 + when.minute for when in times],
            "读数": list(map(float, values)),
            "组": pa.array([group] * len(values), pa.string()),
            **nothing,
            **{name: pa.array(column, BESIDE[name]) for name, column in beside.items()},
        }
    )


def noise(seed: int = 1, rows: int = 400) -> np.ndarray:
    return np.random.default_rng(seed).normal(20, 1, rows)


def watched(table: pa.Table, **how: object) -> list[dict]:
    return watch_sensors({"readings": table}, {"quiet": 50, "limit": 5, **how}).to_pylist()


def when(alarm: dict) -> datetime:
    return datetime.combine(alarm["日期"], datetime.min.time()) + timedelta(minutes=alarm["分"])


def test_a_jump_is_one_alarm_with_its_level():
    values = noise()
    values[300:320] += 30
    (alarm,) = watched(readings(values))
    assert (alarm["种类"], when(alarm), alarm["等级"]) == ("突变", START + timedelta(minutes=1500), "I")
    assert alarm["压下"] is None


def test_what_comes_later_changes_nothing_of_what_was_said():
    values = noise()
    values[250] += 12
    early = watched(readings(values[:300]))
    assert early
    assert early == [row for row in watched(readings(values)) if when(row) < START + timedelta(minutes=1500)]


def test_a_sensor_that_freezes_and_one_that_falls_silent():
    frozen = noise()
    frozen[330:] = frozen[330]
    assert [row["种类"] for row in watched(readings(frozen))] == ["卡死"]
    (gap,) = watched(readings(noise(), skip=40))
    assert (gap["种类"], round(gap["程度"])) == ("缺测", 41)


def test_a_sensor_that_never_changes_much_is_not_frozen():
    found = watched(readings(np.where(np.arange(400) % 40, 5.0, 6.0)))
    assert "卡死" not in {row["种类"] for row in found}


def test_alarms_of_one_building_at_one_time_are_one():
    tables = []
    for number in range(3):
        values = noise(number)
        values[300] += 20
        tables.append(readings(values, sensor=f"表{number}", group="一号楼"))
    found = watched(pa.concat_tables(tables))
    assert [row["压下"] for row in found] == [None, "同组已报", "同组已报"]


def test_a_days_ration_goes_to_the_gravest_and_the_two_worst_levels_are_never_held_back():
    tables = []
    for number, jump in enumerate([5.5, 6.5, 7.5, 30.0, 40.0, 50.0]):
        values = noise()
        values[100 + number * 10] = 20 + jump
        tables.append(readings(values, sensor=f"表{number}"))
    found = watched(pa.concat_tables(tables), a_day=4)
    assert {row["传感器"] for row in found if row["压下"] is None} == {"表2", "表3", "表4", "表5"}
    assert {row["压下"] for row in found} == {None, "超出当日限额"}
    few = watched(pa.concat_tables(tables), a_day=1)
    assert {row["传感器"] for row in few if row["压下"] is None} == {"表3", "表4", "表5"}


def test_no_readings_no_alarms():
    assert watched(readings([])) == []


def test_an_alarm_over_the_limit_lasts_until_readings_are_well_below_it():
    values = np.full(400, 100.0)
    values[100:106] = [310, 290, 305, 280, 640, 260]
    (alarm,) = watched(readings(values, 限值=[300.0] * 400, 突变=[False] * 400))
    assert (alarm["种类"], when(alarm), alarm["持续"]) == ("超限", START + timedelta(minutes=500), 25)
    assert (round(alarm["程度"], 2), alarm["等级"], alarm["未消"]) == (2.13, "II", False)


def test_below_a_lower_limit_and_still_so_at_the_end():
    values = np.full(100, 220.0)
    values[90:] = 110
    (alarm,) = watched(readings(values, 下限值=[198.0] * 100, 限值=[235.4] * 100, 突变=[False] * 100))
    assert (alarm["种类"], alarm["程度"], alarm["等级"], alarm["未消"]) == ("超限", 1.8, "III", True)


def test_a_missing_reading_ends_no_alarm():
    values = np.full(100, 100.0)
    values[50:60] = 400
    values[55] = np.nan
    (alarm,) = watched(readings(values, 限值=[300.0] * 100, 突变=[False] * 100))
    assert alarm["持续"] == 50


def test_what_has_a_known_cause_is_not_told_and_leaves_its_group_free():
    values = np.full(100, 100.0)
    values[50], values[54] = 400, 500
    cause = [None] * 100
    cause[50] = "检修"
    found = watched(readings(values, group="一号箱", 限值=[300.0] * 100, 突变=[False] * 100, 原因=cause))
    assert [row["压下"] for row in found] == ["已知原因", None]


def test_where_an_alarm_ends_may_be_told_with_its_limit():
    values = np.full(100, 225.0)
    values[50:60], values[60:70] = 190, 205
    table = readings(values, 下限值=[198.0] * 100, 恢复=[0.98] * 100, 突变=[False] * 100)
    (alarm,) = watched(table)
    assert (alarm["持续"], alarm["未消"]) == (50, False)


def test_what_is_graver_than_what_its_group_was_told_is_told_again():
    values = np.full(100, 100.0)
    values[50], values[54], values[58] = 310, 320, 950
    found = watched(readings(values, group="一号箱", 限值=[300.0] * 100, 突变=[False] * 100))
    assert [(row["等级"], row["压下"]) for row in found] == [("IV", None), ("IV", "同组已报"), ("I", None)]
