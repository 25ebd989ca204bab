"""From what rules hit to findings: a stable id, a score that can be explained, a reason in words, evidence rows."""

import re
from collections.abc import Mapping, Sequence
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
    "point": "coordinates",
    "amount": "amount",
    "as_of": "date",
}
EVIDENCE_TYPES = {
    "finding": "VARCHAR", "scenario": "VARCHAR", "evidence": "VARCHAR", "_batch": "VARCHAR", "_row": "BIGINT",
}  # fmt: skip
SIGNAL_TYPES = {
    "finding": "VARCHAR", "scenario": "VARCHAR", "signal": "INTEGER", "weight": "DOUBLE", "because": "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Evidence for or against: adds ``weight`` (log-odds) where ``when`` holds of a hit."""

    when: exp.Expr
    weight: float
    because: Text


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule whose hits stand in ``hits``: one row a finding, evidence columns hold lists of ``batch:row``.

    ``region``, ``point`` and ``amount`` are the columns that say where it happened, where exactly its subject stands
    (longitude,latitude; of places alone), and how many yuan are at stake, if any do.
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
    point: str | None = None
    amount: str | None = None


def findings(rules: Sequence[Rule], *, as_of: date, key: str) -> exp.Query:
    """One row per hit of every rule, with the columns of FINDING_COLUMNS."""
    return sql.union_all([_finding(rule, as_of, key) for rule in rules])


def evidence(rules: Sequence[Rule], *, key: str) -> exp.Query:
    """One row per evidence row: finding, scenario, evidence (the rule's name for it), ``_batch``, ``_row``."""
    selects = [_evidence(rule, key) for rule in rules if rule.evidence]
    return sql.union_all(selects) if selects else _nothing(EVIDENCE_TYPES)


def signals(rules: Sequence[Rule], *, key: str) -> exp.Query:
    """One row per signal that holds of a finding: finding, scenario, signal (its number), weight, because."""
    selects = [_signals(rule, key) for rule in rules if rule.signals]
    return sql.union_all(selects) if selects else _nothing(SIGNAL_TYPES)


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
        exp.alias_(_told(rule.point, "varchar"), "point", quoted=True),
        exp.alias_(_told(rule.amount, "decimal(18, 2)"), "amount", quoted=True),
        exp.alias_(exp.cast(sql.literal(as_of.isoformat()), "date"), "as_of", quoted=True),
    ).from_(_hits(rule))


def _evidence(rule: Rule, key: str) -> exp.Select:
    """The rule's hits are read once: each meets the numbers of the rule's kinds of evidence."""
    kinds = _numbered({"evidence": [sql.literal(name) for name in rule.evidence]})
    refs = _by_number([sql.column(name, "hit") for name in rule.evidence])
    unnested = exp.select(
        exp.alias_(_id(rule, key), "finding", quoted=True),
        sql.column("evidence", "kind"),
        exp.alias_(exp.func("unnest", refs, dialect=sql.DIALECT), "ref", quoted=True),
    )
    unnested = unnested.from_(_hits(rule)).join(kinds, join_type="cross")
    ref = sql.column("ref")
    colon = exp.func("strpos", ref, sql.literal(":"), dialect=sql.DIALECT)
    batch = exp.func("substr", ref.copy(), sql.literal(1), exp.Sub(this=colon, expression=sql.literal(1)))
    row = exp.func("substr", ref.copy(), exp.Add(this=colon.copy(), expression=sql.literal(1)))
    return (
        exp.select(
            sql.column("finding"),
            exp.alias_(sql.literal(rule.scenario), "scenario", quoted=True),
            sql.column("evidence"),
            exp.alias_(batch, "_batch", quoted=True),
            exp.alias_(exp.cast(row, "bigint"), "_row", quoted=True),
        )
        .distinct()
        .from_(unnested.subquery(alias="hit"))
        .where(ref.copy().is_(exp.null()).not_())
    )


def _signals(rule: Rule, key: str) -> exp.Select:
    kinds = _numbered(
        {
            "weight": [_double(signal.weight) for signal in rule.signals],
            "because": [sql.literal(signal.because.zh) for signal in rule.signals],
        }
    )
    holds = _by_number([_of_hit(signal.when) for signal in rule.signals])
    return (
        exp.select(
            exp.alias_(_id(rule, key), "finding", quoted=True),
            exp.alias_(sql.literal(rule.scenario), "scenario", quoted=True),
            exp.alias_(sql.column("number", "kind"), "signal", quoted=True),
            sql.column("weight", "kind"),
            sql.column("because", "kind"),
        )
        .from_(_hits(rule))
        .join(kinds, join_type="cross")
        .where(holds)
    )


def _told(column: str | None, type_: str) -> exp.Expr:
    return sql.null(type_) if column is None else exp.cast(sql.column(column), type_)


def _hits(rule: Rule) -> exp.Expr:
    return exp.alias_(rule.hits.tree, "hit", table=True)


def _of_hit(condition: exp.Expr) -> exp.Expr:
    """The condition with its columns said to be the hit's: a rule may call one of them a number or a weight."""
    tree = condition.copy()
    for column in list(tree.find_all(exp.Column)):
        column.set("table", exp.to_identifier("hit", quoted=True))
    return exp.paren(tree)


def _numbered(columns: Mapping[str, Sequence[exp.Expr]]) -> exp.Subquery:
    """A table ``kind``: the columns, and the ``number`` of each row from 1."""
    rows = [
        exp.select(
            exp.alias_(sql.literal(number), "number", quoted=True),
            *[exp.alias_(value, name, quoted=True) for name, value in zip(columns, values, strict=True)],
        )
        for number, values in enumerate(zip(*columns.values(), strict=True), start=1)
    ]
    return sql.union_all(rows).subquery(alias="kind")


def _by_number(values: Sequence[exp.Expr]) -> exp.Case:
    case = exp.Case()
    for number, value in enumerate(values, start=1):
        case = case.when(sql.column("number", "kind").eq(sql.literal(number)), value, copy=False)
    return case


def _id(rule: Rule, key: str) -> exp.Expr:
    identity = [sql.column(name, "hit") for name in (rule.subject, *rule.identity)]
    return ids.finding_id(rule.scenario, rule.name, identity, key)


def _double(value: float) -> exp.Expr:
    return exp.cast(
        exp.Literal.number(repr(value)) if value >= 0 else exp.Neg(this=exp.Literal.number(repr(-value))),
        "double",
    )


def _nothing(columns: Mapping[str, str]) -> exp.Query:
    return exp.select(
        *[exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in columns.items()]
    ).where(exp.false())
