"""What breaks its contract is held as it was, with all that waits for it; the rest of the city goes on."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from shuzhi.core import sql
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.inventory import inventory
from shuzhi.run.loop import Held, lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING, digest

TWICE = "990101194003150119,甲示例,2026-03-09\n"
"""A dead person once more, with another day: the rule has him twice, and its key is the person."""

NAMES = """/*
title: {zh: 亡故名册, en: The dead}
columns: {身份证号: id_card, 姓名: person_name}
key: [身份证号]
kept: true
rows: {min: 0, max: 1000}
*/
select 身份证号, 姓名 from standard.死亡登记
"""
COUNTED = """/*
title: {zh: 亡故人数, en: How many}
columns: {人数: integer}
kept: true
rows: {min: 1, max: 1}
*/
select count(*) as 人数 from old_age.亡故名册
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "市"
    write_city(folder)
    tables = folder / "scenarios" / "old_age" / "tables"
    (tables / "亡故名册.sql").write_text(NAMES, encoding="utf-8")
    (tables / "亡故人数.sql").write_text(COUNTED, encoding="utf-8")
    return folder


WHEN = ("meta.run", "meta.quality_trend", "meta.arrival", "meta.change", "meta.step")
"""What tells of runs past."""


def run(city: Path) -> Held | None:
    try:
        run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    except Held as held:
        return held
    return None


def rows(city: Path, query: str) -> list[dict]:
    with lake_of(load_city(city), read_only=True) as lake:
        return Pipeline(lake=lake, scope=EVERYTHING).fetch(sql.query(query)).to_pylist()


def deaths(city: Path) -> Path:
    return city / "data" / "公安局" / "死亡登记.csv"


def registered_twice(city: Path) -> str:
    before = deaths(city).read_text(encoding="utf-8")
    deaths(city).write_text(before + TWICE, encoding="utf-8")
    return before


def test_the_rest_of_the_city_goes_on(city: Path) -> None:
    assert run(city) is None
    found = rows(city, "select finding, reason from finding.finding order by finding")
    registered_twice(city)
    held = run(city)
    assert held is not None
    # Both that are broken are told, with what is wrong, and how much stays as it was.
    told = str(held)
    assert "paid_after_death" in told
    assert "亡故名册" in told
    assert "3 张表这次没有做成" in told
    assert held.done.rows["standard:死亡登记"] == 4
    # What waits for the broken is as it was; findings stand.
    assert rows(city, "select 人数 from old_age.亡故人数") == [{"人数": 3}]
    assert rows(city, "select finding, reason from finding.finding order by finding") == found
    assert [row["status"] for row in rows(city, "select status from meta.run order by run")] == [
        "done",
        "held",
    ]


def test_lineage_of_what_is_held_is_as_it_was(city: Path) -> None:
    run(city)

    def made_from() -> dict:
        with lake_of(load_city(city), read_only=True) as lake:
            held = inventory(lake, load_city(city))
            return {"up": held.up, "decided": held.decided_by, "tables": sorted(held.tables)}

    before = made_from()
    registered_twice(city)
    assert run(city) is not None
    assert made_from() == before


def test_once_mended_all_is_as_if_it_had_never_been(city: Path) -> None:
    run(city)
    before = registered_twice(city)
    assert run(city) is not None
    assert run(city) is not None
    deaths(city).write_text(before, encoding="utf-8")
    assert run(city) is None
    mended = digest(city, leave_out=WHEN)
    shutil.rmtree(load_city(city).lake)
    run(city)
    assert digest(city, leave_out=WHEN) == mended


def test_a_first_run_makes_what_it_can(city: Path) -> None:
    before = registered_twice(city)
    assert run(city) is not None
    assert rows(city, "select count(*) as n from old_age.发放")[0]["n"] > 0
    assert rows(city, "select count(*) as n from quality.problem")[0]["n"] >= 0
    with lake_of(load_city(city), read_only=True) as lake:
        told = inventory(lake, load_city(city)).tables
    assert "old_age.发放" in told
    assert not {"old_age.亡故名册", "old_age.亡故人数", "finding.finding"} & told.keys()
    deaths(city).write_text(before, encoding="utf-8")
    assert run(city) is None
    mended = digest(city, leave_out=WHEN)
    shutil.rmtree(load_city(city).lake)
    run(city)
    assert digest(city, leave_out=WHEN) == mended
