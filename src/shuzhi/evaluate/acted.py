"""What people did, as the ops side publishes it: rows that can be counted, and those that cannot, told why."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName

DECISION = TableName("outcome", "decision")
ORDER = TableName("outcome", "order")
ANSWER = TableName("outcome", "answer")

DECISION_COLUMNS: Mapping[str, str] = {
    "finding": "code", "scenario": "code", "rule": "code", "subject": "code", "score": "number",
    "conclusion": "code", "reason": "text", "amount": "amount", "recovered": "amount", "first_seen": "date",
    "decided": "date", "closed": "date", "department": "code", "days": "integer", "order": "code",
}  # fmt: skip
ORDER_COLUMNS: Mapping[str, str] = {
    "order": "code", "scenario": "code", "flow": "code", "origin": "code", "rule": "code", "category": "code",
    "region": "region_code", "department": "code", "opened": "date", "due": "date", "closed": "date",
    "working_days": "integer", "overdue": "yes_no", "extensions": "integer", "suspended_days": "integer",
    "returned": "integer", "reopened": "integer", "satisfaction": "integer", "repeat_of": "code", "step": "code",
}  # fmt: skip
ANSWER_COLUMNS: Mapping[str, str] = {
    "pair": "code", "kind": "code", "l": "code", "r": "code", "answer": "code", "answered": "date",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Published:
    """One kind of row the ops side publishes: its columns, its key, and what it needs to count."""

    columns: Mapping[str, str]
    key: str
    last: str
    """Of several rows of one key the one with the latest of these counts."""
    needs: Mapping[tuple[str, str], str]
    """Column and reason -> condition under which the row cannot be counted."""


DECISIONS = Published(
    columns=DECISION_COLUMNS,
    key="finding",
    last="decided",
    needs={
        ("finding", "no_finding"): "finding is null",
        ("rule", "no_rule"): "scenario is null or rule is null",
        ("subject", "no_subject"): "subject is null",
        ("conclusion", "no_conclusion"): "coalesce(conclusion, '') not in ('排除', '线索', '立案')",
        ("decided", "no_day"): "decided is null",
    },
)
ORDERS = Published(
    columns=ORDER_COLUMNS,
    key="order",
    last="opened",
    needs={
        ("order", "no_order"): '"order" is null',
        ("origin", "no_origin"): "coalesce(origin, '') not in ('finding', 'request')",
        ("satisfaction", "not_1_to_5"): "satisfaction < 1 or satisfaction > 5",
    },
)
ANSWERS = Published(
    columns=ANSWER_COLUMNS,
    key="pair",
    last="answered",
    needs={
        ("pair", "no_pair"): "pair is null or l is null or r is null or l >= r",
        ("kind", "no_kind"): "coalesce(kind, '') not in ('person', 'company')",
        ("answer", "no_answer"): "coalesce(answer, '') not in ('same', 'different')",
    },
)


def counted(kind: Published, standard: TableName) -> exp.Query:
    """The rows that can be counted, one per key."""
    columns = [sql.column(name) for name in kind.columns]
    fit = "reason_ is null and place_ = 1"
    return exp.select(*columns).from_(_ranked(kind, standard).subquery("ranked")).where(fit)


def uncounted(kind: Published, standard: TableName, table: TableName) -> exp.Query:
    """A row as in quality.problem for each row of ``standard`` that does not count in ``table``."""
    outputs = {
        "table": sql.literal(str(table)),
        "_batch": sql.column("_batch"),
        "_row": sql.column("_row"),
        "column": sql.fill("coalesce(column_, x)", x=sql.literal(kind.key)),
        "element": sql.null("VARCHAR"),
        "reason": sql.parse("coalesce(reason_, 'said_twice')"),
        "value": exp.cast(sql.column(kind.key), "varchar"),
    }
    named = [exp.alias_(output, name, quoted=True) for name, output in outputs.items()]
    unfit = "reason_ is not null or place_ > 1"
    return exp.select(*named).from_(_ranked(kind, standard).subquery("ranked")).where(unfit)


def _ranked(kind: Published, standard: TableName) -> exp.Select:
    """Every row with the column and reason for which it cannot be counted (NULL if it can), and its place among
    those of its key that can."""
    column, reason = exp.Case(), exp.Case()
    for (name, why), when in kind.needs.items():
        column = column.when(sql.parse(when), sql.literal(name))
        reason = reason.when(sql.parse(when), sql.literal(why))
    judged = exp.select("*", exp.alias_(column, "column_"), exp.alias_(reason, "reason_")).from_(
        standard.tree
    )
    latest = sql.fill(
        "row_number() over (partition by key, reason_ is null "
        "order by coalesce(last, cast('1000-01-01' as date)) desc, _batch desc, _row desc)",
        key=sql.column(kind.key),
        last=sql.column(kind.last),
    )
    return exp.select("*", exp.alias_(latest, "place_")).from_(judged.subquery("judged"))
