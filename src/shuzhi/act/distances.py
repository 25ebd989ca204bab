"""How far it is: straight lines between points, made longer as roads are."""

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0088
DETOUR = 1.35
"""Roads over straight lines."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def kilometres(points: Floats, others: Floats) -> Floats:
    """Straight lines from each of ``points`` to each of ``others`` (longitude, latitude); NaN where one is unknown."""
    longitude, latitude = np.radians(points).T
    east_of, north_of = np.radians(others).T
    north = np.sin((latitude[:, None] - north_of) / 2) ** 2
    east = np.cos(latitude[:, None]) * np.cos(north_of) * np.sin((longitude[:, None] - east_of) / 2) ** 2
    km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(north + east, 0, 1)))
    return km


def travel(points: Floats, *, kmh: float, detour: float) -> Whole:
    """Minutes between places (longitude, latitude), rounded up."""
    minutes: Whole = np.ceil(kilometres(points, points) * detour / kmh * 60 - 1e-9).astype(np.int64)
    return minutes
