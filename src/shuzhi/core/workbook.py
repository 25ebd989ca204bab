"""Workbooks as we write them: what somebody wrote stays text, and is never a formula or a link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def new_workbook(target: Path | BinaryIO, *, in_order: bool = False) -> Workbook:
    """An empty xlsx workbook, written to ``target`` when its ``with`` ends.

    ``in_order``: rows are written from the first down and not kept in memory. Into a stream nothing touches the disk
    on its way, unless ``in_order``.
    """
    # Imported where it is used: 11 MB, and the server writes a workbook now and then.
    from xlsxwriter import Workbook  # noqa: PLC0415

    streamed = not isinstance(target, Path)
    return Workbook(
        target if streamed else str(target),
        {
            "in_memory": streamed,
            "constant_memory": in_order,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
