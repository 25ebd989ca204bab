"""What a question of siting is asked of: demand, sites, how far they are apart, and what is open."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Network:
    """``distance``: (demand, sites), infinite where there is no way. ``capacity``: how much demand a site takes,
    infinite where it is not told. ``open``: sites that stand; ``free``: sites that may be added.
    ``within``: how far away demand still counts as covered.
    """

    weight: Floats
    distance: Floats
    capacity: Floats
    supply: Floats
    open: Flags
    free: Flags
    within: float

    @property
    def limited(self) -> bool:
        """Whether any site can be full."""
        return bool(np.isfinite(self.capacity).any())

    @property
    def nobody(self) -> float:
        """What leaving a unit of demand to nobody counts as, in distance: twice the longest way there is."""
        finite = self.distance[np.isfinite(self.distance)]
        return 2 * float(finite.max(initial=0.0)) + 1.0

    @property
    def scale(self) -> float:
        """Twice the longest way and more: a step of it outweighs any saving of distance along a chain of sites."""
        return 1000 * self.nobody

    def having(self, chosen: Flags) -> "Network":
        """The same with these sites standing, too."""
        return replace(self, open=self.open | chosen, free=self.free & ~chosen)

    def nearest(self) -> tuple[Whole, Floats]:
        """Per demand the nearest open site and how far it is; -1 and infinite where none can be reached."""
        reach = np.where(self.open, self.distance, np.inf)
        if not reach.size:
            return np.full(len(reach), -1, dtype=np.int64), np.full(len(reach), np.inf)
        at = reach.argmin(axis=1).astype(np.int64)
        far: Floats = reach[np.arange(len(reach)), at]
        return np.where(np.isfinite(far), at, -1), far
