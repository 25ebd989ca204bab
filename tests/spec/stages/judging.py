"""What plain Python says of shares and ranks, for the specs of judging."""

import math
from collections.abc import Sequence

Z = 1.959963984540054


def wilson(of: int, among: int) -> tuple[float, float]:
    """The Wilson 95% interval by its textbook formula."""
    share = of / among
    middle = share + Z * Z / (2 * among)
    half = Z * math.sqrt(share * (1 - share) / among + Z * Z / (4 * among * among))
    whole = 1 + Z * Z / among
    return round(max((middle - half) / whole, 0.0), 4), round(min((middle + half) / whole, 1.0), 4)


def share(of: int, among: int) -> float | None:
    return round(of / among, 4) if among else None


def nearest_rank(values: Sequence[int], tenths: int) -> int | None:
    """The smallest of the values that at least so many tenths of them do not exceed."""
    ranked = sorted(values)
    return ranked[math.ceil(len(ranked) * tenths / 10) - 1] if ranked else None
