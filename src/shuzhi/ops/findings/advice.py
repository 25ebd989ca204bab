"""What a rule's thresholds should be, as people's decisions ask for: read through the gateway, shown as a diff."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.advice import RULE_ADVICE
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict
from shuzhi.ops.findings.rules import scenario_named
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.edit import Edit
from shuzhi.packs.edit_parameter import Change, edit
from shuzhi.run.read import desk

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Advised:
    """A rule's threshold, and the change of city.yml that the advice comes to."""

    parameter: str
    proposed: float
    edited: Edit


def judged(by: Access, table: TableName, scenario: str, rule: str) -> list[Row]:
    """The rule's rows of a table of judgements, as the user may see them. Raises Refused without a grant."""
    held, of = lake(), scenario_named(scenario)
    if held is None or of is None:
        return []
    at = desk(held, city(), by.reader(of.purpose.name), today())
    mine = exp.and_(
        sql.column("scenario").eq(sql.literal(scenario)), sql.column("rule").eq(sql.literal(rule))
    )
    return at.rows(exp.select("*").from_(table.tree).where(mine))


def advised(by: Access, scenario: str, rule: str, parameter: str) -> Advised:
    """The change now advised. Raises Conflict where none is, Refused without a grant."""
    rows = judged(by, RULE_ADVICE, scenario, rule)
    row = next((row for row in rows if row["parameter"] == parameter and row["advice"] == "change"), None)
    if row is None:
        raise conflict(
            Text("这条规则现在没有调整建议", "no change of this rule is advised now"),
            f"{scenario}/{rule}/{parameter}",
        )
    return Advised(
        parameter=parameter,
        proposed=row["proposed"],
        edited=_edit(scenario, rule, parameter, row["proposed"]),
    )


def since() -> date:
    """The day a new value holds from: today, or the day the city is seen from where that is fixed in the past."""
    as_of = city().as_of
    return min(today(), as_of) if as_of else today()


def _edit(scenario: str, rule: str, parameter: str, proposed: float) -> Edit:
    reason = f"据处置结论调整，规则 {rule}"
    change = Change(scenario=scenario, parameter=parameter, since=since(), value=proposed, reason=reason)
    return edit(city(), change)
