"""Whatever the pairs: two identities never share a cluster, and the order of pairs changes nothing."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.fuse.cluster import clustered

RECORDS = 12
identities = st.lists(st.integers(-1, 3), min_size=RECORDS, max_size=RECORDS)
pairs = st.lists(
    st.tuples(st.integers(0, RECORDS - 1), st.integers(0, RECORDS - 1), st.integers(0, 40)).filter(
        lambda pair: pair[0] < pair[1]
    ),
    unique_by=lambda pair: pair[:2],
    max_size=30,
)
Pairs = Sequence[tuple[int, int, int]]


def cluster(identity: list[int], found: Pairs, margin: float = 3.0, told: Pairs = ()) -> list[int]:
    left, right, weight = (np.array([pair[place] for pair in found], dtype=np.int64) for place in range(3))
    apart = tuple(np.array([pair[place] for pair in told], dtype=np.int64) for place in range(2))
    return list(clustered(np.array(identity), left, right, weight.astype(float), margin=margin, apart=apart))


@given(identities, pairs)
def test_two_identities_are_never_one(identity: list[int], found: Pairs) -> None:
    held: dict[int, set[int]] = {}
    for record, leader in enumerate(cluster(identity, found)):
        held.setdefault(leader, set()).add(identity[record])
    assert all(len(some - {-1}) <= 1 for some in held.values())


@given(identities, pairs, st.randoms())
def test_the_order_of_pairs_changes_nothing(identity: list[int], found: Pairs, chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cluster(identity, found) == cluster(identity, shuffled)


@given(pairs)
def test_without_identities_every_pair_is_united(found: Pairs) -> None:
    leaders = cluster([-1] * RECORDS, found)
    assert all(leaders[a] == leaders[b] for a, b, _ in found)
    assert all(leaders[leader] == leader for leader in leaders)


def test_who_fits_two_identities_as_well_joins_neither() -> None:
    assert cluster([0, 1, -1], [(0, 2, 20), (1, 2, 19)]) == [0, 1, 2]
    assert cluster([0, 1, -1], [(0, 2, 20), (1, 2, 10)]) == [0, 1, 0]


def test_nor_through_a_record_that_is_clear() -> None:
    assert cluster([0, 1, -1, -1], [(0, 2, 20), (1, 2, 20), (1, 3, 30), (2, 3, 25)]) == [0, 1, 2, 1]


def test_the_heavier_pair_decides_whose_a_chain_is() -> None:
    assert cluster([0, -1, -1, 1], [(0, 1, 9), (1, 2, 30), (2, 3, 20)]) == [0, 3, 3, 3]


@given(identities, pairs, pairs)
def test_what_people_told_apart_is_never_one(identity: list[int], found: Pairs, told: Pairs) -> None:
    known = {record: who for record, who in enumerate(identity) if who >= 0}
    told = [(a, b, w) for a, b, w in told if known.get(a, -1 - a) != known.get(b, -1 - b)]
    leaders = cluster(identity, found, told=told)
    assert all(leaders[a] != leaders[b] for a, b, _ in told)
