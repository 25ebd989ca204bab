"""What of a form does not fit what its reader may use, said in words before anything is asked."""

import re
from collections.abc import Iterator
from datetime import date

from shuzhi.analyse.tabulate.form import (
    JOINED,
    MEASURED,
    OF_STATISTICS,
    OFFERED,
    Analysis,
    Condition,
    Group,
    Kind,
    Known,
    Measure,
)
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

_NUMBER = re.compile(r"-?[0-9]{1,18}([.][0-9]{1,9})?")


def check(asked: Analysis, known: Known) -> None:
    """Raises ShuzhiError with everything that does not fit."""
    found = [*_columns(asked, known), *_statistics(asked, known)]
    # What is said of a column that is not there would only repeat that.
    found = found or [
        *(each for one in asked.where for each in _condition(one, known.columns[one.column])),
        *(each for one in (*asked.rows, *asked.across) for each in _by(one, known.columns[one.column])),
        *(each for one in asked.measures for each in _measure(one, known)),
    ]
    if found:
        raise ShuzhiError(found)


def _columns(asked: Analysis, known: Known) -> Iterator[Problem]:
    groups = [each.column for each in (*asked.rows, *asked.across)]
    named = [each.column for each in asked.where] + groups
    named += [name for each in asked.measures for name in (each.of, each.over) if name is not None]
    for name in dict.fromkeys(named):
        if name not in known.columns:
            yield Problem(
                what=Text(f"没有可用的列“{_said(name)}”", f"there is no column “{_said(name)}” to use"),
                where=str(known.table),
                why=Text("没有这一列，或对您完全打码", "it is not there, or wholly masked for you"),
                todo=Text("另选一列", "choose another column"),
            )
    steps = [(each.column, each.step) for each in (*asked.rows, *asked.across)]
    for name, step in dict.fromkeys(each for each in steps if steps.count(each) > 1):
        yield Problem(
            what=Text(f"“{_said(name)}”分了两次", f"“{_said(name)}” is a group twice"),
            where=step,
            todo=Text("去掉一个", "take one of them away"),
        )


def _statistics(asked: Analysis, known: Known) -> Iterator[Problem]:
    if not known.statistics:
        return
    asks = {
        Text("与别的表连", "joining another table"): asked.join is not None,
        Text("包含、开头", "contains, starts with"): any(one.how in ("has", "starts") for one in asked.where),
        Text("日期按年、季、月、日分", "dates by year, quarter, month, day"): any(
            one.step != "value" for one in (*asked.rows, *asked.across)
        ),
        Text("最小、最大、比值", "min, max, ratio"): any(
            one.how not in OF_STATISTICS for one in asked.measures
        ),
    }
    for what in (what for what, there in asks.items() if there):
        yield Problem(
            what=Text(
                f"这张表只给统计，不能{what.zh}", f"of this table only statistics are granted: no {what.en}"
            ),
            where=str(known.table),
            todo=Text("只按列分组，取行数、不同值数、合计、平均", "group by columns; count, sum or average"),
        )


def _condition(asked: Condition, kind: Kind) -> Iterator[Problem]:
    if asked.how not in OFFERED[kind]:
        yield _unfit(asked.column, asked.how)
    for value in asked.values:
        if not _is_of(value, kind):
            yield Problem(
                what=Text(
                    f"“{_said(asked.column)}”的值写得不对", f"a value of “{_said(asked.column)}” is not right"
                ),
                where=_said(asked.column),
                todo={
                    "number": Text("写数字，如 1200 或 3.5", "write a number: 1200 or 3.5"),
                    "date": Text("写日期，如 2026-05-31", "write a date: 2026-05-31"),
                    "yes_no": Text("写“是”或“否”", "write 是 or 否"),
                    "text": Text("写文字", "write a text"),
                }[kind],
            )


def _by(asked: Group, kind: Kind) -> Iterator[Problem]:
    if asked.step != "value" and kind != "date":
        yield _unfit(asked.column, asked.step)


def _measure(asked: Measure, known: Known) -> Iterator[Problem]:
    for name in (asked.of, asked.over):
        if name is not None and asked.how not in MEASURED[known.columns[name]]:
            yield _unfit(name, asked.how)


def _is_of(value: str, kind: Kind) -> bool:
    if kind == "number":
        return _NUMBER.fullmatch(value) is not None
    if kind == "yes_no":
        return value in ("是", "否")
    if kind == "date":
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return True


def _unfit(column: str, what: str) -> Problem:
    return Problem(
        what=Text(f"“{_said(column)}”不能这样用", f"“{_said(column)}” cannot be used so"),
        where=what,
        why=Text("打了码的列是文字", "a masked column is text"),
        todo=Text("换一种比较、分组或统计，或换一列", "compare, group or measure it otherwise"),
    )


def _said(name: str) -> str:
    return name.removeprefix(JOINED)
