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
from shuzhi.ops.findings.sight import Sight, sight
from shuzhi.ops.paging import counted
from shuzhi.ops.people.access import Access
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
    sort = asked.sort if asked.sort != "score" or mine.shows("score") else "first_seen"
    for column in asked.columns() - {"score" if sort == "first_seen" else ""}:
        if not mine.shows(column):
            raise _masked(column)
    found, capped = _found(mine, asked)
    ids, following = _page(found, sort, after, limit)
    total, more = counted(found)
    rows = _rows(mine, ids)
    note_reading(by, mine.purpose, ids)
    return {"rows": rows, "next": following, "total": total, "more": more or capped}


def _found(mine: Sight, asked: Asked) -> tuple[QuerySet[Finding], bool]:
    """The findings asked for, and whether words were found in more than are looked at."""
    copied = FindingText.objects.filter(copy=mine.copy, finding=OuterRef("pk"))
    found = Finding.objects.filter(mine.within, _asked(asked)).filter(Exists(copied))
    if not asked.words.strip():
        return found, False
    facets = [{facet("copy", mine.copy.pk)}]
    facets += [{facet(name, value)} for name in ("scenario", "rule") if (value := getattr(asked, name))]
    texts = newest("findings_findingtext", asked.words, facets, limit=SEARCHED + 1)
    said = FindingText.objects.filter(pk__in=texts[:SEARCHED]).values("finding")
    return found.filter(pk__in=said), len(texts) > SEARCHED


def _asked(asked: Asked) -> Q:
    told = Q(gone__isnull=False) if asked.gone else Q(gone=None)
    exact: dict[str, object] = {
        "scenario": asked.scenario,
        "rule": asked.rule,
        "subject": asked.subject,
        "department": asked.department,
        "assignee__login": asked.assignee,
    }
    told &= Q(**{name: value for name, value in exact.items() if value})
    if len(asked.state) == 1:
        told &= Q(state=asked.state[0])
    elif asked.state:
        told &= Q(state__in=list(asked.state))
    if asked.region:
        told &= Q(region__gte=asked.region, region__lt=f"{asked.region}:")
    ranges = {
        "score__gte": asked.least_score,
        "score__lte": asked.most_score,
        "amount__gte": asked.least_amount,
        "amount__lte": asked.most_amount,
    }
    return told & Q(**{name: value for name, value in ranges.items() if value is not None})


def _page(
    found: QuerySet[Finding], sort: Sort, after: str | None, limit: int
) -> tuple[list[str], str | None]:
    """Ids of one page, and what to ask ``after`` for the next. Findings without an amount come last by amount."""
    value, _, last = (after or "").partition("|")
    if after is not None:
        _check(sort, value)
    walks = [Q(**{f"{sort}__isnull": False})]
    if value:
        walks = [Q(**{f"{sort}__lt": value}) | Q(**{sort: value, "id__lt": last})]
    if sort == "amount":
        none = Q(amount=None, id__lt=last) if after is not None and not value else Q(amount=None)
        walks = [none] if after is not None and not value else [*walks, none]
    rows: list[tuple[Any, str]] = []
    for walk in walks:
        ordered = found.filter(walk).order_by(f"-{sort}", "-id")
        rows += ordered.values_list(sort, "id")[: limit + 1 - len(rows)]
        if len(rows) > limit:
            break
    following = None
    if len(rows) > limit:
        held, finding = rows[limit - 1]
        following = f"{'' if held is None else held}|{finding}"
    return [finding for _, finding in rows[:limit]], following


def _check(sort: Sort, value: str) -> None:
    read: Mapping[Sort, Callable[[str], object]] = {
        "score": float,
        "amount": Decimal,
        "first_seen": date.fromisoformat,
    }
    try:
        if value:
            read[sort](value)
    except (ValueError, InvalidOperation):
        raise invalid(
            Text("翻页的位置不对", "there is no such place in the list"),
            "after",
            Text("回到第一页", "go back to the first page"),
        ) from None


def _rows(mine: Sight, ids: Sequence[str]) -> list[Row]:
    columns = {
        "finding": "finding_id",
        "shown": "shown",
        "state": "finding__state",
        "first_seen": "finding__first_seen",
        "department": "finding__department__name",
        "assignee": "finding__assignee__name",
        "merged_into": "finding__merged_into_id",
    }
    texts = FindingText.objects.filter(copy=mine.copy, finding__in=ids).values_list(*columns.values())
    there = {row[0]: dict(zip(columns, row, strict=True)) for row in texts}
    return [_row(mine, there[finding]) for finding in ids]


def _row(mine: Sight, row: Row) -> Row:
    shown = row.pop("shown")
    named = mine.shows("region") and shown["region"]
    return {
        **row,
        **{name: shown[name] for name in ("scenario", "rule", "reason", "score", "region", "amount", "subject_kind")},
        "title": rule_title(shown["scenario"], shown["rule"]),
        "region_name": region_name(shown["region"]) if named else shown["region"],
    }  # fmt: skip


def _masked(column: str) -> Exception:
    return invalid(
        Text("这一列对您脱敏，不能按它查找或排序", "this column is masked for you: neither sort nor filter by it"),
        column,
        Text("去掉这个条件", "leave this condition out"),
    )  # fmt: skip
