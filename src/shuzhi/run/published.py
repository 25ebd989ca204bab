"""After a run: copies, for readers, of the tables that figures are counted from, and those the map shows as points."""

from shuzhi.core.sql import TableName
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope


def publish(lake: Lake, city: City) -> None:
    """Copy what changed since the last time; sorted by day, for most figures are about a period."""
    wanted: dict[TableName, tuple[str, ...]] = {}
    for scenario in city.scenarios:
        for indicator in scenario.indicators:
            order = (indicator.time,) if indicator.time else ()
            wanted.setdefault(full_name(indicator.table), order)
        for layer in scenario.layers:
            # It lies by month and place already, and is copied as it lies.
            if layer.is_points:
                wanted.setdefault(full_name(layer.table), ())
    scope = Scope(name="run:publish", reads=tuple(map(str, wanted)), writes=())
    Pipeline(lake=lake, scope=scope).publish(wanted)
