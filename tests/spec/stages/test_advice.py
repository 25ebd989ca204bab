"""A rule's threshold: another value is proposed where people's decisions ask for one, and chance would not."""

import hashlib
import random
from collections.abc import Callable, Sequence

import pytest

from shuzhi.core.sql import TableName
from shuzhi.evaluate.advice import ADVICE_COLUMNS, Threshold, advice
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer
from tests.spec.stages.judging import share, wilson

KEY = "k"
TYPES = {
    "outcome.decision": {"finding": "VARCHAR", "conclusion": "VARCHAR"},
    "outcome.outcome": {
        "scenario": "VARCHAR", "rule": "VARCHAR", "subject": "VARCHAR", "conclusion": "VARCHAR", "decided": "DATE",
    },
    "监督.a": {"价格": "DOUBLE"},
}  # fmt: skip
ROUND = [10.0**power for power in range(9, -4, -1)]


def threshold(direction: str = "above", current: float = 100.0) -> Threshold:
    return Threshold(
        scenario="监督",
        rule="a",
        hits=TableName("监督", "a"),
        identity=("号",),
        parameter="价格线",
        column="价格",
        direction="below" if direction == "below" else "above",
        current=current,
    )


def finding_id(number: str) -> str:
    return "F" + hashlib.sha256(f"{KEY}|监督|a|{number}".encode()).hexdigest()[:16]


def subject_id(number: str) -> str:
    return "P" + hashlib.sha256(f"subject {number}".encode()).hexdigest()[:16]


def given(judged: Sequence[tuple[float, str | None]], *, elsewhere: bool = False) -> Given:
    """Hits with their value and conclusion (None: not judged), decided here or declared by a source."""
    numbers = [f"人{place}" for place in range(len(judged))]
    told = [
        (number, conclusion) for number, (_, conclusion) in zip(numbers, judged, strict=True) if conclusion
    ]
    common = {"scenario": "监督", "rule": "a"}
    return {
        "监督.a": [{"号": number, "价格": value} for number, (value, _) in zip(numbers, judged, strict=True)],
        "finding.finding": [common | {"finding": finding_id(n), "subject": subject_id(n)} for n in numbers],
        "outcome.decision": []
        if elsewhere
        else [{"finding": finding_id(n), "conclusion": c} for n, c in told],
        "outcome.outcome": [
            common | {"subject": subject_id(n), "conclusion": c, "decided": None} for n, c in told
        ]
        if elsewhere
        else [],
    }


