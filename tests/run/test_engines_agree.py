"""The same city on DuckLake and on a Spark Connect server: every table alike, and so every finding."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from shuzhi.packs.generate import generate
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import run_city
from tests.lakes import digest
from tests.spec.conftest import spark_remote

ROOT = Path(__file__).resolve().parents[2]
OUTCOMES = {
    "decisions": """\
{"finding": "F1", "scenario": "subsidy", "rule": "paid_after_death", "subject": "P1", "conclusion": "线索", \
"amount": 12.5, "first_seen": "2026-05-01", "decided": "2026-05-08", "closed": null, "department": "民政局", "days": 4}
{"finding": "F2", "scenario": "subsidy", "rule": "paid_after_death", "subject": "P2", "conclusion": "排除", \
"reason": "已退回", "amount": null, "first_seen": "2026-05-01", "decided": "2026-05-09", "days": 5}
not a line of JSON
""",
    "orders": """\
{"order": "W1", "scenario": "subsidy", "origin": "request", "department": "民政局", "opened": "2026-05-01", \
"closed": "2026-05-20", "working_days": 12, "overdue": true, "reopened": 1, "satisfaction": 2}
""",
}

__all__ = ["spark_remote"]


SIZES: dict[str, dict[str, dict[str, int | float]]] = {
    "matching": {"subsidy": {"people": 8_000, "payments": 60_000, "seed": 11, "density": 2.0}},
    # Their models are Python on both, and are given the rows in whatever order an engine has them.
    "foreseeing": {
        "sanitation": {"complaints": 2_000, "seed": 7},
        "smart_fire": {"buildings": 6, "seed": 7},
        "economy": {"seed": 7},
    },
}
"""Scenarios that run together, with how much is generated for each."""


@pytest.fixture(scope="module", params=list(SIZES))
def cities(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, spark_remote: str
) -> tuple[Path, Path]:
    """A small prefecture, twice: the same data and key, two engines."""
    folder = tmp_path_factory.mktemp("cities")
    told = yaml.safe_load((ROOT / "cities/yunlan/city.yml").read_text(encoding="utf-8"))
    told.pop("map")
    sizes = SIZES[request.param]
    told |= {
        "scenario_path": [str(ROOT / "scenarios")],
        "scenarios": list(sizes),
        "generate": sizes,
        "grants": [],
        "data": str(folder / "data"),
    }
    here, there = folder / "here", folder / "there"
    for city, engine in ((here, {"kind": "duckdb"}), (there, {"kind": "spark", "address": spark_remote})):
        city.mkdir()
        (city / "city.yml").write_text(
            yaml.safe_dump(told | {"engine": engine}, allow_unicode=True), encoding="utf-8"
        )
        (city / "secret.key").write_text("同一把钥匙")
        (city / "outcomes").mkdir()
        for name, lines in OUTCOMES.items():
            (city / "outcomes" / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    generate(load_city(here))
    return here, there


def test_every_table_is_the_same_on_both(cities: tuple[Path, Path]) -> None:
    found = []
    for city in cities:
        run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
        # profile.*: means and spreads of DOUBLEs, which no two engines add up in the same order.
        tables = digest(city, digits=9)
        found.append({name: rows for name, rows in tables.items() if not name.startswith("profile.")})
    assert int(found[0]["finding.finding"].split()[0]) > 5
    assert int(found[0]["outcome.decision"].split()[0]) == 2
    assert found[0] == found[1]
