"""Which departments answer for a matter: by level, region and duty. The checks and the ops side ask here."""

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar

from shuzhi.packs.city_file import Department
from shuzhi.packs.flow_file import Who


class Answering(Protocol):
    """A department as far as this question goes."""

    @property
    def name(self) -> str: ...

    @property
    def region(self) -> str | None: ...

    @property
    def duties(self) -> Collection[str]: ...


D = TypeVar("D", bound=Answering)


def departments_for(
    who: Who, departments: Sequence[D], *, region: str | None, origin: str | None = None
) -> list[D]:
    """The departments ``who`` may mean for a matter in ``region`` of an order opened by ``origin``.

    From the level asked for upwards, the first level where any department has the duty. Several mean that
    whoever sends the order on chooses one of them. Empty only where the whole city has nobody.
    """
    if who.at == "origin":
        return [department for department in departments if department.name == origin]
    able = [department for department in departments if who.duty is None or who.duty in department.duties]
    cell, town, county = village_of(region), town_of(region), county_of(region)
    places = {
        "grid": (cell, town, county, None), "town": (town, county, None), "county": (county, None), "city": (None,),
    }[who.at]  # fmt: skip
    for number, place in enumerate(places):
        if place is None and number < len(places) - 1:
            continue
        found = [department for department in able if jurisdiction(department.region) == place]
        if found:
            return found
    return []


def county_of(region: str | None) -> str | None:
    """The six digits of the county a region is or lies in; None for a city, a province, or nothing known."""
    return region[:6] if region and len(region) >= 6 and region[4:6] != "00" else None


def town_of(region: str | None) -> str | None:
    """The nine digits of the town a region is or lies in; None above towns."""
    return region[:9] if county_of(region) and region and len(region) >= 9 and region[6:9] != "000" else None


def village_of(region: str | None) -> str | None:
    """The twelve digits of a village; None above villages."""
    return region if town_of(region) and region and len(region) == 12 and region[9:] != "000" else None


def jurisdiction(region: str | None) -> str | None:
    """What a department answers for, in the fewest digits; None for the whole city."""
    return village_of(region) or town_of(region) or county_of(region)


def with_regions(departments: Sequence[Department]) -> tuple[Department, ...]:
    """The departments, each with the region it answers for: its own, else that of the nearest above it."""
    above = {department.name: department for department in departments}
    return tuple(
        department.model_copy(update={"region": _region(department, above)}) for department in departments
    )


def _region(department: Department, above: dict[str, Department]) -> str | None:
    seen: set[str] = set()
    at: Department | None = department
    while at is not None and at.region is None and at.name not in seen:
        seen.add(at.name)
        at = above.get(at.parent) if at.parent else None
    return at.region if at is not None else None
