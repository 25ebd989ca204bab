"""A workbook of 200,000 rows and 40 columns: read, its columns' kinds told, landed; beside python-calamine reading it.

    python -m bench.wide_workbook [rows]

CPU seconds of a process each; ours ends with the rows as text in an encrypted DuckLake and the counts reconciled.
"""

import datetime as dt
import sys
import tempfile
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.intake import measure
from shuzhi.collect.intake import check_unchanged, read_file
from shuzhi.collect.scan import scan
from shuzhi.core import ids
from shuzhi.core.sql import TableName
from shuzhi.engine.duckdb import DuckLake
from shuzhi.engine.files import DuckDBFiles

COLUMNS = 40


def write(path: Path, rows: int) -> None:
    """Ids, names, places, amounts, counts, dates, some remarks and some blanks, as departments keep them."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        page, day = book.add_worksheet("明细"), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, [f"列名{place}" for place in range(COLUMNS)])
        first = dt.datetime(2020, 1, 1)  # noqa: DTZ001
        for row in range(1, rows + 1):
            for place in range(COLUMNS):
                kind = place % 8
                if kind == 0:
                    page.write_string(row, place, f"99010119{40 + row % 60}0101{place:02}{row % 97:02}")
                elif kind in (1, 2):
                    page.write_number(row, place, row * 7 % 100_000 / (100 if kind == 1 else 1))
                elif kind == 3:
                    page.write_datetime(row, place, first + dt.timedelta(days=row % 2000), day)
                elif kind in (4, 5):
                    page.write_string(
                        row, place, f"某某{row % 3001}" if kind == 4 else f"城东区第{row % 400}村"
                    )
                elif kind == 6 and row % 3:
                    page.write_number(row, place, row % 1000)
                elif kind == 7 and row % 10 == 0:
                    page.write_string(row, place, "补发上月")


def calamine(folder: Path) -> None:
    CalamineWorkbook.from_path(str(folder / "明细.xlsx")).get_sheet_by_index(0).to_python()


def shuzhi(folder: Path) -> None:
    temp = folder / "temp"
    temp.mkdir()
    lake = DuckLake(folder / "lake")
    found = scan(folder / "明细.xlsx")
    reading = read_file(
        source="明细", name="明细.xlsx", batch=ids.batch_id("明细", found.sha256), found=found, temp=temp,
        files=DuckDBFiles(),
    )  # fmt: skip
    with lake.transaction():
        landed = lake.append_files(TableName("landed", "明细"), reading)
        check_unchanged(found)
    lake.close()
    if landed.landed + landed.rejects.num_rows + reading.aside != reading.records:
        raise SystemExit("the counts do not add up")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "明细.xlsx", rows)
        costs = {}
        for job in (calamine, shuzhi):
            cost = costs[job.__name__] = measure(job, folder)
            print(
                f"  {job.__name__:9} cpu {cost.cpu:6.2f} s  wall {cost.wall:6.2f} s  {cost.peak_mb:6.0f} MB"
            )
    print(f"shuzhi / python-calamine: {costs['shuzhi'].cpu / costs['calamine'].cpu:.2f}")


if __name__ == "__main__":
    main()
