"""Headers that somebody confirmed once: a city's recipes say which column of which source they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuzhi.core.elements import Element
from shuzhi.core.text import Text
from shuzhi.govern.match import Guess, plain
from shuzhi.packs.schema import City, Source
from shuzhi.packs.standards import recognised

SAME, ELSEWHERE, CONTRADICTED = 0.95, 0.8, 0.5
"""How sure it makes one: the same department's header, another's, either where the values look like something else."""


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """A header is this column of the source, with this element (the city's own, where it made one)."""

    source: Source
    column: str
    element: str


def confirmed(city: City) -> Mapping[str, Sequence[Confirmed]]:
    """What the city's recipes say that headers are, by the header without what differs by habit."""
    found: dict[str, list[Confirmed]] = defaultdict(list)
    for source in city.sources:
        recipe, own = city.recipes.get(source.name), city.own.get(source.standard, {})
        for layout in recipe.layouts if recipe else ():
            for header, column in layout.columns.items():
                name = column.means
                if name is not None and name in source.columns:
                    element = own.get(name, source.columns[name].element)
                    found[plain(header)].append(Confirmed(source=source, column=name, element=element))
    return found


def recalled(guessed: Sequence[Guess], department: str, city: City) -> list[Guess]:
    """The guesses about a department's file, as what the city confirmed of their headers says."""
    known, kinds = confirmed(city), recognised(city.standards)
    return [_recalled(guess, department, known.get(plain(guess.column), ()), kinds) for guess in guessed]


def _recalled(guess: Guess, department: str, said: Sequence[Confirmed], kinds: Sequence[Element]) -> Guess:
    """What the same department said goes first; where those who said something disagree, nothing was said."""
    mine = [each for each in said if each.source.owner == department]
    asked = mine or said
    kind = next((kind for kind in kinds if asked and kind.name == asked[0].element), None)
    if kind is None or len({each.element for each in asked}) > 1:
        return guess
    of = asked[0].source
    why = Text(
        f"{of.owner}在“{of.title.zh}”中确认过这个表头就是“{asked[0].column}”",
        f"{of.owner} confirmed in “{of.title.en}” that this header is “{asked[0].column}”",
    )
    # Values of plain kinds look like nothing: only those that look like another element speak against it.
    if guess.element.name not in (kind.name, "text"):
        against = Text("；但这一次的值不像", "; but the values of this file do not look like it")
        return Guess(
            column=guess.column,
            element=kind,
            confidence=CONTRADICTED,
            reason=Text(why.zh + against.zh, why.en + against.en),
        )
    return Guess(column=guess.column, element=kind, confidence=SAME if mine else ELSEWHERE, reason=why)
