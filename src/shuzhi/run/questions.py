"""Questions in words for one reader: the words he may use are made of what he may see."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, zip_longest

from shuzhi.analyse.indicators.definition import Dimension, Indicator
from shuzhi.analyse.indicators.form import By, Inquiry
from shuzhi.analyse.indicators.groups import short
from shuzhi.analyse.questions.parse import AskedBack, NotKnown, Understood, parse
from shuzhi.analyse.questions.vocabulary import Known, Value, Vocabulary
from shuzhi.core.text import Text
from shuzhi.packs.indicators import Entry, labels
from shuzhi.packs.schema import City
from shuzhi.run.indicators import Counter

_DEPTH = {"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}


_EXAMPLES = 8


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What may have been meant, and the question that says so."""

    name: str
    title: Text
    question: str


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


def choices(question: str, told: AskedBack, words: Vocabulary, asking: Counter) -> Iterator[Choice]:
    """What was asked back, each with the question to ask then; no indicator of which that is nothing to ask."""
    names = {region.code: region.name for region in asking.city.regions}
    places = {short(code): (name, names.get(code[:6], "") + name) for code, name in names.items()}
    for each in told.choices:
        if each in asking.catalogue:
            title = asking.catalogue[each].declared.title
            clear = f"{title.zh}：{question}"
            if not isinstance(understood(clear, words, asking.city, asking.desk.today), NotKnown):
                yield Choice(name=each, title=title, question=clear)
        elif each in places:
            name, whole = places[each]
            yield Choice(name=each, title=Text(whole, whole), question=question.replace(name, whole))
        else:
            yield Choice(name=each, title=Text(each, each), question=question + each)


def examples(asking: Counter, words: Vocabulary) -> list[str]:
    """Questions this reader can ask and is answered, of each scenario in turn."""
    of: dict[str, list[str]] = {}
    for at, offered in enumerate(asking.offered()):
        said = _example(offered.indicator, offered.entry.declared.title.zh, at)
        told = understood(said, words, asking.city, asking.desk.today)
        if isinstance(told, Understood) and told.inquiry.indicator == offered.entry.name:
            of.setdefault(offered.entry.scenario.name, []).append(said)
    turns = chain.from_iterable(zip_longest(*of.values()))
    return list(islice((said for said in turns if said is not None), _EXAMPLES))


def _example(indicator: Indicator, title: str, at: int) -> str:
    """One of the ways to ask for it; which one goes by its place in the list, so that they differ."""
    forms = [title]
    if any("county" in dimension.levels for dimension in indicator.dimensions):
        forms.append(f"各区县{title}")
    if indicator.time:
        forms = [f"今年{form}" for form in forms] + [f"今年每月{title}", f"上个月{title}环比"]
    return forms[-1 - at % len(forms)]


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
