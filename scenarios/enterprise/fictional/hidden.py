"""Companies of which several people hold a part each, and decide together: rings of shells that share neither address
nor telephone, and what looks alike and is lawful.

A ring has four to six companies, each with a nominee of its own; two people hold less than half of each, and more than
half together, by one agreement to act in concert. The first holds most of the last. Half of the rings drive one
vehicle. Lawful are groups of a family that are built alike and have staff, and vehicles that a lessor's customers
take in turn.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .companies import COUNTIES, TODAY, Company, company_code, id_card, person, premises, telephone
from .owners import Owner

RINGS = 200
"""For so many companies one ring of shells and one family's group; two of each at least."""
LESSORS = 300
DRIVING = 0.1


@dataclass(frozen=True, kw_only=True)
class Ring:
    """``shells``: on paper only. ``allies``: who act in concert, name and id number, by agreement ``number``."""

    number: str
    shells: bool
    companies: tuple[Company, ...]
    allies: tuple[tuple[str, str], ...]
    plate: str
    agreed: date


def rings(chance: random.Random, world: Sequence[Company]) -> Iterator[Ring]:
    """Rings of shells and families' groups in turn, of companies that are nowhere else in the world."""
    codes = iter(range(7 * len(world) + 5, 8 * len(world) + 200))
    free = [one for one in world if not one.branch and not one.former]
    for place in range(2 * max(2, len(world) // RINGS)):
        shells, first = place % 2 == 0, date(2024, 6, 1) + timedelta(days=chance.randrange(300))
        models = chance.sample(free, chance.randrange(4, 7))
        made = []
        for number, model in enumerate(models):
            county, at, room = premises(chance)
            founded = first + timedelta(
                days=chance.randrange(60 if shells else 600) - (0 if shells else 3000)
            )
            made.append(
                replace(
                    model, number=20 * len(world) + place * 10 + number, uscc=company_code(next(codes)),
                    brand=model.brand[::-1] + ("泰" if shells else "祥"), county=county, place=at, room=room,
                    phone=telephone(chance), head=person(chance), head_id=id_card(chance, COUNTIES[county]),
                    founded=founded, status="存续", gone=None, still=False,
                    staff=0 if shells else int(chance.paretovariate(1.1)),
                    ring=f"隐形{place // 2 + 1}" if shells else "",
                )
            )  # fmt: skip
        yield Ring(
            number=f"云协〔2025〕{place + 1}号", shells=shells, companies=tuple(made),
            allies=tuple((person(chance), id_card(chance, "990102")) for _ in range(2)),
            plate=plate(90_000 + place) if place % 4 == 0 else "", agreed=first + timedelta(days=chance.randrange(60)),
        )  # fmt: skip


def owned(chance: random.Random, ring: Ring) -> Mapping[str, list[Owner]]:
    """Who holds the companies of a ring, on paper."""
    held: dict[str, list[Owner]] = {}
    for one in ring.companies:
        shares = (chance.choice((26, 28, 30)), chance.choice((25, 27, 29)))
        told = [
            Owner(name=name, code=code, person=True, share=share, since=one.founded)
            for (name, code), share in zip(ring.allies, shares, strict=True)
        ]
        rest = 100 - sum(shares)
        held[one.uscc] = [
            *told,
            Owner(name=one.head, code=one.head_id, person=True, share=rest, since=one.founded),
        ]
    first, last = ring.companies[0], ring.companies[-1]
    held[last.uscc] = [
        Owner(name=first.name, code=first.uscc, person=False, share=60, since=last.founded),
        Owner(name=last.head, code=last.head_id, person=True, share=40, since=last.founded),
    ]
    return held


def agreements(ring: Ring) -> Iterator[tuple[object, ...]]:
    """A row for each party and company; of the last company nothing is agreed, for the first one holds it."""
    for one in ring.companies[:-1]:
        for name, code in ring.allies:
            yield ring.number, one.name, one.uscc, name, code, "", "", ring.agreed


def vehicles(
    chance: random.Random, world: Sequence[Company], made: Sequence[Ring]
) -> Iterator[tuple[object, ...]]:
    """One company in ten has one to three of its own; a lessor's go from customer to customer."""
    serial = iter(range(90_000))
    whole = [one for one in world if not one.branch and one.gone is None]
    for one in whole:
        for _ in range(chance.randrange(1, 4) if chance.random() < DRIVING and one.staff else 0):
            yield plate(next(serial)), one.name, one.uscc, _day(chance)
    for _ in range(max(1, len(whole) // LESSORS)):
        leased = plate(next(serial))
        for one in chance.sample([one for one in whole if one.staff], 5):
            yield leased, one.name, one.uscc, _day(chance)
    for ring in made:
        for one in ring.companies if ring.plate else ():
            yield ring.plate, one.name, one.uscc, ring.agreed


def plate(serial: int) -> str:
    """No authority issues 藏Z."""
    return f"藏Z{serial:05d}"


def _day(chance: random.Random) -> date:
    return TODAY - timedelta(days=chance.randrange(30, 1500))
