"""Search finds exactly the rows whose text contains what was asked; nobody types his way past a facet."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuzhi.ops import search

pytestmark = pytest.mark.django_db

CHINESE = st.text(st.sampled_from("停车场乱收费噪声扰民𠮷𰻝龘\ue815"), min_size=1, max_size=6)


@pytest.fixture
def table() -> str:
    """A table with the index; gone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("create table searched (id integer primary key, terms text not null)")
        for statement in search.index_statements("searched", connection.vendor):
            cursor.execute(statement)
    return "searched"


def keep(table: str, *rows: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table}")
        for number, row in enumerate(rows, start=1):
            cursor.execute(f"insert into {table} values (%s, %s)", [number, row])


def found(table: str, words: str, **narrowed: object) -> list[int]:
    return search.newest(table, words, limit=100, **narrowed)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(CHINESE, max_size=8), asked=CHINESE)
def test_chinese_is_found_by_any_part_and_only_by_a_part(table: str, texts: list[str], asked: str) -> None:
    with transaction.atomic():
        keep(table, *(search.terms(text) for text in texts))
        expected = [number for number, text in enumerate(texts, start=1) if asked in text]
        assert found(table, asked) == expected[::-1]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("停车", [1]),
        ("收费 停车", [1]),
        ("停 费", [1]),
        ("停收", []),
        ("A3区", [1]),
        ("a3 区停", [1]),
        ("Ａ３区", [1]),
        ("3区", []),
        ("2026-0001", [1]),
        ("0001", [1]),
        ("0012", []),
        ("停车场，乱", [1]),
        ("?", []),
        ("停车 ?", [1]),
        ('" OR *', []),
        ("停车'| !x", []),
    ],
)
def test_words_are_found_by_their_beginning_and_all_must_be_there(
    table: str, asked: str, expected: list[int]
) -> None:
    keep(table, search.terms("A3区停车场，乱收费", "2026-000123"))
    assert found(table, asked) == expected


def test_facets_are_exact_and_grouped(table: str) -> None:
    mine, theirs, open_ = (search.facet("seen", 1), search.facet("seen", 2), search.facet("state", "open"))
    keep(
        table, *(search.terms("噪声", facets=kept) for kept in ([mine, open_], [theirs], [theirs, open_], []))
    )
    assert found(table, "噪声", facets=[{mine, theirs}]) == [3, 2, 1]
    assert found(table, "", facets=[{mine, theirs}, {open_}]) == [3, 1]
    assert found(table, "噪声", facets=[set()]) == []
    assert found(table, "", facets=[{theirs}], before=3) == [2]


def test_typing_a_facet_finds_nothing(table: str) -> None:
    mine = search.facet("seen", 1)
    keep(table, search.terms("噪声", facets=[mine]), search.terms(mine))
    assert found(table, mine) == [2]
    assert found(table, "", facets=[{mine}]) == [1]


def test_a_changed_row_is_found_by_what_it_says_now(table: str) -> None:
    keep(table, search.terms("路灯"))
    with connection.cursor() as cursor:
        cursor.execute(f"update {table} set terms = %s", [search.terms("井盖")])
    assert (found(table, "路灯"), found(table, "井盖")) == ([], [1])
