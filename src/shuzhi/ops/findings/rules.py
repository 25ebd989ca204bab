"""The city's rules and scenarios, as the pages name them."""

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.packs.schema import RuleFile, Scenario


def scenario_named(name: str) -> Scenario | None:
    return next((scenario for scenario in city().scenarios if scenario.name == name), None)


def rule_named(scenario: str, rule: str) -> RuleFile | None:
    found = scenario_named(scenario)
    return next((each for each in found.rules if each.rule == rule), None) if found else None


def rule_title(scenario: str, rule: str) -> Text:
    """Its title, or its id where the city no longer has it."""
    found = rule_named(scenario, rule)
    return found.title if found else Text(rule, rule)


def scenario_title(scenario: str) -> Text:
    found = scenario_named(scenario)
    return found.title if found else Text(scenario, scenario)
