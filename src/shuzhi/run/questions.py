"""Questions in words for one reader: the words he may use are made of what he may see."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from shuzhi.analyse.indicators.definition import Dimension, Indicator
from shuzhi.analyse.indicators.form import By, Inquiry
from shuzhi.analyse.indicators.groups import short
from shuzhi.analyse.questions.parse import AskedBack, NotKnown, Understood, parse
from shuzhi.analyse.questions.vocabulary import Known, Value, Vocabulary
from shuzhi.packs.indicators import Entry, labels
from shuzhi.packs.schema import City
from shuzhi.run.indicators import Counter

_DEPTH = {"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}


def vocabulary(asking: Counter) -> Vocabulary:
    """The words of everything the reader may ask. Values of plain columns are read through the gateway."""

    def read(name: str, dimension: str) -> list[str]:
        inquiry = Inquiry(indicator=name, by=(By(dimension=dimension),))
        return [str(row[0]) for row in asking.answer(inquiry).rows if row[0] is not None]

    offered = {each.entry.name: (each.entry, each.indicator) for each in asking.offered()}
    return words_of(offered, asking.city, read)


def words_of(
    offered: Mapping[str, tuple[Entry, Indicator]], city: City, read: Callable[[str, str], Sequence[str]]
) -> Vocabulary:
    """The vocabulary of these indicators; ``read(indicator, dimension)`` gives the values of a plain dimension."""
    here = {city.name.zh.partition("（")[0]}
    here |= {region.name for region in city.regions if region.level in ("province", "city")}
    known = {name: _known(entry, indicator, city, read) for name, (entry, indicator) in offered.items()}
    return Vocabulary(indicators=known, here=tuple(sorted(here, key=len, reverse=True)))


def understood(
    question: str, words: Vocabulary, city: City, today: date, *, before: Inquiry | None = None
) -> Understood | AskedBack | NotKnown:
    """What the question means on the city's day."""
    return parse(question, words, city.as_of or today, before=before)


def _known(
    entry: Entry, indicator: Indicator, city: City, read: Callable[[str, str], Sequence[str]]
) -> Known:
    declared = entry.declared
    values: dict[str, list[Value]] = {}
    for dimension in indicator.dimensions:
        for word, value in _values(entry, dimension, city, read):
            values.setdefault(word, []).append(value)
    return Known(
        indicator=indicator,
        words=tuple(dict.fromkeys((declared.title.zh, declared.name, *declared.synonyms))),
        dimensions={
            name: (file.title.zh, *file.synonyms, name) for name, file in declared.dimensions.items()
        },
        values={word: tuple(meant) for word, meant in values.items()},
    )


def _values(
    entry: Entry, dimension: Dimension, city: City, read: Callable[[str, str], Sequence[str]]
) -> Iterator[tuple[str, Value]]:
    name = dimension.name
    match entry.declared.dimensions[name].kind:
        case "region":
            yield from _regions(city, name, dimension.levels[-1])
        case "department":
            for department in city.departments:
                yield department.name, Value(dimension=name, value=department.name)
        case _ if named := labels(entry, name, city):
            for code, title in named.items():
                yield title.zh, Value(dimension=name, value=code)
        case _:
            for word in read(entry.name, name):
                if len(word) > 1:
                    yield word, Value(dimension=name, value=word)


def _regions(city: City, dimension: str, finest: str) -> Iterator[tuple[str, Value]]:
    """Every region down to the finest level the indicator tells, also by the name of the county before its own."""
    names = {region.code: region.name for region in city.regions}
    for region in city.regions:
        if region.level in ("province", "city") or _DEPTH[region.level] > _DEPTH[finest]:
            continue
        value = Value(dimension=dimension, value=short(region.code))
        yield region.name, value
        county = names.get(region.code[:6])
        if county is not None and region.level != "county":
            yield county + region.name, value
