"""What people concluded comes back: the ops side's files are collected like any department's, and judged."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core.sql import TableName, query
from shuzhi.packs.contents import contents
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.execute import Told
from shuzhi.run.ledger import batches
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING, digest

Row = dict[str, Any]


def run(city: Path) -> list[Told]:
    """What the run told; of each step that finished, the last word."""
    told: list[Told] = []
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=told.append)
    return [event for event in told if event.share == 1.0]


def rows(city: Path, asked: str) -> list[Row]:
    with lake_of(load_city(city), read_only=True) as lake:
        found: list[Row] = Pipeline(lake=lake, scope=EVERYTHING).fetch(query(asked)).to_pylist()
    return found


def publish(
    city: Path, *, decisions: Sequence[Row | str] = (), orders: Sequence[Row | str] = ()
) -> list[Told]:
    """Both files, whole, as the ops side writes them (a text is written as it is); then a run."""
    (city / "outcomes").mkdir(exist_ok=True)
    for name, told in (("decisions", decisions), ("orders", orders)):
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in told]
        text = "".join(f"{line}\n" for line in lines)
        (city / "outcomes" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return run(city)


def decision(finding: Row, conclusion: str, **more: object) -> Row:
    about = {name: finding[name] for name in ("finding", "scenario", "rule", "subject", "score")}
    told = {
        "conclusion": conclusion, "reason": None, "amount": 400.0, "recovered": None, "first_seen": "2026-06-01",
        "decided": "2026-06-12", "closed": None, "department": "民政局", "days": 9, "order": None,
    }  # fmt: skip
    return {**about, **told, **more}


def order(number: str, **more: object) -> Row:
    told = {
        "order": number, "scenario": "old_age", "flow": "核查", "origin": "finding", "rule": "paid_after_death",
        "category": None, "region": "990101", "department": "民政局", "opened": "2026-06-01", "due": "2026-06-20",
        "closed": "2026-06-15", "working_days": 10, "overdue": False, "extensions": 0, "suspended_days": 0,
        "returned": 0, "reopened": 0, "satisfaction": None, "repeat_of": None, "step": "办结",
    }  # fmt: skip
    return {**told, **more}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One city for all: each test publishes what people concluded, whole, and runs."""
    folder = tmp_path_factory.mktemp("outcomes") / "市"
    write_city(folder)
    run(folder)
    return folder


@pytest.fixture(scope="module")
def findings(city: Path) -> list[Row]:
    return rows(city, "select * from finding.finding order by finding")


def precision(city: Path) -> Row:
    (row,) = rows(city, "select * from effect.rule_precision")
    return row


def test_before_anybody_published_nothing_is_decided_yet(tmp_path: Path) -> None:
    write_city(tmp_path / "市")
    run(tmp_path / "市")
    assert rows(tmp_path / "市", "select * from outcome.decision") == []
    assert rows(tmp_path / "市", 'select * from outcome."order"') == []
    assert rows(tmp_path / "市", "select * from effect.work_by_department") == []
    told = precision(tmp_path / "市")
    assert (told["judged"], told["leads"]) == (2, 1), "what the scenario's own source declares"


def test_empty_files_are_no_fault(city: Path) -> None:
    assert [problem for event in publish(city) for problem in event.problems] == []


def test_what_was_decided_wins_over_what_a_source_declares(city: Path, findings: list[Row]) -> None:
    publish(city)
    declared = rows(city, "select * from outcome.outcome")
    assert sorted(row["conclusion"] for row in declared) == ["排除", "线索"]
    publish(city, decisions=[decision(finding, "立案") for finding in findings])
    told = precision(city)
    assert (told["leads"], told["cases"], told["precision"]) == (2, 2, 1.0)
    outcomes = rows(city, "select * from outcome.outcome")
    assert {(row["conclusion"], row["decided"]) for row in outcomes} == {("立案", date(2026, 6, 12))}


def test_rows_are_typed_as_they_were_meant(city: Path, findings: list[Row]) -> None:
    told = decision(findings[0], "线索", recovered=120.5, closed="2026-07-01")
    asked = order("W1", satisfaction=4, overdue=True)
    publish(city, decisions=[told], orders=[asked])
    (decided,) = rows(city, "select * from outcome.decision")
    days = {"first_seen": date(2026, 6, 1), "decided": date(2026, 6, 12), "closed": date(2026, 7, 1)}
    assert decided == {**told, **days, "amount": Decimal(400), "recovered": Decimal("120.50")}
    (held,) = rows(city, 'select * from outcome."order"')
    days = {"opened": date(2026, 6, 1), "due": date(2026, 6, 20), "closed": date(2026, 6, 15)}
    assert held == {**asked, **days}


