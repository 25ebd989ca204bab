"""Flows as orders use them: which one a matter takes, and the version an order began with."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders.models import FlowVersion
from shuzhi.packs.flow_file import FlowFile, FlowStep
from shuzhi.packs.schema import Flow, Scenario

_NOT_DECLARED = {"name", "path", "places"}
"""What a Flow has beside what its file says."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A flow of a scenario."""

    scenario: str
    flow: Flow


@dataclass(frozen=True)
class Titles:
    """What people read of a flow."""

    flow: Text
    steps: Mapping[str, Text]


def flow_for_finding(scenario: str, rule: str) -> Chosen:
    """The first flow of the finding's scenario that handles its rule. Raises ShuzhiError when none does."""
    for each in _scenarios():
        for flow in each.flows if each.name == scenario else ():
            if flow.handles == "finding" and any(fnmatchcase(rule, glob) for glob in flow.rules):
                return Chosen(scenario=scenario, flow=flow)
    raise _no_flow(Text(f"规则 {rule} 的疑点", f"findings of the rule {rule}"), scenario)


def flow_for_request(category: str) -> Chosen:
    """The first flow of any scenario that handles the category. Raises ShuzhiError when none does."""
    for each in _scenarios():
        for flow in each.flows:
            if flow.handles == "request" and any(fnmatchcase(category, glob) for glob in flow.categories):
                return Chosen(scenario=each.name, flow=flow)
    raise _no_flow(Text(f"“{category}”类诉求", f"requests of the category “{category}”"), "flows")


def flow_for_quality(rule: str) -> Chosen:
    """The first flow of any scenario that handles the quality rule. Raises ShuzhiError when none does."""
    for each in _scenarios():
        for flow in each.flows:
            if flow.handles == "quality" and any(fnmatchcase(rule, glob) for glob in flow.rules):
                return Chosen(scenario=each.name, flow=flow)
    raise _no_flow(Text(f"质量规则 {rule}", f"the quality rule {rule}"), "flows")


def flow_named(scenario: str, name: str) -> Chosen:
    """The flow of that name. Raises ShuzhiError when there is none."""
    for each in _scenarios():
        for flow in each.flows if each.name == scenario else ():
            if flow.name == name:
                return Chosen(scenario=scenario, flow=flow)
    raise _no_flow(Text(f"名为“{name}”", f"the name “{name}”"), scenario)


def all_flows() -> list[Chosen]:
    """Every flow of the city as its files say today."""
    return [Chosen(scenario=each.name, flow=flow) for each in _scenarios() for flow in each.flows]


def version_of(chosen: Chosen) -> FlowVersion:
    """The flow as it is now, kept for the orders that begin with it."""
    plain = chosen.flow.model_dump(mode="json", exclude=_NOT_DECLARED)
    # Not sorted: results are shown in the order they are written.
    declaration = json.dumps(plain, ensure_ascii=False)
    digest = hashlib.sha256(declaration.encode()).hexdigest()
    version, _ = FlowVersion.objects.get_or_create(
        scenario=chosen.scenario,
        name=chosen.flow.name,
        digest=digest,
        defaults={"declaration": declaration},
    )
    return version


@lru_cache(maxsize=256)
def declared(declaration: str) -> FlowFile:
    """A kept declaration as a flow again."""
    return FlowFile.model_validate_json(declaration)


def flow_of(version: FlowVersion) -> FlowFile:
    return declared(version.declaration)


def step_of(flow: FlowFile, name: str) -> FlowStep:
    """The step of that name; a version always has the steps its orders are at."""
    return next(step for step in flow.steps if step.name == name)


_titles: dict[str, Titles] = {}


def titles(digests: set[str]) -> Mapping[str, Titles]:
    """Per flow version its title and the titles of its steps. A version never changes, so each is read once."""
    unknown = digests - _titles.keys()
    for version in FlowVersion.objects.filter(digest__in=unknown) if unknown else ():
        flow = flow_of(version)
        _titles[version.digest] = Titles(flow.title, {step.name: step.title for step in flow.steps})
    return _titles


def _scenarios() -> tuple[Scenario, ...]:
    return city().scenarios


def _no_flow(what: Text, where: str) -> ShuzhiError:
    return invalid(
        Text(f"没有流程处理{what.zh}", f"no flow handles {what.en}"),
        where,
        Text(
            "请管理员在场景的 flows/ 里写一个流程",
            "ask the administrator to write a flow in the scenario's flows/",
        ),
    )
