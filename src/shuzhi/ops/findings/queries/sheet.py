"""The explanation sheet: what the person a finding concerns is told, on paper, with everybody's data masked."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shuzhi.core.elements import ELEMENTS
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import conflict
from shuzhi.ops.findings.deciding import Made, made_from
from shuzhi.ops.findings.models import Decision
from shuzhi.ops.findings.queries.evidence import grouped
from shuzhi.ops.findings.reading import note_reading
from shuzhi.ops.findings.reasons import REASONS
from shuzhi.ops.findings.rules import rule_named, scenario_named
from shuzhi.ops.findings.sight import seen
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.contents import own_grades
from shuzhi.packs.schema import RuleFile
from shuzhi.run.explain import explain
from shuzhi.run.read import Desk, desk
from shuzhi.secure.policy import Grant

PERSONAL = frozenset({"一般3级", "一般4级", "重要", "核心"})
"""Grades of values that name or describe somebody."""

Sheet = dict[str, Any]


def sheet(by: Access, finding: str) -> Sheet:
    """What to print. Raises Refused, Missing, and Conflict where the lake no longer has the finding."""
    found, shown, mine = seen(by, finding)
    held, rule, scenario = lake(), rule_named(found.scenario, found.rule), scenario_named(found.scenario)
    if held is None or rule is None or scenario is None or found.gone is not None:
        raise conflict(
            Text("数据湖里已没有这个疑点，不能开具说明", "the lake no longer has this finding"), f"finding:{finding}"
        )  # fmt: skip
    note_reading(by, mine.purpose, [finding])
    told = explain(
        _masked(desk(held, city(), by.reader(mine.purpose), today())), city(), finding, lines=False
    )
    return {
        "finding": found.pk,
        "printed_at": now(),
        "printed_by": by.user.name,
        "title": rule.title,
        "clause": rule.clause,
        "question": scenario.question,
        "owner": scenario.owner,
        "basis": scenario.purpose.basis,
        "reason": masked_reason(str(shown["reason"]), rule, found.scenario, made_from(held)),
        "signals": [{"because": row["because"], "speaks_for": _speaks_for(row)} for row in told.signals],
        "exhibits": grouped(told.exhibits, {}),
        "state": found.state,
        "conclusion": found.conclusion,
        "decision": _decision(found.pk),
        "first_seen": found.first_seen,
    }


def masked_reason(reason: str, rule: RuleFile, scenario: str, made: Made) -> str:
    """The reason with the values that name or describe somebody shortened. Empty where it cannot be taken apart."""
    pieces = re.split(r"\{([^{}]+)\}", rule.reason)
    pattern = "".join("(.*?)" if position % 2 else re.escape(piece) for position, piece in enumerate(pieces))
    matched = re.fullmatch(pattern, reason, re.DOTALL)
    if matched is None:
        return ""
    hits = TableName(scenario, rule.rule)
    values = iter(matched.groups())
    said = []
    for position, piece in enumerate(pieces):
        if position % 2:
            value = next(values)
            said.append(_short(value) if _is_personal((hits, piece), made) else value)
        else:
            said.append(piece)
    return "".join(said)


def _masked(at: Desk) -> Desk:
    """The desk with every column masked at least partly, but those that say nothing of anybody."""
    return replace(at, policy=replace(at.policy, grants=[_capped(grant) for grant in at.policy.grants]))


def _capped(grant: Grant) -> Grant:
    open_columns: Mapping[str, Any] = {
        name: "partial" if level == "none" and name not in {"because", "weight"} else level
        for name, level in grant.columns.items()
    }
    return replace(grant, mask="partial" if grant.mask == "none" else grant.mask, columns=open_columns)


def _is_personal(column: tuple[TableName, str], made: Made) -> bool:
    """Whether any column of a department it was made from has an element of a personal grade, or an unknown one."""
    grades = {element.name: element.grade for element in ELEMENTS}
    own, sources = own_grades(city()), {source.standard: source.columns for source in city().sources}
    waiting, seen_, found = {column}, set(), False
    while waiting:
        at = waiting.pop()
        if at in seen_:
            continue
        seen_.add(at)
        if at[0] in sources and at[1] in sources[at[0]]:
            of = own.get(at[0], {}).get(at[1]) or grades.get(sources[at[0]][at[1]].element, "核心")
            found |= of in PERSONAL
        waiting |= made.get(at, set())
    return found


def _short(value: str) -> str:
    return value[:1] + "*" * max(1, min(len(value) - 1, 6)) if value else value


def _speaks_for(row: Mapping[str, Any]) -> bool | None:
    return row["weight"] > 0 if isinstance(row["weight"], float) else None


def _decision(finding: str) -> Sheet | None:
    made = Decision.objects.filter(finding=finding, conclusion__isnull=False, undone_at=None)
    last = made.order_by("-id").first()
    if last is None:
        return None
    return {
        "conclusion": last.conclusion,
        "at": last.at,
        "reason": REASONS.get(last.reason),
        "recovered": last.recovered,
    }
