"""Values the rest of their table speaks against are doubted, with what speaks against them; ordinary ones are not."""

from collections.abc import Sequence

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern import suspect

TABLE = TableName("landed", "单位")


class Held:
    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> None:
        self.connection = duckdb.connect()
        for schema in ("landed", "suspect"):
            self.connection.execute(f"create schema {schema}")
        names = ", ".join(f'"{name}" varchar' for name in columns)
        self.connection.execute(f'create table landed."单位" ({names}, _batch varchar, _row bigint)')
        self.connection.executemany(
            f'insert into landed."单位" values ({", ".join("?" * (len(columns) + 2))})',
            [[*row, "b1", number] for number, row in enumerate(rows, start=1)],
        )
        self._make(suspect.WRITTEN, suspect.written(TABLE, columns))
        self._make(suspect.COUNTED, suspect.counted())

    def _make(self, table: TableName, query: sql.exp.Query) -> None:
        self.connection.execute(f"create table {table} as {sql.text(query)}")

    def rows(self, query: sql.exp.Query) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self.connection.execute(sql.text(query)).to_arrow_table().to_pylist()
        return found

    def dependencies(self) -> list[suspect.Dependency]:
        facts = self.rows(suspect.facts())
        pairs = suspect.candidates(facts)
        return suspect.dependencies(facts, self.rows(suspect.measuring(TABLE, pairs)) if pairs else [])


def told(rows: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(row["_row"], row["column"], row["value"], row["expected"], row["witness"]) for row in rows]


def schools(wrong: str) -> list[tuple[str, str]]:
    """Forty rows of four schools, the last of which is in the wrong town."""
    rows = [(f"99012{n}", ("溪口镇", "石桥镇", "云湖街道", "东岭乡")[n]) for n in range(4)] * 10
    return [*rows[:-1], (rows[-1][0], wrong)]


def test_a_value_that_its_key_contradicts_everywhere_else_is_doubted() -> None:
    held = Held(["编码", "乡镇"], schools("溪口镇"))
    known = held.dependencies()
    assert [(each.determinant, each.dependent) for each in known] == [("乡镇", "编码"), ("编码", "乡镇")]
    doubted = held.rows(suspect.contradicted(TABLE, known))
    assert sorted(told(doubted), key=str) == [
        (40, "乡镇", "溪口镇", "东岭乡", "编码"),
        (40, "编码", "990123", "990120", "乡镇"),
    ]


def test_columns_that_have_nothing_to_do_with_each_other_are_no_keys() -> None:
    rows = [(f"9901{n % 4}", ("甲", "乙", "丙")[n % 3]) for n in range(48)]
    assert Held(["编码", "等次"], rows).dependencies() == []


def test_a_rare_value_a_letter_from_a_frequent_one_is_doubted() -> None:
    held = Held(["类别"], [("城乡居民养老保险",)] * 30 + [("城乡居民养老保俭",)])
    assert told(held.rows(suspect.misspelt())) == [
        (31, "类别", "城乡居民养老保俭", "城乡居民养老保险", "城乡居民养老保险")
    ]


def test_what_differs_in_numerals_or_directions_is_another_thing() -> None:
    rows = [("还珠南路小学",)] * 30 + [("还珠北路小学",), ("第十二中学",)] + [("第十一中学",)] * 30
    assert held_nothing(Held(["学校"], rows))


def held_nothing(held: Held) -> bool:
    return not held.rows(suspect.misspelt()) and not held.rows(suspect.misshapen())


def test_a_rare_form_is_doubted_with_an_example_of_the_usual_one() -> None:
    held = Held(["证号"], [(f"云字{n}号",) for n in range(100, 199)] + [("云字2024-1号",)])
    ((row, column, value, expected, witness),) = told(held.rows(suspect.misshapen()))
    assert (row, column, value, expected) == (100, "证号", "云字2024-1号", None)
    assert str(witness).startswith("云字1")


def test_a_name_with_a_dot_is_a_name() -> None:
    assert held_nothing(Held(["姓名"], [(f"虚平{chr(0x4E00 + n)}",) for n in range(99)] + [("阿不都·虚构",)]))


def test_decimals_among_whole_numbers_are_numbers() -> None:
    assert held_nothing(Held(["金额"], [(str(n),) for n in range(100, 199)] + [("1000.50",)]))


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["990121", "990122", "990123"]), min_size=1, max_size=60))
def test_where_every_key_keeps_its_word_nothing_is_doubted(codes: list[str]) -> None:
    towns = {"990121": "溪口镇", "990122": "石桥镇", "990123": "云湖街道"}
    held = Held(["编码", "乡镇"], [(code, towns[code]) for code in codes])
    assert held.dependencies() == []
