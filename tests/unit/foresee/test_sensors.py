"""Sensors that jump, freeze or fall silent are told of; seldom twice, never more in a day than people can look at."""

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from shuzhi.foresee.sensors import watch_sensors

START = datetime(2026, 5, 1)  # noqa: DTZ001  readings have no zone


def readings(values, sensor: str = "甲", group: str | None = None, skip: int = 0) -> pa.Table:
    times = [START + timedelta(minutes=5 * (at + (skip if at >= 200 else 0))) for at in range(len(values))]
    told = {"传感器": [sensor] * len(values), "时间": pa.array(times, pa.timestamp("s"))}
    return pa.table(
        told | {"读数": list(map(float, values)), "组": pa.array([group] * len(values), pa.string())}
    )


def noise(seed: int = 1, rows: int = 400) -> np.ndarray:
    return np.random.default_rng(seed).normal(20, 1, rows)


def watched(table: pa.Table, **how: object) -> list[dict]:
    return watch_sensors({"readings": table}, {"quiet": 50, "limit": 5, **how}).to_pylist()


def test_a_jump_is_one_alarm_with_its_level():
    values = noise()
    values[300:320] += 30
    (alarm,) = watched(readings(values))
    assert (alarm["种类"], alarm["时间"], alarm["等级"]) == ("突变", START + timedelta(minutes=1500), "I")
    assert alarm["压下"] is None


def test_what_comes_later_changes_nothing_of_what_was_said():
    values = noise()
    values[250] += 12
    early = watched(readings(values[:300]))
    assert early
    assert early == [
        row for row in watched(readings(values)) if row["时间"] < START + timedelta(minutes=1500)
    ]


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


def test_a_days_ration_goes_to_the_gravest():
    tables = []
    for number in range(4):
        values = noise(number)
        values[100 + number * 10] += 10 + 10 * number
        tables.append(readings(values, sensor=f"表{number}"))
    found = watched(pa.concat_tables(tables), a_day=2)
    assert {row["传感器"] for row in found if row["压下"] is None} == {"表2", "表3"}
    assert {row["压下"] for row in found} == {None, "超出当日限额"}


def test_no_readings_no_alarms():
    assert watched(readings([])) == []
