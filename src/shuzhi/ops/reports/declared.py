"""The reports that the city's scenarios declare."""

from collections.abc import Mapping

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import missing
from shuzhi.packs.schema import Report


def reports() -> Mapping[str, Report]:
    """Every report by ``scenario.name``, in the order of the city's scenarios."""
    return {
        f"{scenario.name}.{each.name}": each for scenario in city().scenarios for each in scenario.reports
    }


def declared(name: str) -> Report:
    """Raises Missing."""
    found = reports().get(name)
    if found is None:
        raise missing(Text("没有这份报告", "there is no such report"), f"report:{name}")
    return found
