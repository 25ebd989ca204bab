"""Addresses: the same place written unlike is one, its neighbour one character away is not. Made-up places."""

from pathlib import Path

from shuzhi.core import sql
from shuzhi.fuse import places
from shuzhi.fuse.address_parts import parts
from shuzhi.fuse.addresses import parsed
from tests.spec.case import Case
from tests.spec.conftest import Answer

REGIONS = (
    ("云澜省", "province"),
    ("云澜市", "city"),
    ("云溪区", "county"),
    ("澜东区", "county"),
    ("青屿县", "county"),
)
LINES = Path(__file__).with_name("address_pairs.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [tuple(part.strip() for part in line.split("|")) for line in LINES if line[:1] in {"同", "异"}]


def test_there_are_three_hundred_of_both_kinds() -> None:
    assert len({frozenset(pair[1:]) for pair in PAIRS}) >= 300
    assert {verdict for verdict, *_ in PAIRS} == {"同", "异"}


def test_every_minimal_pair_is_on_the_right_side(answer: Answer) -> None:
    written = sql.query("select a as written from standard.pair union select b as written from standard.pair")
    query = sql.query(
        f"""
        select p.a, p.b, {places.SAME_DOOR} as same
        from standard.pair p join place l on l.written = p.a join place r on r.written = p.b
        """
    )
    case = Case(
        given={"standard.pair": [{"a": a, "b": b} for _, a, b in PAIRS]},
        sql=query.with_("place", as_=places.standardised(parsed(written, parts(REGIONS)))),
        oracle=lambda _: [{"a": a, "b": b, "same": verdict == "同"} for verdict, a, b in PAIRS],
    )
    told = answer(case)
    assert [row for row in told if row not in case.expected] == []
    assert told == case.expected
