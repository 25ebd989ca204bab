"""What rules were worth: outcomes joined to findings, counted with their base rates, every lead known of counted."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from shuzhi.core.sql import TableName
from shuzhi.evaluate import precision
from shuzhi.evaluate.outcomes import OutcomeSource, outcomes
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer
from tests.spec.stages.judging import share, wilson

LEADS = {"线索", "立案"}


def finding(number: int, rule: str, subject: str, score: float) -> Row:
    return {"finding": f"F{number}", "scenario": "监督", "rule": rule, "subject": subject, "score": score}


def outcome(rule: str, subject: str, conclusion: str, amount: str | None = None) -> Row:
    told = Decimal(amount) if amount else None
    return {"scenario": "监督", "rule": rule, "subject": subject, "conclusion": conclusion, "amount": told}


GIVEN = {
    "finding.finding": [
        finding(1, "a", "P1", 0.9),
        finding(2, "a", "P2", 0.8),
        finding(3, "a", "P3", 0.7),
        finding(4, "a", "P3", 0.2),
        finding(5, "b", "P1", 0.6),
        finding(6, "c", "P9", 0.5),
    ],
    "outcome.outcome": [
        outcome("a", "P1", "立案", "100.00"),
        outcome("a", "P2", "排除"),
        outcome("a", "P3", "线索", "50.50"),
        outcome("b", "P1", "排除"),
        outcome("b", "P7", "线索", "9.00"),
    ],
}
TYPES = {"outcome.outcome": {"amount": "DECIMAL(18,2)"}}


def judged(given: Given) -> dict[tuple[str, str], tuple[float, str, str | None, Decimal | None]]:
    """Per rule and subject: best score, first finding, conclusion, amount."""
    known = {(row["rule"], row["subject"]): row for row in given["outcome.outcome"]}
    best: dict[tuple[str, str], tuple[float, str, str | None, Decimal | None]] = {}
    for row in sorted(given["finding.finding"], key=lambda row: row["finding"]):
        key = (row["rule"], row["subject"])
        told = known.get(key, {})
        score, first = (
            max(row["score"], best[key][0]) if key in best else row["score"],
            best.get(key, (0, row["finding"]))[1],
        )
        best[key] = (score, first, told.get("conclusion"), told.get("amount"))
    return best


def per_rule(given: Given) -> list[Row]:
    found = judged(given)
    rules = sorted({rule for rule, _ in found} | {row["rule"] for row in given["outcome.outcome"]})
    rows = []
    for rule in rules:
        told = [conclusion for (its, _), (_, _, conclusion, _) in found.items() if its == rule]
        count = Counter(told)
        known = sum(row["rule"] == rule and row["conclusion"] in LEADS for row in given["outcome.outcome"])
        leads, seen = count["线索"] + count["立案"], len(told) - count[None]
        low, high = wilson(leads, seen) if seen else (None, None)
        rows.append(
            {
                "scenario": "监督",
                "rule": rule,
                "findings": len(told),
                "judged": seen,
                "leads": leads,
                "cases": count["立案"],
                "precision": share(leads, seen),
                "precision_low": low,
                "precision_high": high,
                "mostly_dismissed": high is not None and high < 0.5,
                "known_leads": known,
                "recall": share(leads, known),
            }
        )
    return rows


def whole_funnel(given: Given) -> list[Row]:
    found = judged(given).values()
    leads = [(conclusion, amount) for _, _, conclusion, amount in found if conclusion in LEADS]
    cases = sum(conclusion == "立案" for conclusion, _ in leads)
    return [
        {
            "scenario": "监督",
            "findings": len(found),
            "judged": sum(conclusion is not None for _, _, conclusion, _ in found),
            "leads": len(leads),
            "cases": cases,
            "amount": sum((amount for _, amount in leads if amount), Decimal(0)),
            "lead_rate": round(len(leads) / len(found), 4),
            "case_rate": round(cases / len(leads), 4),
        }
    ]


def best_first(given: Given) -> list[Row]:
    ranked = sorted(
        (
            (-score, first, conclusion in LEADS)
            for score, first, conclusion, _ in judged(given).values()
            if conclusion
        ),
    )
    known = sum(row["conclusion"] in LEADS for row in given["outcome.outcome"])
    leads = sum(is_lead for _, _, is_lead in ranked)
    return [
        {
            "scenario": "监督",
            "k": len(ranked),
            "leads": leads,
            "precision": round(leads / len(ranked), 4),
            "recall": round(leads / known, 4),
            "base_rate": round(leads / len(ranked), 4),
        }
    ]


CASES = {
    "per rule": Case(given=GIVEN, types=TYPES, sql=precision.rule_precision(), oracle=per_rule),
    "funnel": Case(given=GIVEN, types=TYPES, sql=precision.funnel(), oracle=whole_funnel),
    "best first": Case(given=GIVEN, types=TYPES, sql=precision.precision_at(), oracle=best_first),
}


@pytest.mark.parametrize("name", CASES)
def test_rules_are_judged(name: str, answer: Answer) -> None:
    assert answer(CASES[name]) == CASES[name].expected


def test_the_first_places_are_those_of_the_highest_scores(answer: Answer) -> None:
    findings = [finding(n, "a", f"P{n}", 1 - n / 100) for n in range(12)]
    told = [outcome("a", f"P{n}", "线索" if n < 9 else "排除", "1.00") for n in range(12)]
    given = {"finding.finding": findings, "outcome.outcome": told}
    answers: list[Row] = [
        {"scenario": "监督", "k": 10, "leads": 9, "precision": 0.9, "recall": 1.0, "base_rate": 0.75},
        {"scenario": "监督", "k": 12, "leads": 9, "precision": 0.75, "recall": 1.0, "base_rate": 0.75},
    ]
    case = Case(given=given, types=TYPES, sql=precision.precision_at(), oracle=lambda _: answers)
    assert answer(case) == case.expected


def test_a_rule_is_mostly_dismissed_only_when_chance_would_not_have_it_so(answer: Answer) -> None:
    """One lead of four may be bad luck; two of twelve are not."""
    findings = [finding(n, "a", f"P{n}", 0.5) for n in range(4)]
    findings += [finding(20 + n, "b", f"P{n}", 0.5) for n in range(12)]
    told = [outcome("a", f"P{n}", "排除" if n else "线索") for n in range(4)]
    told += [outcome("b", f"P{n}", "排除" if n > 1 else "线索") for n in range(12)]
    given = {"finding.finding": findings, "outcome.outcome": told}
    case = Case(given=given, types=TYPES, sql=precision.rule_precision(), oracle=per_rule)
    assert [row["mostly_dismissed"] for row in per_rule(given)] == [False, True]
    assert answer(case) == case.expected


SOURCE = OutcomeSource(
    scenario="监督",
    table=TableName("standard", "核查"),
    subject="号",
    rule="规则",
    conclusion="结论",
    amount="金额",
)
TOLD_TYPES = {
    "standard.核查": {"金额": "DECIMAL(18,2)"},
    "outcome.decision": {
        "scenario": "VARCHAR", "rule": "VARCHAR", "subject": "VARCHAR", "conclusion": "VARCHAR",
        "amount": "DECIMAL(18,2)", "decided": "DATE",
    },
}  # fmt: skip
GRAVE = ["排除", "线索", "立案"]


def person(number: str) -> str:
    return "P" + hashlib.sha256(f"k|person|{number}".encode()).hexdigest()[:16]


def concluded(given: Given) -> list[Row]:
    """What the source declares, then what was decided here in its place."""
    declared: dict[str, list[Row]] = {}
    for row in given.get("standard.核查", ()):
        if row["规则"] == "a":
            declared.setdefault(person(row["号"]), []).append(row)
    found = {
        subject: {
            "conclusion": max((row["结论"] for row in rows), key=GRAVE.index),
            "amount": max((row["金额"] for row in rows if row["金额"] is not None), default=None),
            "decided": None,
        }
        for subject, rows in declared.items()
    }
    here: dict[str, list[Row]] = {}
    for row in given.get("outcome.decision", ()):
        if (row["scenario"], row["rule"]) == ("监督", "a"):
            here.setdefault(row["subject"], []).append(row)
    for subject, rows in here.items():
        leads = [row for row in rows if row["conclusion"] != "排除"]
        amounts = [row["amount"] for row in leads or rows if row["amount"] is not None]
        found[subject] = {
            "conclusion": max((row["conclusion"] for row in rows), key=GRAVE.index),
            "amount": sum(amounts, Decimal(0)) if amounts else None,
            "decided": max(row["decided"] for row in rows),
        }
    return [{"scenario": "监督", "rule": "a", "subject": subject, **told} for subject, told in found.items()]


DECLARED = [
    {"规则": "a", "号": "甲", "结论": "线索", "金额": Decimal("5.00")},
    {"规则": "a", "号": "甲", "结论": "立案", "金额": Decimal("3.00")},
    {"规则": "a", "号": "乙", "结论": "排除", "金额": None},
    {"规则": "没有的规则", "号": "甲", "结论": "立案", "金额": None},
]


def decided(number: str, conclusion: str, amount: str | None, day: int, rule: str = "a") -> Row:
    told = Decimal(amount) if amount else None
    when = date(2026, 6, day)
    about = {"scenario": "监督", "rule": rule, "subject": person(number)}
    return {**about, "conclusion": conclusion, "amount": told, "decided": when}


DECIDED = [
    # What was declared a case is dismissed here; what was dismissed becomes two leads of one subject.
    decided("甲", "排除", "5.00", 3),
    decided("乙", "线索", "7.00", 4),
    decided("乙", "立案", "2.50", 9),
    decided("乙", "排除", "100.00", 5),
    decided("丙", "线索", None, 1),
    decided("丁", "线索", "1.00", 1, rule="没有的规则"),
]


@pytest.mark.parametrize(
    ("sources", "given"),
    [
        ([SOURCE], {"standard.核查": DECLARED}),
        ([SOURCE], {"standard.核查": DECLARED, "outcome.decision": DECIDED}),
        ([], {"outcome.decision": DECIDED}),
    ],
    ids=["declared", "both", "decided"],
)
def test_outcomes_take_the_gravest_conclusion_and_what_was_decided_here_wins(
    sources: Sequence[OutcomeSource], given: Given, answer: Answer
) -> None:
    types = {name: of for name, of in TOLD_TYPES.items() if name in given or name == "outcome.decision"}
    case = Case(
        given=given, types=types, sql=outcomes(sources, {("监督", "a"): "person"}, key="k"), oracle=concluded
    )
    assert answer(case) == case.expected
