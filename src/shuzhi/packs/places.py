"""YAML read with its places: which line every key and value stands on."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text

Key = str | int
"""One way into a document: a key (dates as 2024-01-01) or a position in a list."""


@dataclass(frozen=True)
class Places:
    """Where things stand in one file. ``lost`` names the top-level fields with a mistake in them."""

    file: str
    lines: dict[tuple[Key, ...], int] = dataclasses.field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    def at(self, *path: Key) -> str:
        """``file:line`` of the path, or of the nearest thing around it that is written in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.file}:{self.lines.get(path, 1)}"

    def line(self, line: int) -> str:
        return f"{self.file}:{line}"


@dataclass(frozen=True)
class Document:
    """One YAML document as plain values (lists as tuples), with places and the mistakes met while reading."""

    value: Any
    places: Places
    problems: tuple[Problem, ...] = ()


def path_key(key: object) -> Key:
    """How a key appears in a path."""
    if isinstance(key, date):
        return key.isoformat()
    return key if isinstance(key, str | int) and not isinstance(key, bool) else repr(key)


def read_yaml(text: str, file: str, *, first_line: int = 1) -> Document:
    """The YAML ``text`` that begins on ``first_line`` of ``file``. Never raises; see ``problems``."""
    places = Places(file)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return Document(None, places, (_unreadable(error, places, first_line),))
    problems: list[Problem] = []
    reader = _Reader(places, first_line, problems)
    try:
        value = reader.value(node, ()) if node is not None else {}
    except RecursionError:
        return Document(None, places, (_too_deep(places),))
    return Document(value, places, tuple(problems))


def _unreadable(error: yaml.YAMLError, places: Places, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = str(getattr(error, "problem", None) or error).splitlines()[0]
    return Problem(
        what=Text("YAML 无法读取", "the YAML cannot be read"),
        where=places.line(mark.line + first_line if mark else first_line),
        why=Text(reason, reason),
        todo=Text(
            "检查缩进、引号、冒号后的空格；含冒号或以 *、&、{ 开头的文字要加引号",
            "check indents, quotes and the blank after colons; quote text that starts with * & {",
        ),
    )


def _too_deep(places: Places) -> Problem:
    return Problem(
        what=Text("YAML 引用了自身或嵌套过深", "the YAML refers to itself or nests too deep"),
        where=places.line(1),
        todo=Text("去掉 & 和 * 锚点", "remove the & and * anchors"),
    )


@dataclass(frozen=True)
class _Reader:
    places: Places
    first_line: int
    problems: list[Problem]

    def value(self, node: yaml.Node, path: tuple[Key, ...]) -> object:
        # A key's own line, set by the mapping around it, is the better place for its value too.
        self.places.lines.setdefault(path, node.start_mark.line + self.first_line)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(item, (*path, place)) for place, item in enumerate(node.value))
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: tuple[Key, ...]) -> Iterator[tuple[object, object]]:
        seen: dict[object, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + self.first_line
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(line, Text("键必须是一个词", "a key must be one word"))
                continue
            key = self._scalar(key_node)
            if key in seen:
                self._refuse(
                    line,
                    Text(
                        f"“{key}”重复出现，第 {seen[key]} 行已有",
                        f"“{key}” appears twice, first on line {seen[key]}",
                    ),
                )
                continue
            seen[key] = line
            self.places.lines[*path, path_key(key)] = line
            yield key, self.value(value_node, (*path, path_key(key)))

    def _scalar(self, node: yaml.Node) -> object:
        try:
            return yaml.SafeLoader("").construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError) as error:
            reason = str(getattr(error, "problem", None) or error)
            self._refuse(
                node.start_mark.line + self.first_line,
                Text(
                    f"值“{node.value}”无法读取：{reason}",
                    f"the value “{node.value}” cannot be read: {reason}",
                ),
            )
            return str(node.value)

    def _refuse(self, line: int, what: Text) -> None:
        self.problems.append(
            Problem(
                what=what,
                where=self.places.line(line),
                todo=Text("改正或删去这一行", "mend or remove this line"),
            )
        )
