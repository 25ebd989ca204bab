"""What a run found, in numbers, and the findings to look at first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from shuzhi.act.findings import FINDING
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.evaluate.advice import RULE_ADVICE
from shuzhi.evaluate.precision import FUNNEL, RULE_PRECISION, TOP
from shuzhi.govern.quality import PROBLEM
from shuzhi.packs.schema import City
from shuzhi.run import ledger
from shuzhi.run.ledger import Batch
from shuzhi.run.read import Desk
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

COUNTS = Scope(
    name="run:overview", reads=("meta.batch", "effect.*", "quality.problem", "finding.finding"), writes=()
)

Rows = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Counts only, no row of anybody's: batches, invalid values per table, findings per rule, what they were worth,
    and what their thresholds should be."""

    batches: Sequence[Batch]
    invalid: Rows
    rules: Rows
    funnel: Rows
    top: Rows
    advice: Rows


def overview(lake: Lake) -> Overview:
    pipeline = Pipeline(lake=lake, scope=COUNTS)
    invalid = """
        select "table", "column", reason, count(*) as rows from quality.problem
        group by "table", "column", reason order by rows desc, "table", "column", reason
    """
    judged = pipeline.exists(RULE_PRECISION)
    return Overview(
        batches=ledger.batches(pipeline),
        invalid=_fetch(pipeline, sql.query(invalid)) if pipeline.exists(PROBLEM) else [],
        rules=_ordered(pipeline, RULE_PRECISION, "scenario", "rule") if judged else [],
        funnel=_ordered(pipeline, FUNNEL, "scenario") if judged else [],
        top=_ordered(pipeline, TOP, "scenario", "k") if judged else [],
        advice=_ordered(pipeline, RULE_ADVICE, "scenario", "rule", "parameter") if judged else [],
    )


def best_findings(desk: Desk, *, scenario: str, rule: str | None, top: int) -> Rows:
    """The scenario's findings with the highest score, of one rule or of all."""
    chosen = exp.select("finding", "rule", "subject", "score", "reason").from_(FINDING.tree)
    chosen = chosen.where(sql.column("scenario").eq(sql.literal(scenario)))
    if rule is not None:
        chosen = chosen.where(sql.column("rule").eq(sql.literal(rule)))
    best = exp.Ordered(this=sql.column("score"), desc=True)
    return desk.rows(chosen.order_by(best, sql.column("finding")).limit(top))


def rule_titles(city: City) -> dict[tuple[str, str], str]:
    return {
        (scenario.name, rule.rule): str(rule.title) for scenario in city.scenarios for rule in scenario.rules
    }


def _ordered(pipeline: Pipeline, table: TableName, *by: str) -> Rows:
    return _fetch(pipeline, exp.select("*").from_(table.tree).order_by(*by))


def _fetch(pipeline: Pipeline, query: exp.Query) -> Rows:
    rows: Rows = pipeline.fetch(query).to_pylist()
    return rows
