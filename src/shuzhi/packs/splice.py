"""One value put into YAML text, where its node tree says that it belongs; no other byte changes.

A round trip through ruamel.yaml keeps comments, but writes the whole file anew: flow mappings inside flow lists,
indents and blanks come out in its own way, and a person asked to accept one value would be shown other lines too.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

Key = str | date
Value = str | int | float | bool | date
Flow = Mapping[str, str]
"""Written within a line, in braces."""


def put(text: str, path: Sequence[Key], value: Value | Flow, *, comment: str) -> str:
    """The text with ``value`` at ``path`` (keys of mappings), and the comment on a line of its own above.

    Mappings on the way that are not there are made, in the style of what is around them; a date goes before the first
    later one. Text that stands at ``path`` is replaced. Raises yaml.YAMLError for text that is not YAML.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for depth, key in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            return _replaced(text, node, path[depth:], value, comment)
        found = next((held for name, held in node.value if _constructed(name) == key), None)
        if found is None:
            return _inserted(text, node, path[depth:], value, comment)
        node = found
    return _replaced(text, node, (), value, comment)


def append(text: str, path: Sequence[Key], value: Mapping[str, Any], *, comment: str) -> str:
    """The text with ``value`` as the last item of the list at ``path``, on one line, the comment on one above it.

    Raises ValueError where there is no list of one item a line; yaml.YAMLError for text that is not YAML.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in path:
        told = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((held for name, held in told if _constructed(name) == key), None)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise ValueError(path)
    indent = " " * node.start_mark.column
    lines = f"{indent}# {comment}\n{indent}- {_scalar(value)}\n".replace("\n", _newline(text))
    return _below(text, _end(node), lines)


def _inserted(
    text: str, node: yaml.MappingNode, path: Sequence[Key], value: Value | Flow, comment: str
) -> str:
    later = next((name for name, _ in node.value if _after(_constructed(name), path[0])), None)
    if node.flow_style:
        return _in_flow(text, node, later, _flow(path, value), comment)
    indent = node.start_mark.column
    lines = _block(path, value, indent, comment).replace("\n", _newline(text))
    if later is not None:
        return _spliced(text, _line_start(text, later.start_mark.index), 0, lines)
    return _below(text, _end(node), lines)


def _in_flow(text: str, node: yaml.MappingNode, later: yaml.Node | None, inner: str, comment: str) -> str:
    if later is not None:
        at, put_in = later.start_mark.index, f"{inner}, "
    elif node.value:
        at, put_in = _end(node.value[-1][1]), f", {inner}"
    else:
        at, put_in = node.start_mark.index + 1, inner
    return _commented(_spliced(text, at, 0, put_in), at, comment)


def _replaced(
    text: str, node: yaml.Node | None, path: Sequence[Key], value: Value | Flow, comment: str
) -> str:
    """What stands there (nothing, mostly) gives way to the value, in flow style."""
    if node is None:
        return _below(text, len(text), _block(path, value, 0, comment).replace("\n", _newline(text)))
    start, end = node.start_mark.index, _end(node)
    written = f"{{{_flow(path, value)}}}" if path else _scalar(value)
    blank = "" if start and text[start - 1].isspace() else " "
    return _commented(_spliced(text, start, end - start, blank + written), start, comment)


def _commented(text: str, at: int, comment: str) -> str:
    """A line of its own above the line of position ``at``, as far in as that."""
    start = _line_start(text, at)
    line = text[start:]
    indent = len(line) - len(line.lstrip(" "))
    return _spliced(text, start, 0, f"{' ' * indent}# {comment}{_newline(text)}")


def _block(path: Sequence[Key], value: Value | Flow, indent: int, comment: str) -> str:
    lines = [f"{' ' * (indent + 2 * depth)}{_scalar(key)}:" for depth, key in enumerate(path)]
    lines[-1] += f" {_scalar(value)}"
    lines.insert(-1, f"{' ' * (indent + 2 * (len(path) - 1))}# {comment}")
    return "\n".join(lines) + "\n"


def _flow(path: Sequence[Key], value: Value | Flow) -> str:
    inner = "".join(f"{{{_scalar(key)}: " if depth else f"{_scalar(key)}: " for depth, key in enumerate(path))
    return f"{inner}{_scalar(value)}{'}' * (len(path) - 1)}"


def _below(text: str, end: int, lines: str) -> str:
    """Lines put in below the line on which position ``end`` is."""
    at = text.find("\n", max(end - 1, 0))
    if at >= 0:
        return _spliced(text, at + 1, 0, lines)
    return text + (_newline(text) if text else "") + lines


def _end(node: yaml.Node) -> int:
    """Where what the node says ends: a block mapping's own end is where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _spliced(text: str, at: int, length: int, put_in: str) -> str:
    return text[:at] + put_in + text[at + length :]


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _after(held: object, key: Key) -> bool:
    return isinstance(key, date) and isinstance(held, date) and held > key


def _constructed(node: yaml.Node) -> object:
    return yaml.SafeLoader("").construct_object(node, deep=True)


def _scalar(value: Value | Mapping[str, Any]) -> str:
    """As YAML writes it within a line: quoted where it must be."""
    written: str = yaml.safe_dump(
        [value], allow_unicode=True, default_flow_style=True, width=2**31, sort_keys=False
    )
    return written.strip()[1:-1]
