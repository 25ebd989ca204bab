"""The findings somebody sees, highest first, by what they are and by words: one walk along an index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from shuzhi.core.text import Text
from shuzhi.ops.errors import invalid
from shuzhi.ops.findings.models import Finding, FindingText
from shuzhi.ops.findings.reading import note_reading
from shuzhi.ops.findings.rules import rule_title
from shuzhi.ops.findings.sight import Reach, Sight, sight, within
from shuzhi.ops.paging import CAP
from shuzhi.ops.people.access import Access
from shuzhi.ops.prepared import Value, prepared
from shuzhi.ops.regions import region_name
from shuzhi.ops.search import facet, newest

Row = dict[str, Any]
Sort = Literal["score", "amount", "first_seen"]

SEARCHED = 300
"""Of findings that have the words so many are looked at, the highest of each run first."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for; empty means any. ``region`` is a county, town or village with all that lies in it."""

    audience: int | None = None
    state: Sequence[str] = ()
    conclusion: str = ""
    scenario: str = ""
    rule: str = ""
    region: str = ""
    department: int | None = None
    assignee: str = ""
    least_score: float | None = None
    most_score: float | None = None
    least_amount: Decimal | None = None
    most_amount: Decimal | None = None
    subject: str = ""
    gone: bool = False
    words: str = ""
    sort: Sort = "score"

    def columns(self) -> set[str]:
        """The columns of the lake that this sorts or filters by."""
        used = {
            "scenario": self.scenario,
            "rule": self.rule,
            "region": self.region,
            "subject": self.subject,
            "score": self.sort == "score" or self.least_score is not None or self.most_score is not None,
            "amount": self.sort == "amount" or self.least_amount is not None or self.most_amount is not None,
        }
        return {column for column, is_used in used.items() if is_used}


def inbox(by: Access, asked: Asked, *, after: str | None, limit: int) -> Row:
    """One page of the findings ``by`` sees in one copy, with how many there are. Empty without a copy.

    Where the score is masked from him, the newest come first. Raises Refused without the permission.
    """
    mine = sight(by, asked.audience)
    if mine is None:
        return {"rows": [], "next": None, "total": 0, "more": False}
    sort = _sort(mine, asked)
    shape, values, capped = _wanted(mine, asked)
    ids, following = _page(shape, values, sort, after, limit)
    total = _all.count(shape, **values)
    rows = _rows(mine, ids)
    note_reading(by, mine.purpose, ids)
    return {"rows": rows, "next": following, "total": min(total, CAP), "more": total > CAP or capped}


def every(mine: Sight, asked: Asked, most: int) -> list[str]:
    """The ids of the whole list, in its order, up to ``most``."""
    sort = _sort(mine, asked)
    shape, values, _ = _wanted(mine, asked)
    found, following = _page(shape, values, sort, None, CAP)
    while following is not None and len(found) < most:
        some, following = _page(shape, values, sort, following, CAP)
        found += some
    return found[:most]


def _sort(mine: Sight, asked: Asked) -> Sort:
    """The order there is for him. Raises ShuzhiError where he sorts or filters by what is masked for him."""
    sort = asked.sort if asked.sort != "score" or mine.shows("score") else "first_seen"
    for column in asked.columns() - {"score" if sort == "first_seen" else ""}:
        if not mine.shows(column):
            raise _masked(column)
    return sort


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a list is about beside numbers and words: what posts cover, and filters of other kinds."""

    reach: Reach
    plain: tuple[tuple[str, object], ...]


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Along which column, from where, how far. ``held``: an amount or a day to begin below."""

    sort: Sort
    start: Literal["top", "below", "no amount", "no amount, below"]
    limit: int
    held: date | Decimal | None = None


def _wanted(mine: Sight, asked: Asked) -> tuple[Shape, dict[str, Any], bool]:
    """Shape and values of the list, and whether words were found in more findings than are looked at."""
    exact: dict[str, Any] = {
        "scenario": asked.scenario,
        "rule": asked.rule,
        "subject": asked.subject,
        "department": asked.department,
        "assignee__login": asked.assignee,
        "state__in": list(asked.state),
        "conclusion": asked.conclusion,
        "region__gte": asked.region,
        "region__lt": asked.region and f"{asked.region}:",
    }
    ranges = {
        "score__gte": asked.least_score,
        "score__lte": asked.most_score,
        "amount__gte": asked.least_amount,
        "amount__lte": asked.most_amount,
    }
    told = [(name, most) for name, most in ranges.items() if most is not None]
    values: dict[str, Any] = {name: value for name, value in exact.items() if value}
    texts = _texts(mine, asked)
    if texts is not None:
        values["texts"] = texts[:SEARCHED]
    shape = Shape(reach=mine.reach, plain=(("gone__isnull", not asked.gone), *told))
    capped = texts is not None and len(texts) > SEARCHED
    return shape, {**values, "me": mine.me, "copy": mine.copy.pk}, capped


def _texts(mine: Sight, asked: Asked) -> list[int] | None:
    """The texts of the copy that have the words; None where no words are asked for."""
    if not asked.words.strip():
        return None
    facets = [{facet("copy", mine.copy.pk)}]
    facets += [{facet(name, value)} for name in ("scenario", "rule") if (value := getattr(asked, name))]
    return newest("findings_findingtext", asked.words, facets, limit=SEARCHED + 1)


