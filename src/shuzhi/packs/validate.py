"""A document against its model: every mistake told with its line, what is right kept."""

import dataclasses
import re
from collections.abc import Mapping
from inspect import isclass
from typing import TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.closest import closest, did_you_mean, listed
from shuzhi.packs.files import Model
from shuzhi.packs.mistakes import MEND, WANTED
from shuzhi.packs.places import Document, Key, Places, path_key

M = TypeVar("M", bound=Model)
Path = tuple[Key, ...]


def validate(
    model: type[M], document: Document, *, blanks: Mapping[str, object]
) -> tuple[M, Places, list[Problem]]:
    """The document as ``model``, with every mistake.

    Whatever is wrong is left out and its top-level field named in ``Places.lost``; ``blanks`` has a harmless
    value for every required field, so that the rest of the city can still be checked against what is right.
    Raises RuntimeError where the blank itself is not valid: whoever wrote the model mends that.
    """
    problems = list(document.problems)
    raw, places = document.value, document.places
    if not isinstance(raw, dict):
        problems += [] if problems else [_not_a_mapping(model, places)]
        places = dataclasses.replace(places, lost=frozenset(model.model_fields))
        return model.model_validate(dict(blanks)), places, problems
    blanked: set[Path] = set()
    # Each round takes away at least one wrong value; later rounds only meet what taking away left incomplete.
    while True:
        try:
            return model.model_validate(raw), places, problems
        except ValidationError as error:
            details = error.errors(include_url=False)
        _blanks_hold(model, raw, details, blanked)
        found = {(_path(raw, detail["loc"]), _missing(detail)): detail for detail in reversed(details)}
        # A list whose every item is wrong counts as empty too: the items' own mistakes are the ones to tell.
        hollow = {path[:end] for path, _ in found for end in range(1, len(path))}
        found = {
            key: told for key, told in found.items() if told["type"] != "too_short" or key[0] not in hollow
        }
        meant = {(path[:-1], closest(str(path[-1]), keys_at(model, path[:-1]))) for path in _unknown(found)}
        for (path, missing), detail in reversed(found.items()):
            first = str((*path, missing)[0])
            # What taking away left incomplete was told as what was taken away; so is what is wrong of all together.
            known = first in places.lost if first else bool(places.lost)
            if not known and (path, missing) not in meant:
                problems.append(_problem(model, places, detail, path))
        lost = {str((*path, missing)[0]) for path, missing in found}
        places = dataclasses.replace(places, lost=places.lost | lost)
        # Longest and last first, so that positions in lists stay right while items are taken out.
        filled = {(*path, missing) for path, missing in found if _blank(blanks, (*path, missing)) is not None}
        blanked |= filled
        for path in filled:
            raw = _with(raw, path, _blank(blanks, path))
        gone = {path for path, missing in found if (*path, missing) not in filled}
        for path in sorted(gone, key=_order, reverse=True):
            raw, places = _without(raw, path), _closed_up(places, path)
        if () in gone:
            raw, places = dict(blanks), dataclasses.replace(places, lost=frozenset(model.model_fields))
            blanked.add(())


def _missing(detail: ErrorDetails) -> str:
    return str(detail["loc"][-1]) if detail["type"] == "missing" else ""


def _path(raw: object, loc: tuple[int | str, ...]) -> Path:
    """The part of pydantic's location that is written in the document (not names of types it tried)."""
    path: list[Key] = []
    for part in loc:
        if isinstance(raw, dict):
            key = next((key for key in raw if str(part) in (str(path_key(key)), repr(key))), None)
            if key is None:
                continue
            raw = raw[key]
            path.append(path_key(key))
        elif isinstance(raw, tuple) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
            path.append(part)
    return tuple(path)


def _unknown(found: Mapping[tuple[Path, str], ErrorDetails]) -> list[Path]:
    return [path for (path, _), detail in found.items() if detail["type"] == "extra_forbidden"]


def _blank(blanks: object, path: Path) -> object:
    for key in path:
        blanks = blanks.get(key) if isinstance(blanks, Mapping) else None
    return blanks


def _blanks_hold(model: type[Model], raw: object, details: list[ErrorDetails], blanked: set[Path]) -> None:
    """Raises where a mistake is in a blank that was filled in: filling it in again would mend nothing."""
    for detail in details:
        path = _path(raw, detail["loc"])
        if any(path[: len(blank)] == blank for blank in blanked):
            where = ".".join(str(part) for part in detail["loc"])
            raise RuntimeError(
                f"the blank of {where} in {model.__name__} is not valid: {detail['msg']}; mend it in packs/blanks.py"
            )


def _with(raw: object, path: Path, value: object) -> object:
    if not path:
        return value
    if not isinstance(raw, dict):
        return raw
    return {**raw, path[0]: _with(raw.get(path[0], {}), path[1:], value)}


def _order(path: Path) -> tuple[str, ...]:
    return tuple(f"{key:09}" if isinstance(key, int) else key for key in path)


