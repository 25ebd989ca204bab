"""A department's file lands row for row on every engine, or not at all."""

from pathlib import Path

import pytest
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.ports import Engine, Reading
from tests.spec.case import arrow
from tests.spec.engine.rows import BENEFITS, rows_of

REJECTS = dict.fromkeys(("source", "file", "_batch", "reason", "content"), "VARCHAR") | {"line": "BIGINT"}


def reading(path: Path, text: str, *, columns: tuple[str, ...], records: int) -> Reading:
    path.write_text(text, encoding="utf-8")
    read = exp.Anonymous(
        this="read_csv",
        expressions=[
            sql.literal(str(path)),
            exp.EQ(this=exp.column("all_varchar"), expression=exp.true()),
        ],
    )
    query = exp.select(
        *(sql.column(name) for name in columns),
        exp.alias_(sql.literal("b0"), "_batch"),
        sql.parse("row_number() over () as _row"),
        exp.alias_(sql.literal("h"), "_hash"),
    ).from_(read)
    return Reading(
        source="低保",
        path=path,
        batch="b0",
        columns=columns,
        query=query,
        records=records,
        quarantine=arrow([], REJECTS),
    )


def test_every_row_lands_and_new_columns_widen_the_table(lake: Engine, tmp_path: Path) -> None:
    first = reading(tmp_path / "一.csv", "姓 名,金额\n甲,1.50\n乙,\n", columns=("姓 名", "金额"), records=2)
    second = reading(tmp_path / "二.csv", "姓 名,村\n丙,东\n", columns=("姓 名", "村"), records=1)
    with lake.transaction():
        assert [lake.append_files(BENEFITS, file).landed for file in (first, second)] == [2, 1]
    assert lake.columns(BENEFITS)["村"] == "VARCHAR"
    assert [(row["姓 名"], row["金额"], row["村"], row["_row"]) for row in rows_of(lake)] == [
        ("丙", None, "东", 1),
        ("乙", None, None, 2),
        ("甲", "1.50", None, 1),
    ]


def test_a_file_that_does_not_add_up_leaves_nothing(lake: Engine, tmp_path: Path) -> None:
    short = reading(tmp_path / "一.csv", "姓 名\n甲\n", columns=("姓 名",), records=2)

    def landing() -> None:
        with lake.transaction():
            lake.append_files(BENEFITS, short)

    with pytest.raises(ShuzhiError):
        landing()
    assert lake.tables() == set()
