"""JSON as text cells: what stands at a path, and a record as one text by header."""

import json
from collections.abc import Mapping

Row = Mapping[str, str | None]
"""A record as text, by header."""


def parsed(text: str) -> object:
    """JSON with its numbers as they are written: an id of 18 digits must stay one. Raises ValueError, also for what is
    nested too deep, and for half characters (a lone \\ud83d), which no text can hold."""
    try:
        told = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(told, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    return told


def found(value: object, path: str | None) -> object:
    """What stands at a path such as ``data/rows``; None where nothing does."""
    for name in path.split("/") if path else []:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def flat(record: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, str | None]:
    """The record by header; all of it by its own names where no columns are said."""
    if columns:
        return {header: text_of(found(record, path)) for path, header in columns.items()}
    return {name: text_of(value) for name, value in record.items()}


def text_of(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
