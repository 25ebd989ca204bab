"""How long somebody who sends a file waits to see how it is read: wall and CPU of the whole reading process.

python -m bench.preview
"""

import resource
import tempfile
import time
from pathlib import Path

import xlsxwriter

from shuzhi.run.preview import Asked, preview
from tests.ugly.corpus import CORPUS
from tests.ugly.people import COLUMNS, payments
from tests.ugly.score import ELEMENTS

ROWS = 20_000


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        kind = next(kind for kind in CORPUS if kind.name == "everything_xlsx")
        small, _ = kind.make(Path(name), 1)
        for path in (small, _large(Path(name))):
            before, began = _cpu(), time.monotonic()
            seen = preview(_asked(path))
            print(
                f"{path.name}: {seen['records']:,} rows, {time.monotonic() - began:.1f} s, CPU {_cpu() - before:.1f} s"
            )


def _large(folder: Path) -> Path:
    path = folder / "large.xlsx"
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, COLUMNS)
        for line, payment in enumerate(payments(1, ROWS), start=1):
            page.write_row(line, 0, payment.cells())
    return path


def _asked(path: Path) -> Asked:
    columns = {name: (kind, ()) for name, kind in zip(COLUMNS, ELEMENTS, strict=True)}
    return Asked(
        path=str(path),
        name=path.name,
        columns=columns,
        required=(),
        known=COLUMNS,
        regions=(),
        as_of="2026-06-30",
    )


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