def oracle(asked: Threshold) -> Callable[[Given], list[Row]]:
    """The same promise, told step by step."""
    sign = 1 if asked.direction == "above" else -1

    def strictest(rows: Sequence[tuple[float, bool, int]], *, expected: int) -> float:
        """``expected`` 1: so that the next lead, too, is kept; 0: of these leads alone."""
        leads = sum(is_lead for _, is_lead, _ in rows)
        fit = [
            cut
            for cut, is_lead, _ in rows
            if not is_lead
            and 20 * (sum(lead and x <= cut for x, lead, _ in rows) + expected) <= leads + expected
        ]
        return max(fit, default=float("-inf"))

    def fallen(rows: Sequence[tuple[float, bool, int]], cut: float) -> tuple[int, int]:
        leads = sum(is_lead for x, is_lead, _ in rows if x <= cut)
        return leads, sum(x <= cut for x, _, _ in rows) - leads

    def told(given: Given) -> list[Row]:
        conclusions = {row["finding"]: row["conclusion"] for row in given["outcome.decision"]}
        declared = {row["subject"]: row["conclusion"] for row in given["outcome.outcome"]}
        hits, rows = [], []
        for hit in given["监督.a"]:
            if hit["价格"] is None:
                continue
            subject = subject_id(hit["号"])
            conclusion = conclusions.get(finding_id(hit["号"]), declared.get(subject))
            hits.append((sign * hit["价格"], conclusion))
            if conclusion:
                rows.append((sign * hit["价格"], conclusion != "排除", int(subject[1] >= "8")))
        leads = sum(is_lead for _, is_lead, _ in rows)
        dismissed = len(rows) - leads
        row: Row = dict.fromkeys(ADVICE_COLUMNS) | {
            "scenario": "监督", "rule": "a", "parameter": "价格线", "column": "价格", "direction": asked.direction,
            "current": asked.current, "judged": len(rows), "leads": leads, "dismissed": dismissed,
            "precision": share(leads, len(rows)), "undecided": sum(conclusion is None for _, conclusion in hits),
            "advice": "too_few" if min(leads, dismissed) < 20 else "no_gain",
        }  # fmt: skip
        if row["advice"] == "too_few":
            return [row]
        cut = strictest(rows, expected=1)
        halves = [[row for row in rows if row[2] == half] for half in (0, 1)]
        held = [fallen(halves[half], strictest(halves[1 - half], expected=0)) for half in (0, 1)]
        held_lost, held_dropped = sum(leads for leads, _ in held), sum(other for _, other in held)
        spared = wilson(held_dropped, dismissed)[0]
        real = (
            spared > wilson(held_lost, leads)[1]
            and spared >= 0.2
            and wilson(leads - held_lost, leads)[1] >= 0.95
        )
        if cut > sign * asked.current and real:
            lost, dropped = fallen(rows, cut)
            after = min(x for x, _ in hits if x > cut)
            rounded = (-(-cut // step) * step for step in ROUND)
            kept, still = leads - lost, leads - lost + dismissed - dropped
            row |= {
                "advice": "change",
                "proposed": sign * next(value for value in rounded if cut <= value < after),
                "kept_leads": kept, "kept_low": wilson(kept, leads)[0], "kept_high": wilson(kept, leads)[1],
                "dropped_dismissals": dropped, "precision_after": share(kept, still),
                "precision_after_low": wilson(kept, still)[0], "precision_after_high": wilson(kept, still)[1],
                "held_out_lost": held_lost, "held_out_dropped": held_dropped,
                "dropped_undecided": sum(x <= cut and not conclusion for x, conclusion in hits),
            }  # fmt: skip
        return [row]

    return told


def drawn(
    seed: int, *, leads: tuple[float, float], dismissed: tuple[float, float]
) -> list[tuple[float, str | None]]:
    """Forty leads, eighty dismissals and ten unjudged, drawn evenly from the two ranges."""
    draw = random.Random(seed)
    told: list[tuple[float, str | None]] = [
        (float(draw.randint(*map(int, leads))), "线索") for _ in range(40)
    ]
    told += [(float(draw.randint(*map(int, dismissed))), "排除") for _ in range(80)]
    return told + [(float(draw.randint(100, 900)), None) for _ in range(10)]


MADE = {
    "leads stand above": (threshold(), drawn(1, leads=(300, 900), dismissed=(101, 500))),
    "leads stand below": (threshold("below", 1000.0), drawn(2, leads=(100, 700), dismissed=(500, 999))),
    "the column says nothing": (threshold(), drawn(3, leads=(101, 900), dismissed=(101, 900))),
    "already stricter": (threshold(current=600.0), drawn(1, leads=(300, 900), dismissed=(101, 500))),
    "too few leads": (threshold(), drawn(1, leads=(300, 900), dismissed=(101, 500))[21:]),
    "few values, many ties": (
        threshold(current=2.0),
        [(float(3 + place % 2), "排除") for place in range(60)]
        + [(float(4 + place % 5), "线索" if place % 7 else "立案") for place in range(60)]
        + [(3.0, None)],
    ),
    "nobody judged": (threshold(), [(float(value), None) for value in range(101, 130)]),
}


@pytest.mark.parametrize("name", MADE)
def test_advice_is_what_plain_python_says(name: str, answer: Answer) -> None:
    asked, judged = MADE[name]
    case = Case(given=given(judged), types=TYPES, sql=advice([asked], key=KEY), oracle=oracle(asked))
    assert answer(case) == case.expected


def test_what_a_source_declares_counts_as_judged(answer: Answer) -> None:
    asked, judged = MADE["leads stand above"]
    rows = given(judged, elsewhere=True)
    case = Case(given=rows, types=TYPES, sql=advice([asked], key=KEY), oracle=oracle(asked))
    assert answer(case) == case.expected


PROPOSED = {
    # Two of forty leads may fall away: the value lies where leads begin, or a little beyond.
    "leads stand above": ("change", 300, 350),
    "leads stand below": ("change", 650, 700),
    "few values, many ties": ("change", 3, 3),
    "the column says nothing": ("no_gain", None, None),
    "already stricter": ("no_gain", None, None),
    "too few leads": ("too_few", None, None),
    "nobody judged": ("too_few", None, None),
}


@pytest.mark.parametrize("name", MADE)
def test_a_change_is_proposed_where_people_would(name: str) -> None:
    """Of plain Python, with which every engine agrees."""
    asked, judged = MADE[name]
    says, least, most = PROPOSED[name]
    (row,) = oracle(asked)(given(judged))
    assert row["advice"] == says
    assert row["proposed"] is None if least is None else least <= row["proposed"] <= most
