"""What people answer about pairs changes what the levels of those pairs weigh, for every other pair too."""

from shuzhi.fuse.weigh import Coincidence, Weights, estimate, weighed
from tests.unit.fuse.test_weights_without_identifiers import CANDIDATES, MODEL, NAMES, PAIRS, RECORDS

DOUBTED = "112"
"""Name and birth agree, the telephone does not: a hundred pairs."""


def estimated(same: float, different: float) -> Weights:
    nobody = dict.fromkeys(CANDIDATES, 0.0)
    return estimate(
        MODEL,
        candidates=CANDIDATES,
        same=nobody | {DOUBTED: same},
        different=nobody | {DOUBTED: different},
        chance={"222": RECORDS},
        coincidence={name: Coincidence(chance=0.001, among=RECORDS, told=True) for name in NAMES},
        pairs=PAIRS,
    )


def weight(found: Weights, pattern: str) -> float:
    (one,) = weighed(MODEL, found, [pattern])
    return one.weight


def test_same_speaks_for_such_pairs_and_different_against_them() -> None:
    untold, same, different = estimated(0, 0), estimated(90, 0), estimated(0, 90)
    assert weight(same, DOUBTED) >= weight(untold, DOUBTED) > weight(different, DOUBTED)
    # ... and of a pair nobody was asked about that differs in the same.
    assert weight(different, "212") < weight(untold, "212")
