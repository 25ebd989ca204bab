"""A measure is judged by what a run saw of it before it began, whatever its file says later."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
import yaml

from shuzhi.core import sql
from shuzhi.core.errors import Problem
from shuzhi.packs.loader import load_city
from shuzhi.run.impact import by_table, reach
from shuzhi.run.inventory import At, inventory
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

READING = Scope(name="test", reads=("effect.*", "meta.measure"), writes=())
FIRST, START = date(2023, 1, 2), date(2025, 1, 6)
COUNTIES = [f"9901{number:02}" for number in range(21, 29)]
MEASURE = {
    "title": {"zh": "晨检", "en": "Checks"},
    "what": {"zh": "每天晨检", "en": "Checks every morning"},
    "owner": "疾控局",
    "indicator": "病例数",
    "dimension": "区划",
    "where": [COUNTIES[0]],
    "grain": "week",
    "empty_is_zero": True,
    "registered": date(2024, 12, 1),
    "start": START,
    "periods": 30,
    "expected": -10.0,
    "because": {"zh": "邻市", "en": "A neighbour"},
    "method": "双重差分",
}
INDICATOR = {
    "title": {"zh": "病例数", "en": "Cases"},
    "definition": {"zh": "病例之和", "en": "Cases"},
    "unit": {"zh": "例", "en": "cases"},
    "owner": "疾控局",
    "table": "standard.周报",
    "time": "周",
    "grain": "week",
    "value": {"sum": "病例"},
    "dimensions": {"区划": {"title": {"zh": "区划", "en": "region"}, "kind": "region", "levels": ["county"]}},
}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Eight counties, 135 weeks; in the first county a third of the cases is gone since the measure began."""
    city, scenario = tmp_path / "city", tmp_path / "scenarios" / "disease"
    regions = [{"code": "990100", "name": "某市", "level": "city"}]
    regions += [
        {"code": code, "name": f"县{code}", "level": "county", "parent": "990100"} for code in COUNTIES
    ]
    write(city / "city.yml", {
        "name": {"zh": "某市", "en": "A city"}, "regions": regions, "departments": [{"name": "疾控局"}],
        "scenario_path": ["../scenarios"], "scenarios": ["disease"],
    })  # fmt: skip
    write(scenario / "scenario.yml", {
        "title": {"zh": "疫情", "en": "Disease"}, "question": {"zh": "多不多", "en": "Many?"}, "owner": "疾控局",
        "decision": "核实", "harm": "误报", "inputs": [],
        "purpose": {"name": "监测", "basis": "《中华人民共和国传染病防治法》", "retention": "1y"},
    })  # fmt: skip
    write(scenario / "sources" / "周报.yml", {
        "title": {"zh": "周报", "en": "Weekly"}, "owner": "疾控局", "basis": "《中华人民共和国传染病防治法》",
        "cadence": "weekly", "licence": "内部", "files": ["周报.csv"],
        "columns": {"区划": "region_code", "周": "date", "病例": "integer"},
    })  # fmt: skip
    write(scenario / "indicators" / "病例数.yml", INDICATOR)
    write(scenario / "measures" / "晨检.yml", MEASURE)
    draw = np.random.default_rng(5)
    (city / "data").mkdir()
    with (city / "data" / "周报.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["区划", "周", "病例"])
        for week in (FIRST + timedelta(weeks=each) for each in range(135)):
            for code in COUNTIES:
                less = 10 if code == COUNTIES[0] and week >= START else 0
                rows.writerow([code, week.isoformat(), max(0, round(30 + draw.normal(0, 4)) - less)])
    return city


def write(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def run(city: Path, day: date) -> tuple[dict, list[Problem]]:
    """The measure's row after a run on that day, and what the run warned of."""
    done = run_city(load_city(city), as_of=day, tell=lambda _: None)
    with lake_of(load_city(city), read_only=True) as lake:
        found = (
            Pipeline(lake=lake, scope=READING).fetch(sql.query("select * from effect.measure")).to_pylist()
        )
    return (found[0] if found else {}), [one for one in done.problems if "登记" in one.what.zh]


def told_otherwise(city: Path, **other: object) -> None:
    write(city.parent / "scenarios" / "disease" / "measures" / "晨检.yml", {**MEASURE, **other})


def test_from_registered_to_judged(city: Path) -> None:
    before, _ = run(city, date(2024, 12, 15))
    assert (before["state"], before["witnessed"]) == ("planned", True)
    assert before["power"] > 0.9
    # Before it begins it may be said otherwise.
    told_otherwise(city, expected=-8.0)
    run(city, date(2024, 12, 20))
    # While it runs there is no conclusion, however good it looks.
    running, warned = run(city, date(2025, 4, 1))
    assert (running["state"], running["after"], warned) == ("running", 12, [])
    assert running["seen"] == date(2024, 12, 20)
    # Afterwards it may not: what was said before the start is what is judged, and the run says so.
    told_otherwise(city, expected=10.0, periods=6, method="间断时序")
    judged, (warning,) = run(city, date(2025, 8, 10))
    assert "改动" in warning.what.zh
    assert judged["changed"]
    assert (judged["state"], judged["after"]) == ("works", 30)
    assert judged["lower"] < -10 < judged["upper"] < 0
    # Nor does it go away with its file.
    (city.parent / "scenarios" / "disease" / "measures" / "晨检.yml").unlink()
    gone, (warning,) = run(city, date(2025, 8, 11))
    assert "撤掉" in warning.what.zh
    assert gone["withdrawn"]
    assert (gone["state"], gone["effect"]) == ("works", judged["effect"])


def test_what_no_run_saw_before_the_start_is_told_so(city: Path) -> None:
    row, _ = run(city, date(2025, 8, 10))
    assert (row["state"], row["witnessed"]) == ("works", False)
    assert run(city, date(2025, 8, 10))[0] == row


def test_taken_back_before_it_began_it_never_was(city: Path) -> None:
    run(city, date(2024, 12, 15))
    (city.parent / "scenarios" / "disease" / "measures" / "晨检.yml").unlink()
    assert run(city, date(2024, 12, 20)) == ({}, [])


def test_what_a_measure_rests_on_is_told(city: Path) -> None:
    run(city, date(2024, 12, 15))
    loaded = load_city(city)
    with lake_of(loaded, read_only=True) as lake:
        held = inventory(lake, loaded)
    for column in ("区划", "周", "病例"):
        reached = by_table(reach(held, [At("landed.周报", column)]))
        assert {"effect.measure", "effect.measure_period", "effect.measure_placebo"} <= reached.keys()
