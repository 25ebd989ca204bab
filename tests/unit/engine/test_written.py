"""Rows as files people take with them: every value as it was, and nothing a spreadsheet would run."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from shuzhi.core.errors import ShuzhiError
from shuzhi.engine import written

ROWS = pa.table(
    {
        "名": ["=1+1", "＋86", "-12.5", " @cmd", "陈𠮷\x01", None],
        "金额": pa.array([1.5, None, float("nan"), 4.0, 5.0, 6.0]),
        "日": pa.array([date(2026, 1, day) for day in range(1, 7)]),
        "时": pa.array([datetime.fromisoformat(f"2026-01-01T08:30:0{day}") for day in range(6)]),
        "是否": pa.array([True, False, None, True, True, True]),
        "数": pa.array(range(6), pa.int64()),
    }
)
TITLES = ["姓名", "金额（元）", "日期", "时刻", "=是否", "件数"]


def written_as(form: str, folder: Path, rows: pa.Table = ROWS) -> Path:
    target = folder / f"明细.{form}"
    assert written.write(rows.to_reader(max_chunksize=2), TITLES, target) == rows.num_rows
    return target


def test_no_cell_of_a_csv_is_a_formula_and_numbers_stay_numbers(tmp_path: Path) -> None:
    target = written_as("csv", tmp_path)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["姓名", "金额（元）", "日期", "时刻", "'=是否", "件数"]
    assert [row[0] for row in rows] == ["'=1+1", "'＋86", "-12.5", "' @cmd", "陈𠮷\x01", ""]
    assert rows[0][1:] == ["1.5", "2026-01-01", "2026-01-01 08:30:00", "是", "0"]
    assert rows[2][1] == ""


def test_texts_of_a_workbook_are_texts(tmp_path: Path) -> None:
    (sheet,) = CalamineWorkbook.from_path(written_as("xlsx", tmp_path)).sheet_names
    head, *rows = CalamineWorkbook.from_path(tmp_path / "明细.xlsx").get_sheet_by_name(sheet).to_python()
    assert head == TITLES
    assert [str(row[0]).strip() for row in rows] == ["=1+1", "＋86", "-12.5", "@cmd", "陈𠮷", ""]
    assert rows[0][1:] == [1.5, "2026-01-01", "2026-01-01 08:30:00", "是", 0.0]
    assert rows[1][1] == rows[2][1] == ""


def test_parquet_has_the_rows_as_they_are(tmp_path: Path) -> None:
    told = pq.read_table(written_as("parquet", tmp_path)).rename_columns(ROWS.column_names)
    assert told.schema == ROWS.schema
    # As text: what is no number is not equal to itself.
    assert str(told.to_pylist()) == str(ROWS.to_pylist())


def test_titles_that_are_twice_are_told_apart(tmp_path: Path) -> None:
    target = tmp_path / "明细.csv"
    written.write(ROWS.select(["名", "数"]).to_reader(), ["甲", "甲"], target)
    assert target.read_text(encoding="utf-8-sig").splitlines()[0] == '"甲（名）","甲（数）"'


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MOST_IN_SHEET", 5)
    with pytest.raises(ShuzhiError, match="CSV"):
        written.write(ROWS.to_reader(), TITLES, tmp_path / "明细.xlsx")
    written_as("csv", tmp_path)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_rows_that_are_written_are_let_go(form: str, tmp_path: Path) -> None:
    """However many batches there are, a few of them are in memory."""
    before, held = pa.total_allocated_bytes(), [0]

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(300):
            held.append(pa.total_allocated_bytes() - before)
            yield pa.record_batch({"名": [f"第{number}批{n}" for n in range(2_048)], "数": range(2_048)})

    one = next(batches())
    schema, size = one.schema, one.nbytes
    del one
    rows = pa.RecordBatchReader.from_batches(schema, batches())
    assert written.write(rows, ["姓名", "件数"], tmp_path / f"明细.{form}") == 300 * 2_048
    assert max(held) < 20 * size
