"""The corpus of ugly files: cells right and rows lost in silence, beside pandas, DuckDB's own readers and dlt.

    python -m bench.ugly

Ours: each file landed and standardised by a whole city. A rival reads the file with its defaults (pandas: calamine;
DuckDB: ``read_csv``, and ``read_xlsx`` where its extension is installed); a cell counts as right when the column has
its name and the value is the one meant, however it is typed. Rows of the truth that a rival does not give are lost.
dlt is asked for one thing only, a table with Chinese names, where it is installed.
"""

import contextlib
import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tests.ugly.books import Book
from tests.ugly.corpus import CORPUS
from tests.ugly.people import COLUMNS
from tests.ugly.score import make_city, scores, source_of

Rows = list[dict[str, Any]]
EXCEL = Path(duckdb.__file__).parents[1] / "duckdb_extension_excel"
WORKBOOKS = ("xls", "xlsx", "et", "ods")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "city"
        folder.mkdir()
        books = make_city(folder, CORPUS)
        ours = scores(folder, CORPUS, books)
        total = sum(score.cells for score in ours)
        right, lost = sum(score.right for score in ours), sum(score.lost for score in ours)
        for score in ours:
            if score.right < score.cells or score.lost:
                print(
                    f"  {score.kind}: {score.right} of {score.cells}, {score.lost} lost  {score.note[:100]}"
                )
        print(f"{len(CORPUS)} kinds, {total:,} cells")
        print(f"shuzhi  right {right / total:.2%}  rows lost in silence {lost}")
        for rival, read in (("pandas", with_pandas), ("duckdb", with_duckdb)):
            compare(rival, read, folder, books, total)
    with_dlt()
    sys.exit(0 if right >= 0.995 * total and not lost else 1)


def compare(
    rival: str, read: Callable[[Path], Rows], folder: Path, books: Mapping[str, Book], total: int
) -> None:
    right = lost = refused = 0
    for kind in CORPUS:
        path = folder / "data" / source_of(kind) / f"{kind.name}.{kind.ending}"
        book = books[kind.name]
        rows: Rows = []
        try:
            rows = read(path)
        except Exception:
            refused += 1
            continue
        right += cells_right(rows, book.truth)
        lost += missing(rows, book)
    print(f"{rival:7} right {right / total:.2%}  files refused {refused}  rows lost in silence {lost}")


def with_pandas(path: Path) -> Rows:
    if path.suffix.removeprefix(".") in WORKBOOKS:
        frame = pd.read_excel(path, engine="calamine")
    elif path.suffix == ".json":
        frame = pd.read_json(path)
    elif path.suffix == ".xml":
        frame = pd.read_xml(path, parser="etree")
    else:
        frame = pd.read_csv(path, sep="\t" if path.suffix == ".tsv" else ",")
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def with_duckdb(path: Path) -> Rows:
    with duckdb.connect() as connection:
        if path.suffix.removeprefix(".") in WORKBOOKS:
            connection.load_extension(str(next(EXCEL.glob("**/excel.duckdb_extension"))))
            asked = connection.execute("from read_xlsx(?)", [str(path)])
        elif path.suffix == ".json":
            asked = connection.execute("from read_json(?)", [str(path)])
        else:
            asked = connection.execute("from read_csv(?)", [str(path)])
        return list(asked.to_arrow_table().to_pylist())


def cells_right(rows: Rows, truth: Sequence[Sequence[object]]) -> int:
    by_id = {str(row.get("身份证号")): row for row in rows}
    right = 0
    for place, told in enumerate(truth):
        row = by_id.get(str(told[1])) or (rows[place] if place < len(rows) else {})
        right += sum(
            name in row and alike(row[name], meant) for name, meant in zip(COLUMNS, told, strict=True)
        )
    return right


def missing(rows: Rows, book: Book) -> int:
    """People of the truth who are nowhere in what was read, by name or by number."""
    said = {str(value) for row in rows for value in row.values()}
    return sum(str(told[0]) not in said and str(told[1]) not in said for told in book.truth)


def alike(read: object, meant: object) -> bool:
    if meant is None:
        return read is None or read != read or read == ""  # noqa: PLR0124  NaN is not itself
    if isinstance(meant, dt.date):
        with contextlib.suppress(ValueError, TypeError):
            return bool(pd.Timestamp(str(read)).date() == meant)
        return False
    with contextlib.suppress(ValueError, TypeError):
        return f"{float(str(read)):.2f}" == meant if "." in str(meant) else str(read) == meant
    return str(read) == meant


def with_dlt() -> None:
    try:
        import dlt  # noqa: PLC0415
    except ImportError:
        print("dlt     is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "ugly", destination=dlt.destinations.duckdb(f"{folder}/d.duckdb"), pipelines_dir=folder
        )
        row = dict(zip(COLUMNS, ("甲某", "99", "00", 1.5, "2026-01-01", "青青镇", "补发"), strict=True))
        info = pipeline.run([row], table_name="补贴发放")
        with (
            pipeline.sql_client() as client,
            client.execute_query(
                "select table_name, column_name from information_schema.columns where table_name not like '_dlt%'"
            ) as cursor,
        ):
            found = [(table, column) for table, column in cursor.fetchall() if not column.startswith("_dlt")]
        print(
            f"dlt     {dlt.__version__}: 7 Chinese columns became {found}; failed jobs: {info.has_failed_jobs}"
        )


if __name__ == "__main__":
    main()
