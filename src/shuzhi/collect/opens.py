"""A process that opens one workbook, under hard limits, and tells whether that can be done.

    python -I -m shuzhi.collect.opens file.xls

The library holds a sheet from its first cell to its last, and a damaged one can make it ask for more memory than there
is, which ends the process and is no exception. Of an xlsx it can be seen before where its last cell is
(``archives.check_package``); of any other kind the operating system says first whether it opens.
"""

import resource
import subprocess
import sys
from pathlib import Path

MEMORY = 4 << 30
SECONDS = 120


def opens(path: Path) -> bool:
    """Whether the workbook can be opened within the limits. What is wrong with one that can, opening it tells."""
    try:
        done = subprocess.run(  # noqa: S603  this Python, this module, a path as one argument
            [sys.executable, "-I", "-m", "shuzhi.collect.opens", str(path.resolve())],
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def hold(limit: int, most: int) -> None:
    """Set a limit of this process for good; one that is lower already stays."""
    _, hard = resource.getrlimit(limit)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (most, most))


def _open(path: str) -> None:
    hold(resource.RLIMIT_AS, MEMORY)
    hold(resource.RLIMIT_CPU, SECONDS)
    hold(resource.RLIMIT_CORE, 0)
    # Only now: what it allocates counts.
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    try:
        with CalamineWorkbook.from_path(path) as book:
            for title in book.sheet_names:
                book.get_sheet_by_name(title)
    except BaseException:
        return


if __name__ == "__main__":
    _open(sys.argv[1])
