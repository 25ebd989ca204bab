"""A parameter's new value, written into city.yml as a person would: one place changes, everything else stays.

Where the values stand is read from the YAML node tree, and text is put in there: nothing is written anew, so comments,
order, quotes and blank lines are kept to the byte. What comes out is read again and must say what was meant.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.edit import Edit, try_out
from shuzhi.packs.macros import Value, value_on
from shuzhi.packs.schema import City, Parameter
from shuzhi.packs.splice import put

FILE = "city.yml"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A scenario's parameter has this value in the city from ``since`` on; ``reason`` is kept beside it."""

    scenario: str
    parameter: str
    since: date
    value: Value
    reason: str


def edit(city: City, change: Change) -> Edit:
    """What the change would make of the city's own values in city.yml. Nothing is written.

    Raises ShuzhiError if there is no such parameter, if the value changes nothing or is of another kind, or if the
    city would not load with it.
    """
    parameter = _parameter(city, change)
    value = _as_written(change.value, parameter)
    path = city.folder / FILE
    before = path.read_bytes().decode("utf-8")
    where = ("parameters", change.parameter, "values", change.since)
    after = put(before, where, value, comment=" ".join(change.reason.split()))
    edited = Edit(city=city.folder, path=path, before=before, after=after)
    if not _says(edited, where, value):
        raise ShuzhiError([_by_hand(path, parameter)])
    try_out(edited)
    return edited


def _parameter(city: City, change: Change) -> Parameter:
    """The parameter, if the change would change it and nothing else."""
    holders = [scenario for scenario in city.scenarios if change.parameter in scenario.parameters]
    scenario = next((holder for holder in holders if holder.name == change.scenario), None)
    if scenario is None:
        raise _refused(change, Text("没有这个参数", "there is no such parameter"))
    if len(holders) > 1:
        others = "、".join(holder.name for holder in holders if holder is not scenario)
        too = Text(
            f"{others} 也用这个参数，会一并改变", f"{others} has this parameter too, and would change with it"
        )
        raise _refused(change, too)
    parameter = scenario.parameters[change.parameter]
    if not change.reason.strip():
        raise _refused(change, Text("没有写理由", "no reason is given"))
    if _kind(change.value) != _kind(next(iter(parameter.values.values()))):
        raise _refused(change, Text("新值与原值不是同一种", "the value is of another kind than before"))
    if value_on(parameter.values, change.since) == change.value:
        raise _refused(change, Text("当日的值已是如此", "that is the value already on that day"))
    return parameter


def _kind(value: Value) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return "number" if is_number else type(value).__name__


def _as_written(value: Value, parameter: Parameter) -> Value:
    """Where only whole numbers stand, one is written whole: what was computed comes as 80000.0."""
    whole = all(isinstance(held, int) for held in parameter.values.values())
    return int(value) if isinstance(value, float) and whole and value.is_integer() else value


def _says(edited: Edit, where: Sequence[str | date], value: Value) -> bool:
    """Does the text after say what the text before said, and the value in its place, and nothing else?"""
    try:
        expected, said = (_unshared(yaml.safe_load(text)) for text in (edited.before, edited.after))
    except yaml.YAMLError:
        return False
    return said == _with(expected, where, value)


def _with(data: object, where: Sequence[str | date], value: Value) -> object:
    """The data with the value at ``where``."""
    if not where:
        return value
    mapping = data if isinstance(data, dict) else {}
    return {**mapping, where[0]: _with(mapping.get(where[0]), where[1:], value)}


def _unshared(data: object) -> object:
    """The data with nothing shared: what an anchor says twice can change twice."""
    if isinstance(data, dict):
        return {key: _unshared(value) for key, value in data.items()}
    return [_unshared(value) for value in data] if isinstance(data, list) else data


def _by_hand(path: Path, parameter: Parameter) -> Problem:
    return Problem(
        what=Text(
            f"“{parameter.name}”的写法无法在此修改",
            f"the way “{parameter.name}” is written cannot be edited here",
        ),
        where=str(path),
        why=Text("可能用了 & 和 * 锚点", "perhaps it uses & and * anchors"),
        todo=Text("请直接编辑文件", "edit the file by hand"),
    )


def _refused(change: Change, what: Text) -> ShuzhiError:
    todo = Text("核对场景、参数、日期、值和理由", "look at the scenario, parameter, date, value and reason")
    return ShuzhiError([Problem(what=what, where=f"{change.scenario} {change.parameter}", todo=todo)])
