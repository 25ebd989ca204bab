"""Who may read findings for what: the readers that the city's grants name, and what sets of grants they have."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from shuzhi.act.findings import FINDING
from shuzhi.packs.schema import City
from shuzhi.run.read import policy
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Post, Reader
from shuzhi.secure.rewrite import hides_nothing

Key = tuple[str, str]
"""``role:<role>`` or ``user:<login>``, and a purpose."""


def granted(city: City, today: date) -> Mapping[Key, Permit]:
    """Every reader and purpose that may read findings today, with what he may read of them."""
    decides = policy(city)
    named = dict.fromkeys(
        (str(grant.who), grant.purpose) for grant in decides.grants if grant.covers(FINDING)
    )
    found = {key: permit(decides, reader(*key), FINDING, today) for key in named}
    return {key: permitted for key, permitted in found.items() if isinstance(permitted, Permit)}


def reader(who: str, purpose: str) -> Reader:
    """The audience as the gateway knows readers: one role, and no grant of any user; or one user, and no role."""
    kind, _, name = who.partition(":")
    if kind == "user":
        return Reader(name=name, purpose=purpose)
    # No login has a space in it.
    return Reader(name=f"ops {who}", posts=(Post(role=name),), purpose=purpose)


def fingerprint(permitted: Permit) -> str:
    """Equal for what the gateway answers alike: who holds the grants does not matter to it."""
    return hashlib.sha256(permitted.said.encode()).hexdigest()


def plain_columns(permitted: Permit) -> list[str]:
    """The columns of a finding that are given as they are: unmasked, or where a mask hides nothing."""
    return [
        column
        for column, element in permitted.elements.items()
        if hides_nothing(element, permitted.levels[column])
    ]


def in_force(city: City, today: date) -> dict[Key, str]:
    """The fingerprint of each audience's grants today: a copy made under others is not shown."""
    return {key: fingerprint(permitted) for key, permitted in granted(city, today).items()}


def by_fingerprint(found: Mapping[Key, Permit]) -> dict[str, Key]:
    """One audience of each set of grants, to read as."""
    chosen: dict[str, list[Key]] = defaultdict(list)
    for key, permitted in found.items():
        chosen[fingerprint(permitted)].append(key)
    return {mark: min(keys) for mark, keys in chosen.items()}
