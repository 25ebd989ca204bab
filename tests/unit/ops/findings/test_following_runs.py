"""A run's findings are copied; what people did is never touched; a copy killed half way is made again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlglot import exp

from shuzhi.act.findings import FINDING
from shuzhi.core import sql
from shuzhi.ops.findings import actions, intake
from shuzhi.ops.findings.actions.batches import Choice, Kind
from shuzhi.ops.findings.models import Copy, Finding, FindingText
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import City
from shuzhi.run import ledger
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

ALL = exp.select("*").from_(FINDING.tree)


@pytest.fixture
def run_again(lake: Path, city: City) -> Any:
    """Another process's run, that leaves the findings that a SQL condition holds for; undone after the test."""
    everything = Scope(name="test", reads=("*",), writes=("*",))
    with lake_of(city) as held:
        before = Pipeline(lake=held, scope=everything).fetch(ALL)

    def rewritten(rows: pa.Table, number: int) -> None:
        with lake_of(city) as held:
            pipeline = Pipeline(lake=held, scope=everything)
            pipeline.replace_arrow(FINDING, rows)
            at = f"2099010{number}T000000"
            row = {"run": at, "started": "2026-07-01T00:00:00+00:00", "finished": "2026-07-01T00:00:00+00:00"}
            ledger.record_run(pipeline, {**row, "as_of": "2026-06-30", "status": "done", "seconds": 1.0})

    def leaving(condition: str, number: int) -> None:
        with lake_of(city) as held:
            rows = Pipeline(lake=held, scope=everything).fetch(ALL.copy().where(sql.parse(condition)))
        rewritten(rows, number)

    yield leaving, lambda number: rewritten(before, number)
    rewritten(before, 9)
    with lake_of(city) as held:
        Pipeline(lake=held, scope=everything).delete(ledger.RUN, sql.parse("run >= '2099'"))


def test_what_the_lake_lost_is_marked_gone_and_keeps_what_people_did(
    copied: None, run_again: Any, by: Callable[[str], Access], api: Callable[[str], Any]
) -> None:
    leaving, whole = run_again
    decided = Finding.objects.filter(rule="paid_twice").order_by("id").first()
    assert decided is not None
    actions.decide(by=by("jiandu"), choice=Choice(kind=Kind.ACCEPT), findings=[decided.pk])
    leaving("rule = 'paid_after_death'", 1)
    assert intake.follow_lake()
    assert Finding.objects.filter(gone=None).count() == 9
    kept = Finding.objects.get(pk=decided.pk)
    assert (kept.state, kept.conclusion, kept.gone is None) == ("lead", "线索", False)
    assert decided.pk not in {row["finding"] for row in api("jiandu").get("findings").json()["rows"]}
    assert decided.pk in {row["finding"] for row in api("jiandu").get("findings", gone=True).json()["rows"]}
    assert api("jiandu").get(f"findings/{decided.pk}").json()["reason"]
    assert api("jiandu").get(f"findings/{decided.pk}/evidence").status_code == 409
    whole(2)
    assert intake.follow_lake()
    assert Finding.objects.get(pk=decided.pk).gone is None
    assert Finding.objects.get(pk=decided.pk).state == "lead"
    assert not intake.follow_lake()


def test_a_copy_killed_half_way_is_made_again(
    people: Any, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 4)
    terms = intake.terms
    calls = []

    def killed(*texts: str, **more: Any) -> str:
        calls.append(texts)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return terms(*texts, **more)

    monkeypatch.setattr(intake, "terms", killed)
    with pytest.raises(KeyboardInterrupt):
        intake.follow_lake()
    assert FindingText.objects.count() == 4
    assert intake.follow_lake()
    assert (Finding.objects.count(), FindingText.objects.count()) == (11, 31)
    assert not Copy.objects.filter(run="").exists()
    assert not intake.follow_lake()


def test_a_city_without_a_lake_has_no_findings_and_serves(
    people: Any, monkeypatch: pytest.MonkeyPatch, api: Callable[[str], Any]
) -> None:
    monkeypatch.setattr(intake, "lake", lambda: None)
    assert not intake.follow_lake()
    page = api("jiandu").get("findings").json()
    assert (page["rows"], page["total"]) == ([], 0)
    assert api("jiandu").get("findings/choices").json()["audiences"] == []
