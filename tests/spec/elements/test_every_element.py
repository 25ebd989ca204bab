"""Every element is whole: it tells all it should, its fictional values are valid, its masks hide."""

import pytest
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, Element, element
from shuzhi.core.errors import ShuzhiError
from shuzhi.govern.standardise import judged
from tests.spec.case import Case, Row, comparable
from tests.spec.conftest import Answer
from tests.spec.elements.judging import AS_OF, LANDED, REGIONS

MANY = 1000
COUNTED = """
select count(*) as made, count(value) as valid, count(case when looks then 1 end) as recognised,
       count(case when strpos(partial, "none") > 0 or strpos("full", "none") > 0 then 1 end) as shown
from values_made
"""
TOLD = "select count(case when substr(partial, 5, 13) <> '*************' then 1 end) as told from values_made"
FEW = {"region_code": 6, "yes_no": 2}
"""Elements that do not have a thousand different values."""
by_name = pytest.mark.parametrize("kind", ELEMENTS, ids=lambda kind: kind.name)


@by_name
def test_it_tells_everything_in_both_languages(kind: Element) -> None:
    told = [kind.label, *(text for way in kind.invalid for text in (way.text, way.todo))]
    assert all(text.zh.strip() and text.en.strip() for text in told)
    assert kind.standard
    assert kind.headers
    assert kind.grade
    assert set(kind.masks) == {"none", "partial", "full"}


@by_name
def test_reasons_have_codes_of_their_own(kind: Element) -> None:
    codes = [way.code for way in kind.invalid]
    assert len(set(codes)) == len(codes)


@by_name
def test_what_is_judged_value_by_value_is_never_invalid(kind: Element) -> None:
    assert kind.costly or not kind.invalid


def test_no_two_elements_share_a_name() -> None:
    assert len({kind.name for kind in ELEMENTS}) == len(ELEMENTS)


def test_no_two_elements_claim_one_header() -> None:
    claimed = [header for kind in ELEMENTS for header in set(kind.headers)]
    assert len(set(claimed)) == len(claimed)


def test_an_unknown_element_is_told_with_its_neighbours() -> None:
    with pytest.raises(ShuzhiError, match="id_card"):
        element("id_crad")


@by_name
def test_only_what_tells_nothing_is_shown_to_everybody(kind: Element) -> None:
    assert kind.masks["partial"] != "x" or kind.grade == "一般1级"


@by_name
def test_fictional_values_are_valid_recognised_and_hidden_by_masks(kind: Element, answer: Answer) -> None:
    made = FEW.get(kind.name, MANY)
    counted = {
        "made": made,
        "valid": made,
        "recognised": 0 if kind.looks == "false" else made,
        "shown": made if kind.masks["partial"] == "x" else 0,
    }
    assert answer(_fictional(kind, COUNTED, counted)) == comparable([counted], ordered=False)


def test_a_masked_identity_number_tells_neither_birth_nor_sex(answer: Answer) -> None:
    counted = {"told": 0}
    assert answer(_fictional(element("id_card"), TOLD, counted)) == comparable([counted], ordered=False)


def _fictional(kind: Element, query: str, counted: Row) -> Case:
    """The query over ``values_made``: fictional values judged by the element's own rules, and masked."""
    made = sql.fill('select f as "值" from numbers.counted', f=sql.fill(kind.fictional, n=sql.column("n")))
    judging = judged(kind, [(LANDED, "值")], as_of=AS_OF).transform(
        lambda node: made.copy().subquery("made") if node == LANDED.tree else node  # type: ignore[attr-defined]
    )
    shown = {
        "looks": sql.fill(kind.looks, x=sql.column("raw")),
        **{f"{level}": sql.fill(mask, x=sql.column("value")) for level, mask in kind.masks.items()},
    }
    columns = [exp.alias_(tree, name, quoted=True) for name, tree in shown.items()]
    values = exp.select("raw", "value", *columns).from_(judging.subquery("judging"))
    return Case(
        sql=sql.query(query).with_("values_made", as_=values),
        given={"numbers.counted": [{"n": n} for n in range(MANY)], "reference.region": REGIONS},
        oracle=lambda _: [counted],
    )
