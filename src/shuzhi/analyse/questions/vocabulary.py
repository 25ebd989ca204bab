"""The words one asker's questions may be made of: his indicators, what splits them, the values he may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shuzhi.analyse.indicators.definition import Indicator

_LEVELS: Mapping[str, Sequence[str]] = {
    "county": ("县市区", "区县", "县区", "区域", "地区"),
    "town": ("乡镇街道", "乡镇", "街道", "镇街"),
    "village": ("村居", "行政村", "村"),
    "bureau": ("承办部门", "承办单位", "部门", "单位"),
}


@dataclass(frozen=True, kw_only=True)
class Value:
    """A value of a dimension, by a word people use for it."""

    dimension: str
    value: str
    level: str | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """An indicator with the words for it, for its dimensions, and for their values."""

    indicator: Indicator
    words: tuple[str, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Every indicator the asker may ask, by full name. ``here``: names of the place itself, which narrow nothing."""

    indicators: Mapping[str, Known]
    here: tuple[str, ...] = ()
    by_word: Mapping[str, tuple[str, ...]] = field(init=False)
    values: Mapping[str, tuple[Value, ...]] = field(init=False)
    splits: Mapping[str, tuple[tuple[str, str | None], ...]] = field(init=False)

    def __post_init__(self) -> None:
        by_word: dict[str, dict[str, None]] = {}
        values: dict[str, dict[Value, None]] = {}
        splits: dict[str, dict[tuple[str, str | None], None]] = {}
        for name, known in self.indicators.items():
            for word in known.words:
                by_word.setdefault(word.lower(), {})[name] = None
            for word, meant in known.values.items():
                values.setdefault(word.lower(), {}).update(dict.fromkeys(meant))
            for dimension in known.indicator.dimensions:
                for word in known.dimensions[dimension.name]:
                    splits.setdefault(word, {})[dimension.name, None] = None
                for level in dimension.levels:
                    for word in _LEVELS.get(level, ()):
                        splits.setdefault(word, {})[dimension.name, level] = None
        object.__setattr__(self, "by_word", {word: tuple(names) for word, names in by_word.items()})
        object.__setattr__(self, "values", {word: tuple(meant) for word, meant in values.items()})
        object.__setattr__(self, "splits", {word: tuple(meant) for word, meant in splits.items()})
