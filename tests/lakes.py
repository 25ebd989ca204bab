"""What a lake holds, in a form that two lakes can be compared by."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlglot import exp

from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

EVERYTHING = Scope(name="test", reads=("*",), writes=("*",))


def digest(
    city: Path, *, leave_out: Sequence[str] = ("meta.run", "meta.quality_trend"), digits: int = 17
) -> dict[str, str]:
    """Per table, the hash of its sorted rows; of a DOUBLE so many digits."""
    with lake_of(load_city(city), read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=EVERYTHING)
        found = {}
        for table in sorted(pipeline.tables()):
            if str(table) not in leave_out:
                rows = pipeline.fetch(exp.select("*").from_(table.tree)).to_pylist()
                # Which order a list was gathered in means nothing.
                told = sorted(
                    repr({name: _plain(value, digits) for name, value in row.items()}) for row in rows
                )
                found[str(table)] = f"{len(rows)} rows {hashlib.sha256(repr(told).encode()).hexdigest()[:16]}"
        return found


def _plain(value: object, digits: int) -> object:
    return float(f"{value:.{digits}g}") if isinstance(value, float) else unordered(value)


def unordered(value: object) -> object:
    return sorted(value, key=repr) if isinstance(value, list) else value
