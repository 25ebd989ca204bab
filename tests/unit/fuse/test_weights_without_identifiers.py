"""Where nobody has an identifier, values that coincide because two records are one are not taken for chance."""

import pytest

from shuzhi.core.text import Text
from shuzhi.fuse.comparison import Comparison, Level, Model
from shuzhi.fuse.weigh import Coincidence, estimate

NAMES = ("name", "birth", "phone")
RECORDS = 1000.0


def compared(name: str) -> Comparison:
    level = Level(says=Text("相同", "equal"), when=f"l.{name} = r.{name}", equal=name)
    return Comparison(name=name, given="true", levels=(level,), differs=Text("不同", "different"))


MODEL = Model(
    kind="person", sure="id", written="id", columns=NAMES, keys=NAMES, comparisons=tuple(map(compared, NAMES)),
    refused=lambda _: False,
)  # fmt: skip
CANDIDATES = {
    "111": 1500.0,
    "112": 100.0,
    "121": 100.0,
    "211": 100.0,
    "122": 700.0,
    "212": 700.0,
    "221": 50.0,
}
"""About 1,800 pairs are one; the telephone coincides for nearly no others."""
PAIRS = RECORDS * (RECORDS - 1) / 2


def phone_equal(*, told: bool) -> float:
    met = {name: sum(n for p, n in CANDIDATES.items() if p[place] == "1") for place, name in enumerate(NAMES)}
    found = estimate(
        MODEL,
        candidates=CANDIDATES,
        same=dict.fromkeys(CANDIDATES, 0.0),
        different=dict.fromkeys(CANDIDATES, 0.0),
        chance={"222": RECORDS},
        coincidence={name: Coincidence(chance=met[name] / PAIRS, among=RECORDS, told=told) for name in NAMES},
        pairs=PAIRS,
    )
    return found.u[NAMES.index("phone")][0] * PAIRS


def test_what_is_one_does_not_make_a_value_common() -> None:
    assert phone_equal(told=False) < 150


def test_what_is_known_to_be_different_is_counted_as_it_is() -> None:
    assert phone_equal(told=True) == pytest.approx(1750, rel=0.01)
