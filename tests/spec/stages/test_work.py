"""How people worked: counts, shares with their intervals, days by nearest rank, months, all as plain Python says."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from shuzhi.evaluate.work import REASONS, By, dismissals, funnel_by, work
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer
from tests.spec.stages.judging import nearest_rank, share, wilson

TYPES = {
    "outcome.decision": {
        "finding": "VARCHAR", "scenario": "VARCHAR", "rule": "VARCHAR", "department": "VARCHAR",
        "conclusion": "VARCHAR", "reason": "VARCHAR", "amount": "DECIMAL(18,2)", "recovered": "DECIMAL(18,2)",
        "first_seen": "DATE", "decided": "DATE", "closed": "DATE", "days": "BIGINT",
    },
    "outcome.order": {
        "order": "VARCHAR", "scenario": "VARCHAR", "rule": "VARCHAR", "department": "VARCHAR", "closed": "DATE",
        "working_days": "BIGINT", "overdue": "BOOLEAN", "reopened": "BIGINT", "satisfaction": "BIGINT",
        "repeat_of": "VARCHAR",
    },
    "finding.finding": {"finding": "VARCHAR", "scenario": "VARCHAR", "rule": "VARCHAR"},
}  # fmt: skip


def decision(finding: str, rule: str, department: str | None, conclusion: str, **more: object) -> Row:
    return {
        "finding": finding,
        "scenario": "监督",
        "rule": rule,
        "department": department,
        "conclusion": conclusion,
        "first_seen": date(2026, 5, 29),
        **more,
    }


def order(number: str, rule: str | None, department: str, **more: object) -> Row:
    about = {"order": number, "scenario": "监督", "rule": rule, "department": department}
    return {**about, "overdue": False, "reopened": 0, **more}


GIVEN: Given = {
    "outcome.decision": [
        decision("F1", "a", "民政局", "线索", days=3, amount=Decimal("500.00"), recovered=Decimal("120.50")),
        decision("F2", "a", "民政局", "立案", days=9, amount=Decimal("80.00"), closed=date(2026, 7, 1)),
        decision(
            "F3",
            "a",
            "公安局",
            "排除",
            days=1,
            amount=Decimal("7.00"),
            reason="已退回",
            closed=date(2026, 6, 1),
        ),
        decision("F4", "a", "公安局", "排除", days=40, reason="已退回", first_seen=date(2026, 6, 1)),
        decision("F5", "b", "公安局", "排除", days=None, reason="登记有误"),
        decision("F6", "b", None, "排除", days=2, reason=None),
        decision("F7", "b", "公安局", "线索", days=2, first_seen=None),
    ],
    "outcome.order": [
        order("W1", "a", "民政局", closed=date(2026, 7, 1), working_days=12, overdue=True, satisfaction=2),
        order("W2", "a", "民政局", closed=date(2026, 7, 2), working_days=4, reopened=2, satisfaction=5),
        order("W3", None, "公安局", repeat_of="W1"),
        order("W4", None, "公安局", repeat_of="更早的工单", overdue=True),
        order("W5", None, "财政局", closed=date(2026, 7, 2), working_days=6, satisfaction=4),
    ],
    "finding.finding": [
        {"finding": finding, "scenario": "监督", "rule": rule}
        for finding, rule in [("F1", "a"), ("F5", "b"), ("F8", "a"), ("F9", "c")]
    ],
}
NOTHING: Given = {}


def total(rows: Sequence[Row], column: str) -> Decimal | None:
    told = [row[column] for row in rows if row.get(column) is not None]
    return sum(told, Decimal(0)) if told else None


def worked(by: By) -> Callable[[Given], list[Row]]:
    def told(given: Given) -> list[Row]:
        orders = given.get("outcome.order", ())
        about = {row["order"]: row for row in orders}
        repeated = [about.get(row["repeat_of"], row)[by] for row in orders if row.get("repeat_of")]
        decisions = given.get("outcome.decision", ())
        names = {row[by] for row in (*decisions, *orders)} | set(repeated)
        return [one(name, decisions, orders, repeated.count(name)) for name in names - {None}]

    def one(name: str, decisions: Sequence[Row], orders: Sequence[Row], repeats: int) -> Row:
        decided = [row for row in decisions if row[by] == name]
        leads = [row for row in decided if row["conclusion"] != "排除"]
        mine = [row for row in orders if row[by] == name]
        finished = [row for row in mine if row.get("closed")]
        rated = [row["satisfaction"] for row in mine if row.get("satisfaction")]
        days = [row["days"] for row in decided if row.get("days") is not None]
        low, high = wilson(len(leads), len(decided)) if decided else (None, None)
        return {
            "scenario": "监督",
            by: name,
            "decided": len(decided),
            "dismissed": len(decided) - len(leads),
            "leads": len(leads),
            "cases": sum(row["conclusion"] == "立案" for row in leads),
            "lead_rate": share(len(leads), len(decided)),
            "lead_rate_low": low,
            "lead_rate_high": high,
            "days_median": nearest_rank(days, 5),
            "days_p90": nearest_rank(days, 9),
            "amount": total(leads, "amount"),
            "recovered": total(leads, "recovered"),
            "orders": len(mine),
            "finished": len(finished),
            "order_days_median": nearest_rank([row["working_days"] for row in finished], 5),
            "order_days_p90": nearest_rank([row["working_days"] for row in finished], 9),
            "overdue": sum(row["overdue"] for row in mine),
            "overdue_share": share(sum(row["overdue"] for row in mine), len(mine)),
            "rated": len(rated),
            "satisfaction": round(sum(rated) / len(rated), 2) if rated else None,
            "repeats": repeats,
            "reopened": sum(row["reopened"] > 0 for row in mine),
        }

    return told


def reasons(by: By) -> Callable[[Given], list[Row]]:
    def told(given: Given) -> list[Row]:
        rows = [row for row in given.get("outcome.decision", ()) if row["conclusion"] == "排除" and row[by]]
        answer = []
        for name in {row[by] for row in rows}:
            mine = [row.get("reason") for row in rows if row[by] == name]
            ranked = sorted(set(mine), key=lambda reason: (-mine.count(reason), reason or ""))
            answer += [
                {
                    "scenario": "监督",
                    by: name,
                    "place": place,
                    "reason": reason,
                    "dismissed": mine.count(reason),
                    "share": share(mine.count(reason), len(mine)),
                }
                for place, reason in enumerate(ranked[:REASONS], start=1)
            ]
        return answer

    return told


def months(by: By) -> Callable[[Given], list[Row]]:
    def told(given: Given) -> list[Row]:
        decisions = given.get("outcome.decision", ())
        decided = {row["finding"] for row in decisions}
        seen: dict[tuple[str | None, str | None], list[Row]] = {}
        for row in decisions:
            month = f"{row['first_seen']:%Y-%m}" if row["first_seen"] else None
            seen.setdefault((row[by], month), []).append(row)
        for row in given.get("finding.finding", ()):
            if row["finding"] not in decided:
                seen.setdefault((row.get(by), None), []).append({"conclusion": None})
        return [one(name, month, rows) for (name, month), rows in seen.items()]

    def one(name: str | None, month: str | None, rows: Sequence[Row]) -> Row:
        leads = [row for row in rows if row["conclusion"] in ("线索", "立案")]
        return {
            "scenario": "监督",
            by: name,
            "month": month,
            "findings": len(rows),
            "leads": len(leads),
            "cases": sum(row["conclusion"] == "立案" for row in leads),
            "closed": sum(row.get("closed") is not None for row in leads),
            "amount": total(leads, "amount"),
            "recovered": total(leads, "recovered"),
        }

    return told


@pytest.mark.parametrize("by", ["rule", "department"])
@pytest.mark.parametrize("given", [GIVEN, NOTHING], ids=["some", "nothing"])
def test_people_are_counted_as_they_worked(by: By, given: Given, answer: Answer) -> None:
    case = Case(given=given, types=TYPES, sql=work(by), oracle=worked(by))
    assert answer(case) == case.expected


@pytest.mark.parametrize("by", ["rule", "department"])
def test_reasons_of_dismissal_are_ranked(by: By, answer: Answer) -> None:
    many = [
        decision(f"G{place}", "a", "民政局", "排除", reason=f"理由{place % 12:02}") for place in range(30)
    ]
    given = {**GIVEN, "outcome.decision": [*GIVEN["outcome.decision"], *many]}
    case = Case(given=given, types=TYPES, sql=dismissals(by), oracle=reasons(by))
    assert answer(case) == case.expected


@pytest.mark.parametrize("by", ["rule", "department"])
def test_each_months_findings_are_followed(by: By, answer: Answer) -> None:
    case = Case(given=GIVEN, types=TYPES, sql=funnel_by(by), oracle=months(by))
    assert answer(case) == case.expected


def test_a_finding_without_a_decision_counts_against_nobody(answer: Answer) -> None:
    """The same answer with a hundred more findings that nobody has looked at."""
    more = [{"finding": f"U{place}", "scenario": "监督", "rule": "a"} for place in range(100)]
    given = {**GIVEN, "finding.finding": [*GIVEN["finding.finding"], *more]}
    case = Case(given=given, types=TYPES, sql=work("rule"), oracle=lambda _: worked("rule")(GIVEN))
    assert answer(case) == case.expected
