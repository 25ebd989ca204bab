"""Sources as the pages of entities tell of them: which one, whose, and its values as text."""

from collections.abc import Mapping
from typing import Any

from shuzhi.ops.city import city
from shuzhi.packs.schema import Source


def source_named(name: str) -> Source:
    return next(each for each in city().sources if each.name == name)


def said_by(source: Source) -> Mapping[str, Any]:
    return {"source": source.title, "department": source.owner}


def as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "是" if value else "否"
    return None if value is None else str(value)
