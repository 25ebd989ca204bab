"""The layers of the map somebody may see: every column plain under his grants, or the layer is not there for him."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from shuzhi.act.findings import FINDING
from shuzhi.analyse import nearby
from shuzhi.analyse.nearby import Counts, Points
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.lake import lake, last_run
from shuzhi.ops.people.access import Access
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import Layer, Scenario
from shuzhi.run.read import Desk, policy
from shuzhi.secure.gateway import Lake
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Policy
from shuzhi.secure.rewrite import hides_nothing

_FACTS: dict[tuple[str, str, str], Mapping[str, Any]] = {}
"""Of a run, a layer and a set of grants: counted once."""
_MOST_FACTS = 1_000


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A layer as one user may see it: ``shown`` is how its table is asked, ``desk`` where, for which purpose."""

    scenario: Scenario
    layer: Layer
    shown: Points | Counts
    desk: Desk
    permitted: Permit
    run: str

    @property
    def name(self) -> str:
        return f"{self.scenario.name}/{self.layer.name}"

    def facts(self) -> Mapping[str, Any]:
        """First and last day, rows, and how many of them are on the map; counted once a run."""
        key = (self.run, self.name, self.permitted.said)
        if key not in _FACTS:
            if len(_FACTS) >= _MOST_FACTS:
                _FACTS.clear()
            (_FACTS[key],) = self.desk.rows(nearby.facts(self.shown))
        return _FACTS[key]


def seen(by: Access) -> list[Seen]:
    """Every layer the user may see, as the scenarios list them. None where there is no lake yet."""
    held = lake()
    run = last_run(held) if held is not None else None
    if held is None or run is None:
        return []
    decides = policy(city(), held)
    found = (
        _seen(by, scenario, layer, held, decides, run.name)
        for scenario in city().scenarios
        for layer in scenario.layers
    )
    return [each for each in found if each is not None]


def one(by: Access, name: str) -> Seen:
    """The layer of that name. Raises Missing where there is none for him."""
    for each in seen(by):
        if each.name == name:
            return each
    raise missing(
        Text("没有这个图层，或者您看不到它", "there is no such layer, or it is not for you"), f"layer:{name}"
    )


def _seen(by: Access, scenario: Scenario, layer: Layer, held: Lake, decides: Policy, run: str) -> Seen | None:
    reader = by.reader(scenario.purpose.name)
    table = full_name(layer.table)
    permitted = permit(decides, reader, table, today())
    if not isinstance(permitted, Permit) or not _plain(layer, permitted):
        return None
    if layer.is_points and permitted.smallest is not None:
        return None
    return Seen(
        scenario=scenario,
        layer=layer,
        shown=_shown(layer, table, scenario),
        desk=Desk(lake=held, reader=reader, policy=decides, today=today()),
        permitted=permitted,
        run=run,
    )


def _plain(layer: Layer, permitted: Permit) -> bool:
    """Whether every column the layer needs is given as it is: a masked place would be a wrong place."""
    return all(
        column in permitted.elements and hides_nothing(permitted.elements[column], permitted.levels[column])
        for column in layer.columns.values()
    )


def _shown(layer: Layer, table: TableName, scenario: Scenario) -> Points | Counts:
    own = (
        exp.EQ(this=sql.column("scenario"), expression=sql.literal(scenario.name))
        if table == FINDING
        else None
    )
    if layer.longitude is not None and layer.latitude is not None:
        return Points(
            table=table, longitude=layer.longitude, latitude=layer.latitude, time=layer.time, where=own
        )
    assert layer.region is not None
    return Counts(
        table=table, region=layer.region, time=layer.time, sum=layer.sum, smallest=layer.smallest, where=own
    )
