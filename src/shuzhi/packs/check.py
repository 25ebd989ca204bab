"""Static checks of a whole city: no data needed."""

from shuzhi.core.errors import Problem
from shuzhi.packs.schema import City


def check(city: City) -> list[Problem]:
    """Every mistake that can be known without data."""
    return []
