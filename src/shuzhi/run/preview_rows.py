"""A file as a person is shown it before it lands: some rows of each sheet, each said to be header, data or neither."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from shuzhi.collect.gather import Gathered
from shuzhi.collect.quarantine import ASIDE, REASONS
from shuzhi.collect.sheet import Sheet
from shuzhi.core.text import Text

SHOWN = 30
"""Rows of a sheet that are shown as they stand."""
FURTHER = 40
"""Rows below them that are shown because they are no data, or bad."""
WIDE, LONG = 80, 80
"""Columns of a row and characters of a cell that are shown."""


def reason_text(code: str) -> Text:
    """Why a row is no record or could not be read, in words; a recipe's own reasons are words already."""
    kind, _, column = code.partition(":")
    known = ASIDE.get(kind) or REASONS.get(kind) or Text(code, code)
    return Text(f"{column}：{known.zh}", f"{column}: {known.en}") if column else known


def shown_sheets(sheets: Sequence[Sheet], gathered: Gathered) -> list[dict[str, Any]]:
    """Each sheet with its name, size and rows to be shown: line, state, reason, cells."""
    return [_sheet(sheet, gathered) for sheet in sheets]


def _sheet(sheet: Sheet, gathered: Gathered) -> dict[str, Any]:
    states = _states(sheet, gathered)
    first = range(min(SHOWN, len(sheet)))
    odd = [
        row
        for row, line in enumerate(sheet.lines.tolist())
        if row >= SHOWN and states.get(line, ("data", ""))[0] in {"aside", "bad", "header"}
    ][:FURTHER]
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "rows": len(sheet),
        "columns": len(sheet.columns),
        "taken": any(part.sheet == sheet.name and len(part.lines) for part in gathered.parts),
        "shown": [_row(sheet, row, states) for row in (*first, *odd)],
    }


def _row(sheet: Sheet, row: int, states: dict[int, tuple[str, str]]) -> dict[str, Any]:
    line = int(sheet.lines[row])
    state, reason = states.get(line, ("", ""))
    why = reason_text(reason) if reason else None
    return {
        "row": row + 1,
        "line": line,
        "state": state,
        "reason": reason.partition(":")[0],
        "why": None if why is None else {"zh": why.zh, "en": why.en},
        "cells": [(cell or "")[:LONG] for cell in sheet.row(row)[:WIDE]],
    }


def _states(sheet: Sheet, gathered: Gathered) -> dict[int, tuple[str, str]]:
    """What each line of the sheet is taken for, and why; a blank line is nothing."""
    states: dict[int, tuple[str, str]] = {}
    for aside in gathered.aside:
        if aside.sheet == sheet.name:
            states |= {
                int(line): ("aside", str(why)) for line, why in zip(aside.lines, aside.reasons, strict=True)
            }
    for other, table in gathered.found:
        if other.name == sheet.name:
            states |= {int(line): ("header", "") for line in sheet.lines[slice(*table.header)]}
    for part in gathered.parts:
        if part.sheet == sheet.name:
            bad = np.flatnonzero(part.reasons != None)  # noqa: E711  element by element
            states |= dict.fromkeys(part.lines[: SHOWN * 2].tolist(), ("data", ""))
            states |= {
                int(part.lines[row]): ("bad", str(part.reasons[row])) for row in bad[: SHOWN + FURTHER]
            }
    return states
