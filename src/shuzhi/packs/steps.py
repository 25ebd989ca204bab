"""The one registry of steps: what a scenario may call by name beside SQL."""

from collections.abc import Callable, Mapping

import pyarrow as pa

Step = Callable[[Mapping[str, pa.Table], Mapping[str, object]], pa.Table]
"""(tables by argument, parameters) -> the table it makes. Pure: no clock, no network, no files."""

STEPS: dict[str, Step] = {}
"""Steps of the platform by name; scenarios add their own in steps.py."""