def test_bad_lines_are_set_aside_and_counted(city: Path, findings: list[Row]) -> None:
    good = [decision(finding, "排除", reason="已退回") for finding in findings]
    bad = ['{"finding": "F0', '["not an object"]']
    told = [good[0], *bad, {**good[1], "conclusion": "再议"}, good[1]]
    events = publish(city, decisions=told)
    assert any("2 行无法读成记录" in problem.what.zh for event in events for problem in event.problems)
    with lake_of(load_city(city), read_only=True) as lake:
        held = {batch.source: batch for batch in batches(Pipeline(lake=lake, scope=EVERYTHING))}
    batch = held["decisions"]
    assert (batch.file, batch.records, batch.landed, batch.quarantined) == (
        "outcomes/decisions.jsonl",
        5,
        3,
        2,
    )
    assert len(rows(city, "select * from quality.quarantine where source = 'decisions'")) == 2
    (wrong,) = rows(city, "select * from quality.problem where \"table\" = 'outcome.decision'")
    assert (wrong["_row"], wrong["column"], wrong["reason"]) == (4, "conclusion", "no_conclusion")
    assert len(rows(city, "select * from outcome.decision")) == 2


def test_running_again_does_nothing_and_new_decisions_are_only_judged(
    city: Path, findings: list[Row]
) -> None:
    publish(city, decisions=[decision(findings[1], "线索")], orders=[order("W1")])
    before = digest(city)
    assert all(event.skipped for event in run(city))
    assert digest(city) == before
    events = publish(city, decisions=[decision(findings[0], "线索")], orders=[order("W1")])
    assert {event.title.en for event in events if not event.skipped} == {
        "collect 数治/decisions.jsonl", "judge values: Amount (yuan)", "judge values: Date", "judge values: Number",
        "judge values: Whole number", "standardise decisions", "decisions", "count decisions", "invalid values",
        "quality scores", "outcomes", "evaluation", "work",
    }  # fmt: skip


def test_a_changed_file_replaces_what_it_said(city: Path, findings: list[Row]) -> None:
    first = [decision(findings[0], "线索"), decision(findings[1], "排除")]
    publish(city, decisions=first)
    as_first = digest(city)
    publish(city, decisions=[decision(findings[0], "立案")])
    (decided,) = rows(city, "select finding, conclusion from outcome.decision")
    assert decided == {"finding": findings[0]["finding"], "conclusion": "立案"}
    publish(city, decisions=first)
    assert digest(city) == as_first


def test_people_are_judged_by_what_they_did(city: Path, findings: list[Row]) -> None:
    district = {"department": "东湖区民政局"}
    asked = {"origin": "request", "rule": None, **district}
    publish(
        city,
        decisions=[
            decision(findings[0], "线索", recovered=150),
            decision(findings[1], "排除", reason="已退回", days=3, **district),
        ],
        orders=[
            order("W1", reopened=1),
            order("W2", **asked, satisfaction=2),
            order("W3", **asked, repeat_of="W1"),
        ],
    )
    work = {row["department"]: row for row in rows(city, "select * from effect.work_by_department")}
    told = work["民政局"]
    assert (told["leads"], told["recovered"], told["days_median"], told["repeats"]) == (1, 150, 9, 1)
    told = work["东湖区民政局"]
    assert (told["dismissed"], told["orders"], told["rated"], told["satisfaction"]) == (1, 2, 1, 2.0)
    (reason,) = rows(city, "select * from effect.dismissal_by_department")
    assert (reason["department"], reason["reason"], reason["share"]) == ("东湖区民政局", "已退回", 1.0)
    (month,) = rows(city, "select * from effect.funnel_by_rule")
    assert (month["month"], month["findings"], month["leads"], month["recovered"]) == ("2026-06", 2, 1, 150)


def test_who_may_read_departments_tables_does_not_read_decisions_by_it(city: Path) -> None:
    held = contents(load_city(city))
    assert TableName("outcome", "decision") in held
    assert TableName("standard", "decisions") not in held
