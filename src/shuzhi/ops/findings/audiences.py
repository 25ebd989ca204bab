"""Who may read findings for what: the readers that the city's grants name, and what sets of grants they have."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from shuzhi.act.findings import FINDING, FINDING_COLUMNS
from shuzhi.core.elements import ELEMENTS
from shuzhi.packs.schema import City
from shuzhi.run.read import grants
from shuzhi.secure.policy import Grant, Reader, grants_for
from shuzhi.secure.rewrite import level

Key = tuple[str, str]
"""``role:<role>`` or ``user:<login>``, and a purpose."""


def granted(city: City, today: date) -> Mapping[Key, Sequence[Grant]]:
    """Every reader and purpose that may read findings today, with the grants that say so."""
    every = grants(city)
    named = dict.fromkeys((grant.who, grant.purpose) for grant in every)
    found = {key: grants_for(every, reader(*key), FINDING, today) for key in named}
    return {key: applying for key, applying in found.items() if applying}


def reader(who: str, purpose: str) -> Reader:
    """The audience as the gateway knows readers: one role, and no grant of any user; or one user, and no role."""
    kind, _, name = who.partition(":")
    if kind == "user":
        return Reader(name=name, purpose=purpose)
    # No login has a space in it.
    return Reader(name=f"ops {who}", roles=frozenset({name}), purpose=purpose)


def fingerprint(applying: Sequence[Grant]) -> str:
    """Equal for grants under which the gateway answers alike: who holds them does not matter to it."""
    said = sorted(repr((grant.rows, grant.mask, sorted(grant.columns.items()))) for grant in applying)
    return hashlib.sha256(repr((said, sorted(FINDING_COLUMNS.items()))).encode()).hexdigest()


def plain_columns(applying: Sequence[Grant]) -> list[str]:
    """The columns of a finding that these grants give as they are: unmasked, or where a mask hides nothing."""
    masks = {element.name: element.masks for element in ELEMENTS}
    return [
        column
        for column, element in FINDING_COLUMNS.items()
        if (given := level(column, applying)) == "none" or masks[element][given] == "x"
    ]


def in_force(city: City, today: date) -> dict[Key, str]:
    """The fingerprint of each audience's grants today: a copy made under others is not shown."""
    return {key: fingerprint(applying) for key, applying in granted(city, today).items()}


def by_fingerprint(found: Mapping[Key, Sequence[Grant]]) -> dict[str, Key]:
    """One audience of each set of grants, to read as."""
    chosen: dict[str, list[Key]] = defaultdict(list)
    for key, applying in found.items():
        chosen[fingerprint(applying)].append(key)
    return {mark: min(keys) for mark, keys in chosen.items()}
