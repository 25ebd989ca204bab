"""What a change of a column can reach, before it is made: tables, rules, matters, and whose they are.

Lineage carries values, influence carries which rows there are. What is not reached is not changed
(tests/run/test_lineage_holds.py changes cells and looks); what is reached may change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shuzhi.core.text import Text
from shuzhi.govern.influence import ROWS
from shuzhi.packs.schema import City, RuleFile, Scenario
from shuzhi.run.inventory import At, Inventory

WORKINGS = frozenset({"dictionary", "problem", "tally", "profile", "suspect"})
"""Schemas between a file and its standard table: how the platform works, nothing anybody uses."""


@dataclass(frozen=True, kw_only=True)
class ReachedTable:
    """A table that a change reaches. ``columns`` whose values are made from it; ``rows``: which rows it has as well."""

    table: str
    title: Text
    owner: str
    columns: tuple[str, ...]
    rows: bool


@dataclass(frozen=True, kw_only=True)
class ReachedRule:
    """A rule whose findings may change."""

    scenario: Scenario
    rule: RuleFile


@dataclass(frozen=True, kw_only=True)
class Impact:
    """Everything reached from ``start``, nearest tables first; ``owners`` are the departments to be told.
    ``grants`` are the places in city.yml that mask the column by its name."""

    start: At
    tables: tuple[ReachedTable, ...]
    rules: tuple[ReachedRule, ...]
    owners: tuple[str, ...]
    grants: tuple[str, ...]


def impact(held: Inventory, city: City, start: At) -> Impact:
    """What a change of the column ``start`` can reach."""
    found = by_table(reach(held, [start]))
    found.pop(start.table, None)
    rules = [
        ReachedRule(scenario=scenario, rule=rule)
        for scenario in city.scenarios
        for rule in scenario.rules
        if f"{scenario.name}.{rule.rule}" in found
    ]
    tables = [
        ReachedTable(
            table=table,
            title=held.tables[table].title,
            owner=held.tables[table].about["owner"],
            columns=tuple(sorted(columns - {ROWS})),
            rows=ROWS in columns,
        )
        for table, columns in found.items()
        if table in held.tables
    ]
    told = [each.owner for each in tables] + [each.scenario.owner for each in rules]
    return Impact(
        start=start,
        tables=tuple(tables),
        rules=tuple(rules),
        owners=tuple(dict.fromkeys(told)),
        grants=tuple(
            city.places.at("grants", place)
            for place, grant in enumerate(city.grants)
            if start.column in grant.columns
        ),
    )


def reach(held: Inventory, start: Iterable[At]) -> list[At]:
    """Every column, and every table's rows (``*``), that a change of these can change; nearest first."""
    found = dict.fromkeys(start)
    frontier = list(found)
    while frontier:
        step = {other for at in frontier for other in held.down.get(at, ())}
        step |= {At(table, ROWS) for at in frontier for table in held.decided_by.get(at, ())}
        frontier = sorted(step - found.keys())
        found |= dict.fromkeys(frontier)
    return list(found)


def origins(held: Inventory, start: At) -> list[At]:
    """Every column it was made from, however far back; nearest first."""
    found = {start: None}
    frontier = [start]
    while frontier:
        frontier = sorted({other for at in frontier for other in held.up.get(at, ())} - found.keys())
        found |= dict.fromkeys(frontier)
    return list(found)[1:]


def by_table(found: Iterable[At]) -> dict[str, set[str]]:
    """The columns by table, without the platform's workings, in order of the first of each."""
    tables: Mapping[str, set[str]] = defaultdict(set)
    for at in found:
        if at.table.partition(".")[0] not in WORKINGS:
            tables[at.table].add(at.column)
    return dict(tables)
