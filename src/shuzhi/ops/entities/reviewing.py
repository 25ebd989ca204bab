"""Pairs that wait for people: those whose answer is worth most first, the two records side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.text import Text
from shuzhi.fuse.comparison import numbered
from shuzhi.fuse.kind import Kind
from shuzhi.ops.city import city
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.entities.kinds import SAID, kind_named, opened
from shuzhi.ops.entities.models import Answer
from shuzhi.ops.people.access import Access
from shuzhi.run.read import Desk

SHOWN = 10
DECIDING = 2
"""So many comparisons are marked as those that decide."""

_COMPARED = {
    "uscc_written": "uscc", "id_written": "id", "name": "name", "birth": "birth", "sex": "sex", "phone": "phone",
    "address": "address", "head": "head",
}  # fmt: skip
"""What is said -> the comparison that looks at it."""


def waiting(by: Access, kind: str, purpose: str) -> dict[str, Any]:
    """How many pairs wait, and the first of them. Raises Refused without the permission or a grant."""
    by.require("entities.judge")
    of = kind_named(kind)
    desk = desk_of(by, purpose, opened())
    answered = set(Answer.objects.filter(kind=kind, undone_at=None).values_list("l", "r"))
    ranked = exp.select("*").from_(of.table("review").tree).order_by("value desc", "l", "r")
    pairs = [row for row in desk.rows(ranked) if (row["l"], row["r"]) not in answered]
    first = pairs[:SHOWN]
    said = _mentions(desk, of, sorted({row[side] for row in first for side in ("l", "r")}))
    model = _model(desk, of)
    return {
        "waiting": len(pairs),
        "pairs": [_pair(of, row, said[row["l"]], said[row["r"]], model) for row in first],
    }


def waits(by: Access, of: Kind, purpose: str, pair: tuple[str, str]) -> bool:
    """Whether the user may be asked about the pair."""
    desk = desk_of(by, purpose, opened())
    query = exp.select("l").from_(of.table("review").tree)
    query = query.where(sql.column("l").eq(sql.literal(pair[0])), sql.column("r").eq(sql.literal(pair[1])))
    return bool(desk.rows(query))


Model = Mapping[tuple[str, int], tuple[Text, float]]


def _model(desk: Desk, of: Kind) -> Model:
    rows = desk.rows(exp.select("comparison", "level", "zh", "en", "bits").from_(of.table("weight").tree))
    return {(row["comparison"], row["level"]): (Text(row["zh"], row["en"]), row["bits"]) for row in rows}


def _mentions(desk: Desk, of: Kind, records: Sequence[str]) -> dict[str, dict[str, Any]]:
    if not records:
        return {}
    query = exp.select("*").from_(of.table("mention").tree)
    query = query.where(sql.column("record").isin(*map(sql.literal, records)))
    return {row["record"]: row for row in desk.rows(query)}


def _pair(
    of: Kind, row: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any], model: Model
) -> dict[str, Any]:
    levels = numbered(row["pattern"], of.model.comparisons)
    told = {name: model.get((name, level)) for name, level in levels.items() if level}
    heaviest = sorted((name for name in told if told[name]), key=lambda name: -abs(told[name][1]))  # type: ignore[index]
    shown = [name for name in of.told[2:] if left[name] is not None or right[name] is not None]
    cells = [_cell(name, left[name], right[name], _COMPARED.get(name), told, heaviest) for name in shown]
    if told.get("branch"):
        cells.append(_cell("branch", None, None, "branch", told, heaviest))
    return {
        "l": row["l"],
        "r": row["r"],
        "chance": row["chance"],
        "refused": row["refused"],
        "linked": row["linked"],
        "sides": [_side(left), _side(right)],
        "cells": cells,
    }


def _side(said: Mapping[str, Any]) -> dict[str, Any]:
    source = next(each for each in city().sources if each.name == said["source"])
    return {"source": source.title, "department": source.owner, "seen": said["seen"], "rows": said["rows"]}


def _cell(
    name: str,
    left: object,
    right: object,
    compared: str | None,
    told: Mapping[str, tuple[Text, float] | None],
    heaviest: Sequence[str],
) -> dict[str, Any]:
    found = told.get(compared) if compared else None
    return {
        "name": name,
        "label": SAID[name],
        "left": None if left is None else str(left),
        "right": None if right is None else str(right),
        "says": found[0] if found else None,
        "bits": round(found[1], 1) if found else None,
        "deciding": compared in heaviest[:DECIDING],
    }
