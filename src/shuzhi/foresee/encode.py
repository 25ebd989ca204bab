"""Features as numbers: what they are in a table is learned from the items a method may see, and from nothing else."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.foresight import Features, Floats

FEWEST = 30
"""Items of a kind below which the kind is one of the others."""


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """Each feature's columns: kinds of a text, or a number with its usual value where it is not told."""

    kinds: dict[str, tuple[str, ...]]
    usual: dict[str, float]

    @classmethod
    def learn(cls, known: pa.Table, features: Features) -> "Encoder":
        kinds: dict[str, tuple[str, ...]] = {}
        usual: dict[str, float] = {}
        for name in features.names:
            column = known[name]
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                counted = pc.value_counts(column.drop_null()).to_pylist()
                kinds[name] = tuple(sorted(each["values"] for each in counted if each["counts"] >= FEWEST))
            else:
                mean = pc.mean(column.cast(pa.float64())).as_py()
                usual[name] = 0.0 if mean is None else float(mean)
        return cls(kinds=kinds, usual=usual)

    def columns(self) -> list[tuple[str, str | None]]:
        """(feature, its kind or None for a number), in the order of the matrix."""
        of_kinds = [(name, kind) for name, kinds in self.kinds.items() for kind in kinds]
        return [*of_kinds, *((name, None) for name in self.usual)]

    def matrix(self, items: pa.Table) -> Floats:
        """One row per item; numbers that are not told stand at their usual value."""
        columns = [
            pc.fill_null(pc.equal(items[name], kind), fill_value=False).to_numpy().astype(np.float64)
            if kind is not None
            else pc.fill_null(items[name].cast(pa.float64()), self.usual[name]).to_numpy()
            for name, kind in self.columns()
        ]
        return np.column_stack(columns) if columns else np.zeros((len(items), 0))
