"""The portable subset is covered whole, and its reference page is what the specs say."""

import pytest

from tests.spec.case import Case, never
from tests.spec.scenario_sql.constructs import CONSTRUCTS
from tests.spec.scenario_sql.portable import CASES, PAGE, page


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_has_a_case(construct: str) -> None:
    assert any(case.about == construct and not case.gaps for case in CASES)


def test_every_case_is_of_a_construct_and_says_so_in_both_languages() -> None:
    assert {case.about for case in CASES} == set(CONSTRUCTS)
    assert all(case.says.zh and case.says.en for case in CASES)


def test_every_function_of_the_subset_occurs_in_a_case() -> None:
    text = " ".join(case.query.sql(dialect="duckdb").lower() for case in CASES if not case.gaps)
    words = """with join exists group over case coalesce nullif greatest least substr length strpos replace translate
        lower upper trim lpad concat || regexp_matches regexp_extract regexp_replace try_cast cast integer int bigint
        decimal double date varchar boolean date_diff year month make_date date_trunc sha256 array_agg unnest
        union in between exp round // % distinct filter having"""
    written = {"integer": "int", "varchar": "text", "strpos": "strpos("}
    assert [word for word in words.split() if written.get(word, word) not in text] == []


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.spec.scenario_sql.portable"


def test_a_gap_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        never(" ")


def test_only_a_known_engine_can_have_a_gap() -> None:
    with pytest.raises(ValueError, match="no such engine"):
        Case(sql="select 1 as a", oracle=lambda _: [{"a": 1}], gaps={"trino": never("not ours")})
    with pytest.raises(ValueError, match="no such engine"):
        Case(
            sql="select 1 as a",
            oracle=lambda _: [{"a": 1}],
            gaps={"oracle": never("the oracle is the meaning")},
        )
