"""After a run the lake knows where each column comes from and how sensitive it therefore is."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core import sql
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.inventory import inventory
from shuzhi.run.loop import lake_of, run_city
from shuzhi.run.openlineage import events
from shuzhi.secure.gateway import AUDIT, Pipeline
from tests.lakes import EVERYTHING

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue") / "市"
    write_city(folder)
    run_city(load_city(folder), as_of=date(2026, 6, 30), tell=lambda _: None)
    return folder


def rows(city: Path, query: str) -> Rows:
    with lake_of(load_city(city), read_only=True) as lake:
        found: Rows = Pipeline(lake=lake, scope=EVERYTHING).fetch(sql.query(query)).to_pylist()
        return found


def test_a_rules_column_is_walked_back_to_the_departments_header(city: Path) -> None:
    walked = rows(city, 'select "table", "column", from_table, from_column from meta.lineage')
    origin: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in walked:
        origin.setdefault((row["table"], row["column"]), set()).add((row["from_table"], row["from_column"]))
    reached, frontier = set(), {("old_age.paid_after_death", "身份证号")}
    while frontier:
        reached |= frontier
        frontier = {found for each in frontier for found in origin.get(each, ())} - reached
    assert {table for table, _ in reached if table.startswith("landed.")} == {"landed.高龄津贴发放"}


def test_what_derives_from_an_identity_number_is_graded_like_one(city: Path) -> None:
    graded = rows(city, 'select "table", "column", grade from meta.column')
    grades = {(row["table"], row["column"]): row["grade"] for row in graded}
    (own,) = {
        grade
        for (table, column), grade in grades.items()
        if table == "standard.死亡登记" and column == "身份证号"
    }
    assert own == "一般4级"
    assert grades["old_age.paid_after_death", "身份证号"] == own
    assert grades["finding.finding", "subject"] == own


def test_it_is_written_again_only_when_something_changed(city: Path) -> None:
    def written() -> int:
        lines = (load_city(city).lake / AUDIT).read_text(encoding="utf-8").splitlines()
        about = [json.loads(line)["about"] for line in lines]
        return sum(each.get("table") == "meta.column" for each in about)

    before = written()
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    assert written() == before
    source = next(city.glob("scenarios/*/sources/死亡登记.yml"))
    source.write_text(source.read_text(encoding="utf-8").replace("person_name", "text"), encoding="utf-8")
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    assert written() == before + 1


def test_the_run_is_told_as_openlineage_tells_runs_and_nothing_hidden_is_in_it(city: Path) -> None:
    loaded = load_city(city)
    with lake_of(loaded, read_only=True) as lake:
        held = inventory(lake, loaded)
    shown = [entry for name, entry in held.tables.items() if name != "standard.死亡登记"]
    told = [json.loads(line) for line in events(loaded, held, shown).splitlines()]
    assert {event["job"]["name"] for event in told} == {str(entry.name) for entry in shown}
    assert "死亡登记" not in json.dumps(told, ensure_ascii=False)
    (made,) = (event for event in told if event["job"]["name"] == "standard.高龄津贴发放")
    assert [each["name"] for each in made["inputs"]] == ["landed.高龄津贴发放"]
    facets = made["outputs"][0]["facets"]
    (origin,) = facets["columnLineage"]["fields"]["身份证号"]["inputFields"]
    assert origin["name"] == "landed.高龄津贴发放"
    assert (made["eventType"], made["eventTime"]) == ("COMPLETE", held.finished)
    assert events(loaded, held, shown) == events(loaded, held, shown)
