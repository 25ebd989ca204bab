"""Two statistics whose rows differ by a few tell of those few. What was asked is kept; what would tell is refused.

Kept per purpose and table, whoever asked: two readers who put their answers together learn no more than one.
Not covered: what changes in the table between two questions, and linear combinations of three and more questions.
"""

import fcntl
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

ASKED = "statistics.jsonl"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which rows, and how they were grouped: SQL over the table."""

    rows: str
    keys: tuple[str, ...]


def admit(
    book: Path,
    new: Asked,
    *,
    purpose: str,
    table: TableName,
    most: int,
    smallest: int,
    fetch: Callable[[exp.Query], pa.Table],
) -> None:
    """Write the question down and let it pass, unless with an earlier one it would tell of fewer than ``smallest``.

    Raises Refused then, and when the purpose's questions about the table are used up. Asking again is free.
    """
    book.parent.mkdir(parents=True, exist_ok=True)
    with book.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        said = [json.loads(line) for line in file]
        before = [
            Asked(rows=each["rows"], keys=tuple(each["keys"]))
            for each in said
            if (each["purpose"], each["table"]) == (purpose, str(table))
        ]
        if new in before:
            return
        if len(before) >= most:
            raise _used_up(purpose, table, most)
        others = [each for each in before if each.rows != new.rows]
        if _tells(new, others, table, smallest, fetch):
            raise _too_close(table)
        entry = {"purpose": purpose, "table": str(table), "rows": new.rows, "keys": list(new.keys)}
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _tells(
    new: Asked,
    others: Sequence[Asked],
    table: TableName,
    smallest: int,
    fetch: Callable[[exp.Query], pa.Table],
) -> bool:
    """Whether any group, of the new question or of an earlier one, differs between them by 1 to smallest - 1 rows."""
    for keys in dict.fromkeys([new.keys, *(each.keys for each in others)]):
        compared = [each for each in others if keys in (new.keys, each.keys)]
        counts: list[exp.Expr] = []
        for each in compared:
            for one, other in ((new, each), (each, new)):
                when = sql.fill("a and not b", a=sql.parse(one.rows), b=sql.parse(other.rows))
                counts.append(sql.fill("count(case when w then 1 end)", w=exp.paren(when)))
        if not counts:
            continue
        names = [exp.alias_(count, f"d{place}", quoted=True) for place, count in enumerate(counts)]
        select = exp.select(*names).from_(table.tree)
        for key in keys:
            select = select.group_by(sql.parse(key))
        for column in fetch(select).itercolumns():
            values = column.to_numpy()
            if ((values > 0) & (values < smallest)).any():
                return True
    return False


def _used_up(purpose: str, table: TableName, most: int) -> Refused:
    return Refused(
        [
            Problem(
                what=Text(
                    f"用途“{purpose}”对这张表的提问次数（{most}）已用完",
                    f"the purpose “{purpose}” has used up its {most} questions about this table",
                ),
                where=str(table),
                todo=Text(
                    "重复以前的提问不受限制；确需更多，请安全管理员提高 questions",
                    "earlier questions may be asked again; for more, ask the security administrator (`questions`)",
                ),
            )
        ]
    )


def _too_close(table: TableName) -> Refused:
    return Refused(
        [
            Problem(
                what=Text(
                    "与以前的某次统计只差几行，两相比较会透露个人情况",
                    "together with an earlier statistic this one would tell of a few people",
                ),
                where=str(table),
                todo=Text("改用相同的条件，或换一种更粗的分组", "use the same condition, or coarser groups"),
            )
        ]
    )
