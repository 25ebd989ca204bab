"""The city's rules and scenarios, as the pages name them."""

from collections.abc import Mapping

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.packs.schema import City, RuleFile, Scenario

_SCENARIOS: list[tuple[City, Mapping[str, Scenario]]] = []
_RULES: list[tuple[City, Mapping[tuple[str, str], RuleFile]]] = []
"""By name, for the city as it was read last: a list asks for a title in every row."""


def scenario_named(name: str) -> Scenario | None:
    of = city()
    if not _SCENARIOS or _SCENARIOS[0][0] is not of:
        _SCENARIOS[:] = [(of, {scenario.name: scenario for scenario in of.scenarios})]
    return _SCENARIOS[0][1].get(name)


def rule_named(scenario: str, rule: str) -> RuleFile | None:
    of = city()
    if not _RULES or _RULES[0][0] is not of:
        _RULES[:] = [(of, {(each.name, one.rule): one for each in of.scenarios for one in each.rules})]
    return _RULES[0][1].get((scenario, rule))


def rule_title(scenario: str, rule: str) -> Text:
    """Its title, or its id where the city no longer has it."""
    found = rule_named(scenario, rule)
    return found.title if found else Text(rule, rule)


def scenario_title(scenario: str) -> Text:
    found = scenario_named(scenario)
    return found.title if found else Text(scenario, scenario)