def _found(shape: Shape, me: int | None, copy: int, texts: Value = None, **asked: Value) -> QuerySet[Finding]:
    copied = FindingText.objects.filter(copy=copy, finding=OuterRef("pk"))
    found = Finding.objects.filter(within(shape.reach, me), Exists(copied), **dict(shape.plain), **asked)
    if not isinstance(texts, list):
        return found
    return found.filter(pk__in=FindingText.objects.filter(pk__in=texts).values("finding"))


@prepared
def _all(shape: Shape, *, me: int | None, copy: int, **asked: Value) -> QuerySet[Finding, Any]:
    return _found(shape, me, copy, **asked).values_list("pk")[: CAP + 1]


@prepared
def _walked(
    shape: Shape,
    walk: Walk,
    *,
    value: float | None,
    last: str | None,
    me: int | None,
    copy: int,
    **asked: Value,
) -> QuerySet[Finding, Any]:
    sort, held = walk.sort, value if walk.held is None else walk.held
    starts = {
        "top": Q(**{f"{sort}__isnull": False}),
        "below": Q(**{f"{sort}__lt": held}) | Q(**{sort: held, "id__lt": last}),
        "no amount": Q(amount=None),
        "no amount, below": Q(amount=None, id__lt=last),
    }
    found = _found(shape, me, copy, **asked).filter(starts[walk.start])
    return found.order_by(f"-{sort}", "-id").values_list(sort, "id")[: walk.limit]


def _page(
    shape: Shape, values: Mapping[str, Any], sort: Sort, after: str | None, limit: int
) -> tuple[list[str], str | None]:
    """Ids of one page, and what to ask ``after`` for the next. Findings without an amount come last by amount."""
    said, _, last = (after or "").partition("|")
    rows: list[tuple[Any, ...]] = []
    for walk, value in _walks(sort, _read(sort, said), limit + 1, goes_on=after is not None):
        from_ = last if walk.start.endswith("below") else None
        rows += _walked(shape, walk, value=value, last=from_, **values)
        if len(rows) > limit:
            break
    following = None
    if len(rows) > limit:
        held, finding = rows[limit - 1]
        following = f"{'' if held is None else held}|{finding}"
    return [finding for _, finding in rows[:limit]], following


def _walks(
    sort: Sort, value: float | Decimal | date | None, limit: int, *, goes_on: bool
) -> list[tuple[Walk, float | None]]:
    """One after the other until there are enough rows; beside each the score that it begins below."""
    if sort == "amount" and goes_on and value is None:
        return [(Walk(sort=sort, start="no amount, below", limit=limit), None)]
    first = Walk(sort=sort, start="top", limit=limit)
    if isinstance(value, float):
        first = Walk(sort=sort, start="below", limit=limit)
    elif value is not None:
        first = Walk(sort=sort, start="below", limit=limit, held=value)
    walks = [(first, value if isinstance(value, float) else None)]
    return [*walks, (Walk(sort=sort, start="no amount", limit=limit), None)] if sort == "amount" else walks


def _read(sort: Sort, said: str) -> float | Decimal | date | None:
    """The value that a page begins below. Raises ShuzhiError when it is none."""
    read: Mapping[Sort, Callable[[str], float | Decimal | date]] = {
        "score": float,
        "amount": Decimal,
        "first_seen": date.fromisoformat,
    }
    try:
        return read[sort](said) if said else None
    except (ValueError, InvalidOperation):
        raise invalid(
            Text("翻页的位置不对", "there is no such place in the list"),
            "after",
            Text("回到第一页", "go back to the first page"),
        ) from None


_COLUMNS = {
    "finding": "finding_id",
    "shown": "shown",
    "state": "finding__state",
    "first_seen": "finding__first_seen",
    "department": "finding__department__name",
    "assignee": "finding__assignee__name",
    "merged_into": "finding__merged_into_id",
}


@prepared
def _shown(*, copy: int, ids: list[str]) -> QuerySet[FindingText, Any]:
    return FindingText.objects.filter(copy=copy, finding__in=ids).values_list(*_COLUMNS.values())


def _rows(mine: Sight, ids: list[str]) -> list[Row]:
    there = {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in _shown(copy=mine.copy.pk, ids=ids)}
    return [_row(mine, there[finding]) for finding in ids]


def _row(mine: Sight, row: Row) -> Row:
    shown = row.pop("shown")
    named = mine.shows("region") and shown["region"]
    return {
        **row,
        **{name: shown[name] for name in ("scenario", "rule", "score", "region", "amount", "subject_kind")},
        "reason": mine.reason(shown),
        "title": rule_title(shown["scenario"], shown["rule"]),
        "region_name": region_name(shown["region"]) if named else shown["region"],
    }  # fmt: skip


def _masked(column: str) -> Exception:
    return invalid(
        Text("这一列对您脱敏，不能按它查找或排序", "this column is masked for you: neither sort nor filter by it"),
        column,
        Text("去掉这个条件", "leave this condition out"),
    )  # fmt: skip
