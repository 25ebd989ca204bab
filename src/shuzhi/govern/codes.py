"""Code lists as rules: a code is right on the days on which its list had it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Period:
    """Codes that are valid on the same days: from ``since`` to ``until``, both included; None: without end."""

    since: date | None
    until: date | None
    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Coded:
    """A column's code list. ``day``: the column with the day a row speaks of (none: the as-of date).
    ``digits``: so many leading characters are looked up (none: all)."""

    title: Text
    periods: tuple[Period, ...]
    day: str | None = None
    digits: int | None = None


def coded(column: str, of: Coded, as_of: date) -> exp.Expr:
    """Over a row of the standard table as ``s``: whether the code was valid on its day; NULL where there is none."""
    today = exp.cast(sql.literal(as_of.isoformat()), "DATE")
    day = sql.fill("coalesce(d, t)", d=sql.column(of.day, "s"), t=today) if of.day else today
    value = sql.column(column, "s")
    looked_up = sql.fill(f"substr(x, 1, {of.digits:d})", x=value) if of.digits else value
    known = exp.or_(exp.false(), *(_valid(period, looked_up, day) for period in of.periods))
    return sql.fill("case when x is not null then k end", x=value, k=exp.paren(known))


def listed(codes: Sequence[str], value: exp.Expr) -> exp.Expr:
    """Whether the value is one of the codes, whenever they were valid."""
    return value.copy().isin(*map(sql.literal, codes))


def _valid(period: Period, value: exp.Expr, day: exp.Expr) -> exp.Expr:
    parts = [listed(period.codes, value)]
    if period.since is not None:
        parts.append(exp.GTE(this=day.copy(), expression=_date(period.since)))
    if period.until is not None:
        parts.append(exp.LTE(this=day.copy(), expression=_date(period.until)))
    return exp.and_(*parts)


def _date(day: date) -> exp.Expr:
    return exp.cast(sql.literal(day.isoformat()), "DATE")
