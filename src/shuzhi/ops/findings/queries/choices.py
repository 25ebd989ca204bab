"""What the pages about findings offer to choose from."""

from typing import Any

from shuzhi.ops.city import city
from shuzhi.ops.findings.reasons import NEEDS_WORDS, REASONS
from shuzhi.ops.findings.rules import rule_title, scenario_title
from shuzhi.ops.findings.sight import covers, sights
from shuzhi.ops.people.access import Access, people_in
from shuzhi.ops.people.models import Department


def choices(by: Access) -> dict[str, Any]:
    """Copies the user reads, with the rules in them; regions, departments and colleagues; reasons to dismiss."""
    by.require("findings.read")
    there = sights(by)
    scenarios = {name for each in there for name in each.copy.scenarios}
    places = by.where("findings.read")
    triage = by.where("findings.triage")
    departments = list(Department.objects.filter(is_active=True).order_by("path"))
    return {
        "audiences": [
            {
                "audience": each.audience.pk,
                "who": each.audience.who.partition(":")[2],
                "purpose": each.purpose,
                "plain": [column for column in ("score", "amount", "region") if each.shows(column)],
                "scenarios": each.copy.scenarios,
            }
            for each in there
        ],
        "scenarios": [{"scenario": name, "title": scenario_title(name)} for name in sorted(scenarios)],
        "rules": [
            {
                "scenario": scenario.name,
                "rule": rule.rule,
                "title": rule_title(scenario.name, rule.rule),
            }
            for scenario in city().scenarios
            if scenario.name in scenarios
            for rule in scenario.rules
        ],
        "regions": [
            {"region": region.code, "name": region.name, "level": region.level}
            for region in city().regions
            if region.level in {"county", "town"}
        ],
        "departments": [
            {
                "department": each.pk,
                "name": each.name,
                "mine": covers(places, each),
                "assignable": covers(triage, each),
            }
            for each in departments
        ],
        "reasons": [
            {"reason": slug, "title": title, "needs_words": slug in NEEDS_WORDS}
            for slug, title in REASONS.items()
        ],
    }


def colleagues(by: Access, department: int) -> list[dict[str, str]]:
    """Who may be given findings in a department: whoever has a post there that reads them."""
    by.require("findings.triage")
    there = people_in([department], permission="findings.read")
    return [{"login": user.login, "name": user.name} for user in there]
