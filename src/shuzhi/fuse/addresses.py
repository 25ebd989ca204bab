"""Addresses taken apart: SQL over distinct addresses, part after part from the front."""

from collections.abc import Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements.spelling import compact, quoted
from shuzhi.fuse.address_parts import Part


def parsed(written: exp.Query, parts: Sequence[Part]) -> exp.Query:
    """One row per row of ``written`` (a query with the column ``written``): ``written``, ``bare``, and a column for
    each part, '' where it was not found, marks in front included; ``rest`` is what no part took."""
    text = f"upper({compact('written', drop='*')})"
    query: exp.Query = exp.select("written", exp.alias_(sql.parse(text), "bare")).from_(
        written.subquery("given")
    )
    taken: list[str] = []
    for part in parts:
        left = "substr(bare, 1" + "".join(f' + length("{name}")' for name in taken) + ")"
        found = _found(left, part.pattern)
        unless = [f"{_joined(part.after)} = ''"] if part.after else []
        unless += [f"{_joined(part.before)} <> ''"] if part.before else []
        if unless:
            found = f"case when {' or '.join(unless)} then '' else {found} end"
        taken.append(part.name)
        query = exp.select("*", exp.alias_(sql.parse(found), part.name, quoted=True)).from_(
            query.subquery("made")
        )
    left = "substr(bare, 1" + "".join(f' + length("{name}")' for name in taken) + ")"
    return exp.select("*", exp.alias_(sql.parse(left), "rest")).from_(query.subquery("made"))


def _joined(names: Sequence[str]) -> str:
    return " || ".join(f'"{name}"' for name in names)


def _found(left: str, pattern: str) -> str:
    """The first group, with the marks before it, so that lengths add up."""
    # ^marks(group)behind: the outer group takes the marks along.
    begins = pattern.index("*") + 1
    depth, place = 0, begins
    for place in range(begins, len(pattern)):
        depth += (pattern[place] == "(") - (pattern[place] == ")")
        if depth == 0:
            break
    whole = f"^({pattern[1:begins]}(?:{pattern[begins + 1 : place]})){pattern[place + 1 :]}"
    return f"regexp_extract({left}, {quoted(whole)}, 1)"
