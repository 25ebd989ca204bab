"""From what rules hit to findings: a stable id, a score that can be explained, a reason in words, evidence rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

FINDING = TableName("finding", "finding")
EVIDENCE = TableName("finding", "evidence")
SIGNAL = TableName("finding", "signal")

FINDING_COLUMNS = {
    "finding": "code",
    "scenario": "code",
    "rule": "code",
    "subject_kind": "code",
    "subject": "code",
    "score": "number",
    "reason": "text",
    "clause": "code",
    "region": "region_code",
    "amount": "amount",
    "as_of": "date",
}


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Evidence for or against: adds ``weight`` (log-odds) where ``when`` holds of a hit."""

    when: exp.Expr
    weight: float
    because: Text


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule whose hits stand in ``hits``: one row a finding, evidence columns hold lists of ``batch:row``.

    ``region`` and ``amount`` are the columns that say where it happened and how many yuan are at stake, if any do.
    """

    scenario: str
    name: str
    hits: TableName
    subject_kind: str
    subject: str
    identity: tuple[str, ...]
    reason: str
    clause: str
    base: float
    signals: tuple[Signal, ...]
    evidence: tuple[str, ...]
    region: str | None = None
    amount: str | None = None


def findings(rules: Sequence[Rule], *, as_of: date, key: str) -> exp.Query:
    """One row per hit of every rule, with the columns of FINDING_COLUMNS."""
    return sql.union_all([_finding(rule, as_of, key) for rule in rules])


def evidence(rules: Sequence[Rule], *, key: str) -> exp.Query:
    """One row per evidence row: finding, scenario, evidence (the rule's name for it), ``_batch``, ``_row``."""
    return sql.union_all([_evidence(rule, name, key) for rule in rules for name in rule.evidence])


def signals(rules: Sequence[Rule], *, key: str) -> exp.Query:
    """One row per signal that holds of a finding: finding, scenario, signal (its number), weight, because."""
    selects = [_signal(rule, number, key) for rule in rules for number in range(len(rule.signals))]
    return (
        sql.union_all(selects)
        if selects
        else _nothing(
            {
                "finding": "VARCHAR",
                "scenario": "VARCHAR",
                "signal": "INTEGER",
                "weight": "DOUBLE",
                "because": "VARCHAR",
            }
        )
    )


def reason(template: str) -> exp.Expr:
    """SQL for the sentence: the template with ``{column}`` replaced by the hit's values, a dash where unknown."""
    parts: list[exp.Expr] = []
    for position, piece in enumerate(re.split(r"\{([^{}]+)\}", template)):
        if position % 2:
            value = exp.cast(sql.column(piece), "varchar")
            parts.append(exp.func("coalesce", value, sql.literal("—")))
        elif piece:
            parts.append(sql.literal(piece))
    sentence = parts[0]
    for part in parts[1:]:
        sentence = exp.DPipe(this=sentence, expression=part)
    return sentence


def score(base: float, signals_: Sequence[Signal]) -> exp.Expr:
    """SQL for the chance that a hit is a lead: the logistic of the base and the weights that hold, to 4 digits."""
    total: exp.Expr = _double(base)
    for signal in signals_:
        held = exp.Case().when(exp.paren(signal.when.copy()), _double(signal.weight)).else_(_double(0.0))
        total = exp.Add(this=total, expression=held)
    odds = exp.func("exp", exp.Neg(this=exp.paren(total)))
    chance = exp.Div(this=_double(1.0), expression=exp.paren(exp.Add(this=_double(1.0), expression=odds)))
    return exp.func("round", chance, sql.literal(4))


def _finding(rule: Rule, as_of: date, key: str) -> exp.Select:
    subject = ids.subject_id(rule.subject_kind, sql.column(rule.subject), key)
    return exp.select(
        exp.alias_(_id(rule, key), "finding", quoted=True),
        exp.alias_(sql.literal(rule.scenario), "scenario", quoted=True),
        exp.alias_(sql.literal(rule.name), "rule", quoted=True),
        exp.alias_(sql.literal(rule.subject_kind), "subject_kind", quoted=True),
        exp.alias_(subject, "subject", quoted=True),
        exp.alias_(score(rule.base, rule.signals), "score", quoted=True),
        exp.alias_(reason(rule.reason), "reason", quoted=True),
        exp.alias_(sql.literal(rule.clause), "clause", quoted=True),
        exp.alias_(_told(rule.region, "varchar"), "region", quoted=True),
        exp.alias_(_told(rule.amount, "decimal(18, 2)"), "amount", quoted=True),
        exp.alias_(exp.cast(sql.literal(as_of.isoformat()), "date"), "as_of", quoted=True),
    ).from_(rule.hits.tree)


def _evidence(rule: Rule, name: str, key: str) -> exp.Select:
    unnested = exp.select(
        exp.alias_(_id(rule, key), "finding", quoted=True),
        exp.alias_(exp.func("unnest", sql.column(name), dialect=sql.DIALECT), "ref", quoted=True),
    ).from_(rule.hits.tree)
    ref = sql.column("ref")
    colon = exp.func("strpos", ref, sql.literal(":"), dialect=sql.DIALECT)
    batch = exp.func("substr", ref.copy(), sql.literal(1), exp.Sub(this=colon, expression=sql.literal(1)))
    row = exp.func("substr", ref.copy(), exp.Add(this=colon.copy(), expression=sql.literal(1)))
    return (
        exp.select(
            sql.column("finding"),
            exp.alias_(sql.literal(rule.scenario), "scenario", quoted=True),
            exp.alias_(sql.literal(name), "evidence", quoted=True),
            exp.alias_(batch, "_batch", quoted=True),
            exp.alias_(exp.cast(row, "bigint"), "_row", quoted=True),
        )
        .distinct()
        .from_(unnested.subquery(alias="hit"))
        .where(ref.copy().is_(exp.null()).not_())
    )


def _signal(rule: Rule, number: int, key: str) -> exp.Select:
    signal = rule.signals[number]
    return (
        exp.select(
            exp.alias_(_id(rule, key), "finding", quoted=True),
            exp.alias_(sql.literal(rule.scenario), "scenario", quoted=True),
            exp.alias_(sql.literal(number + 1), "signal", quoted=True),
            exp.alias_(_double(signal.weight), "weight", quoted=True),
            exp.alias_(sql.literal(signal.because.zh), "because", quoted=True),
        )
        .from_(rule.hits.tree)
        .where(exp.paren(signal.when.copy()))
    )


def _told(column: str | None, type_: str) -> exp.Expr:
    return sql.null(type_) if column is None else exp.cast(sql.column(column), type_)


def _id(rule: Rule, key: str) -> exp.Expr:
    identity = [sql.column(name) for name in (rule.subject, *rule.identity)]
    return ids.finding_id(rule.scenario, rule.name, identity, key)


def _double(value: float) -> exp.Expr:
    return exp.cast(
        exp.Literal.number(repr(value)) if value >= 0 else exp.Neg(this=exp.Literal.number(repr(-value))),
        "double",
    )


def _nothing(columns: dict[str, str]) -> exp.Query:
    return exp.select(
        *[exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in columns.items()]
    ).where(exp.false())