def _without(raw: object, path: Path) -> object:
    if not path:
        return raw
    first, rest = path[0], path[1:]
    if isinstance(raw, tuple) and isinstance(first, int):
        kept = (_without(raw[first], rest),) if rest else ()
        return (*raw[:first], *kept, *raw[first + 1 :])
    if isinstance(raw, dict):
        return {
            key: _without(value, rest) if path_key(key) == first else value
            for key, value in raw.items()
            if rest or path_key(key) != first
        }
    return raw


def _closed_up(places: Places, path: Path) -> Places:
    """The places after the item at ``path`` was taken out of its list."""
    if not path or not isinstance(path[-1], int):
        return places
    above, gone = path[:-1], path[-1]

    def moved(old: Path) -> Path:
        place = old[len(above)] if len(old) > len(above) and old[: len(above)] == above else None
        return (*above, place - 1, *old[len(path) :]) if isinstance(place, int) and place > gone else old

    kept = {old: line for old, line in places.lines.items() if old[: len(path)] != path}
    return dataclasses.replace(places, lines={moved(old): line for old, line in kept.items()})


def keys_at(model: type[Model], path: Path) -> list[str]:
    """The keys a mapping at ``path`` may have, where the model names them."""
    inner = model_at(model, path)
    return list(inner.model_fields) if inner is not None else []


def model_at(model: type[Model], path: Path) -> type[Model] | None:
    """The model of what stands at ``path``, if it has one."""
    annotation: object = model
    for key in path:
        inner = _model_in(annotation)
        if inner is not None:
            if key not in inner.model_fields:
                return None
            annotation = inner.model_fields[str(key)].annotation
        else:
            arguments = [argument for argument in get_args(annotation) if argument is not Ellipsis]
            annotation = arguments[-1] if arguments else None
    return _model_in(annotation)


def _model_in(annotation: object) -> type[Model] | None:
    options = [annotation, *get_args(annotation)] if type(None) in get_args(annotation) else [annotation]
    return next((option for option in options if isclass(option) and issubclass(option, Model)), None)


def _not_a_mapping(model: type[Model], places: Places) -> Problem:
    return Problem(
        what=Text("文件应由“键: 值”组成", "the file should be made of “key: value”"),
        where=places.at(),
        todo=Text(
            f"可用的键：{listed(model.model_fields, 20)}",
            f"keys it may have: {listed(model.model_fields, 20)}",
        ),
    )


def _problem(model: type[Model], places: Places, detail: ErrorDetails, path: Path) -> Problem:
    kind = detail["type"]
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    if kind == "missing":
        return Problem(
            what=Text(f"缺少“{key}”", f"“{key}” is missing"),
            where=places.at(*path),
            todo=Text(f"加上“{key}: …”", f"add “{key}: …”"),
        )
    if kind == "extra_forbidden":
        known_keys = keys_at(model, path[:-1])
        return Problem(
            what=Text(f"不认识的键“{key}”", f"unknown key “{key}”"),
            where=places.at(*path),
            todo=did_you_mean(
                key,
                known_keys,
                otherwise=Text(
                    f"可用的键：{listed(known_keys, 20)}", f"keys it may have: {listed(known_keys, 20)}"
                ),
            ),
        )
    name = ".".join(str(part) for part in path)
    wanted = WANTED.get(kind, Text("值不合要求", "the value is not as required"))
    return Problem(
        what=Text(f"“{name}”：{wanted.zh}", f"“{name}”: {wanted.en}") if name else wanted,
        where=places.at(*path),
        # What is written holds the password: it must not be told again.
        why=None if kind == "holds_password" else _written(detail["input"]),
        todo=MEND.get(kind) or _expected(model, detail, path),
    )


def _written(value: object) -> Text | None:
    if isinstance(value, str | int | float) or value is None:
        shown = "（空）" if value is None or value == "" else str(value)
        return Text(f"写的是：{shown}", f"it says: {'(nothing)' if shown == '（空）' else shown}")
    return None


def _expected(model: type[Model], detail: ErrorDetails, path: Path) -> Text:
    context = detail.get("ctx", {})
    if detail["type"] == "literal_error":
        options = listed(re.findall(r"'([^']*)'", str(context["expected"])))
        return Text(f"可选：{options}", f"one of: {options}")
    if detail["type"] == "greater_than_equal":
        return Text(f"不小于 {context['ge']}", f"at least {context['ge']}")
    zh, _, en = _description(model, path).partition(" | ")
    if en:
        return Text(f"这里写：{zh}", f"write here: {en}")
    return Text("对照 docs/reference/files.md 改正", "mend it as docs/reference/files.md says")


def _description(model: type[Model], path: Path) -> str:
    """What the nearest described field around the path is for."""
    while path:
        inner = model_at(model, path[:-1])
        field = inner.model_fields.get(str(path[-1])) if inner is not None else None
        if field is not None and field.description:
            return field.description
        path = path[:-1]
    return ""
