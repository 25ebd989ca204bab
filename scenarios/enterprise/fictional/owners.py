"""Who owns the fictional companies, and what is not as it looks: rings of shells, and companies that own themselves.

What looks alike and is lawful: many companies at an agent's address and telephone (``companies.found``), and two
companies that hold a little of one another.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .companies import COUNTIES, TODAY, Company, company_code, id_card, person, premises, telephone

SHELLS, CIRCLES = 150, 200
"""For so many companies one ring of shells, and one circle of owners; two at least."""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """``code``: the id number of a person, the credit code of a company. ``share``: per cent."""

    name: str
    code: str
    person: bool
    share: float
    since: date


def shells(chance: random.Random, world: Sequence[Company]) -> Iterator[Company]:
    """Rings of companies that exist on paper: one room, one telephone, two people, founded within weeks, no staff."""
    codes = iter(range(5 * len(world) + 5, 6 * len(world) + 100))
    for ring in range(max(2, len(world) // SHELLS)):
        county, place, _ = premises(chance)
        phone, first = telephone(chance), date(2024, 3, 1) + timedelta(days=chance.randrange(400))
        heads = [(person(chance), id_card(chance, COUNTIES[county])) for _ in range(2)]
        models = chance.sample(
            [one for one in world if not one.branch and not one.former], chance.randrange(5, 9)
        )
        for number, model in enumerate(models):
            name, number_of = heads[number % 2]
            yield replace(
                model, number=len(world) + ring * 10 + number, uscc=company_code(next(codes)),
                brand=model.brand[::-1] + "顺", county=county, place=place, room=str(401 + number % 3), phone=phone,
                head=name, head_id=number_of, founded=first + timedelta(days=chance.randrange(45)), status="存续",
                gone=None, still=False, staff=0, ring=f"空壳{ring + 1}",
            )  # fmt: skip


def owners(chance: random.Random, world: Sequence[Company]) -> Mapping[str, list[Owner]]:
    """The owners of every company that is no branch, by its code; circles are the ``循环`` of ``circles``."""
    whole = [one for one in world if not one.branch]
    held: dict[str, list[Owner]] = {}
    for place, one in enumerate(whole):
        rest, told = 100.0, list[Owner]()
        if place and not one.ring and chance.random() < 0.15:
            share = chance.choice((30, 51, 60, 80, 100))
            told.append(_company(chance, whole[chance.randrange(place)], share))
            rest -= share
        if rest and chance.random() < 0.4:
            part = chance.choice((10, 20, 30, 40)) * rest / 100
            told.append(_person(chance, person(chance), id_card(chance, COUNTIES[one.county]), part))
            rest -= part
        if rest:
            told.append(_person(chance, one.head, one.head_id, rest))
        held[one.uscc] = told
    for circle in circles(whole):
        for above, below in zip(circle, [*circle[1:], circle[0]], strict=True):
            held[below.uscc] = _made_room(
                held[below.uscc], _company(chance, above, chance.choice((30, 40, 55, 70)))
            )
    for a, b in _pairs(chance, whole):
        held[b.uscc] = _made_room(held[b.uscc], _company(chance, a, chance.choice((2, 3, 5))))
        held[a.uscc] = _made_room(held[a.uscc], _company(chance, b, chance.choice((1, 2, 4))))
    return held


def circles(world: Sequence[Company]) -> list[list[Company]]:
    """Two to four companies each of which owns much of the next, the last of the first: the same each time asked."""
    free = [one for one in world if not one.branch and not one.ring and one.gone is None]
    chance = random.Random(f"circles {len(free)}")
    drawn = chance.sample(free, 4 * max(2, len(free) // CIRCLES))
    return [drawn[at : at + chance.randrange(2, 5)] for at in range(0, len(drawn), 4)]


def _pairs(chance: random.Random, whole: Sequence[Company]) -> Iterator[tuple[Company, Company]]:
    taken = {one.uscc for circle in circles(whole) for one in circle}
    free = [one for one in whole if not one.ring and one.gone is None and one.uscc not in taken]
    drawn = chance.sample(free, 2 * max(2, len(whole) // CIRCLES))
    return zip(drawn[::2], drawn[1::2], strict=True)


def _made_room(told: list[Owner], more: Owner) -> list[Owner]:
    """One owner more, the others with so much less."""
    return [replace(one, share=round(one.share * (100 - more.share) / 100, 2)) for one in told] + [more]


def _company(chance: random.Random, one: Company, share: float) -> Owner:
    return Owner(name=one.name, code=one.uscc, person=False, share=share, since=_day(chance))


def _person(chance: random.Random, name: str, code: str, share: float) -> Owner:
    return Owner(name=name, code=code, person=True, share=share, since=_day(chance))


def _day(chance: random.Random) -> date:
    return TODAY - timedelta(days=chance.randrange(60, 2500))
