"""What a table promises its readers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What a table promises: its columns and their elements, a unique key, columns never NULL, how many rows.

    Fewer rows than ``at_least`` stop the run; more than ``at_most`` warn.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    not_null: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    where: str = ""
