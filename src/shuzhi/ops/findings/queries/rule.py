"""A rule's page: what it asks, what its thresholds are, what its findings were worth, what its decisions advise."""

from typing import Any

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.advice import RULE_ADVICE
from shuzhi.evaluate.precision import RULE_PRECISION
from shuzhi.evaluate.work import DISMISSAL, WORK
from shuzhi.ops.errors import missing
from shuzhi.ops.findings.advice import advised, judged, since
from shuzhi.ops.findings.queries.statistics import funnel
from shuzhi.ops.findings.rules import rule_named, scenario_named
from shuzhi.ops.people.access import Access
from shuzhi.packs.macros import value_on
from shuzhi.packs.schema import RuleFile, Scenario

Row = dict[str, Any]


def rule(by: Access, scenario: str, name: str) -> Row:
    """The rule's page, for whoever reads findings, tunes rules or sees statistics. What is not granted is None.

    Raises Refused without any of these, Missing.
    """
    if not (by.may("findings.read") or by.may("rules.tune") or by.may("statistics.read")):
        by.require("findings.read")
    of, found = scenario_named(scenario), rule_named(scenario, name)
    if of is None or found is None:
        raise missing(Text("没有这条规则", "there is no such rule"), f"rule:{scenario}/{name}")
    precision = _judged(by, RULE_PRECISION, scenario, name)
    advice = _judged(by, RULE_ADVICE, scenario, name)
    work = _judged(by, WORK["rule"], scenario, name)
    return {
        "scenario": scenario,
        "scenario_title": of.title,
        "rule": name,
        "title": found.title,
        "clause": found.clause,
        "question": of.question,
        "harm": of.harm,
        "decision": of.decision,
        "reason": found.reason,
        # As its author wrote it, below the header, whose parts are told one by one.
        "sql": found.path.read_text(encoding="utf-8").partition("*/")[2].strip(),
        "base": found.score.base,
        "signals": [
            {"when": signal.when, "weight": signal.weight, "because": signal.because}
            for signal in found.score.signals
        ],
        "thresholds": [_threshold(of, threshold.parameter) for threshold in found.thresholds],
        "funnel": funnel(by, "month", scenario=scenario, rule=name) if by.may("statistics.read") else None,
        "precision": precision[0] if precision else None,
        "work": work[0] if work else None,
        "judged_withheld": precision is None,
        "dismissals": _judged(by, DISMISSAL["rule"], scenario, name) or [],
        "advice": [_advice(by, of, found, row) for row in advice or []],
    }


def _judged(by: Access, table: TableName, scenario: str, name: str) -> list[Row] | None:
    """None where the user's grants do not give it, or no run has judged yet in this version's tables."""
    try:
        return judged(by, table, scenario, name)
    except ShuzhiError:
        return None


def _threshold(of: Scenario, name: str) -> Row:
    parameter = of.parameters[name]
    return {
        "parameter": name,
        "label": parameter.label,
        "unit": parameter.unit,
        "reference": parameter.reference,
        "value": str(value_on(parameter.values, since())),
        "values": [{"since": day, "value": str(value)} for day, value in parameter.values.items()],
    }


def _advice(by: Access, of: Scenario, found: RuleFile, row: Row) -> Row:
    """The advice, with the difference to city.yml for whoever may accept it. ``taken`` until the next run judges it."""
    diff, problem = None, None
    values = of.parameters[row["parameter"]].values
    if row["advice"] == "change" and value_on(values, since()) == row["proposed"]:
        row = {**row, "advice": "taken"}
    tunes = by.may_for_all("rules.tune")
    if row["advice"] == "change" and tunes:
        try:
            diff = advised(by, of.name, found.rule, row["parameter"]).edited.diff
        except Refused:
            diff = None
        except ShuzhiError as error:
            problem = error.problems[0].what
    return {**row, "since": since(), "diff": diff, "problem": problem}
