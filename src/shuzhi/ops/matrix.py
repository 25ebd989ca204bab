"""The permission matrix, as a page and as a workbook for auditors: who, which column, how much, which rows, for what.

It asks the same function that decides every reading, so it cannot say other than what happens.
"""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Q

from shuzhi.core import sql
from shuzhi.core.text import Text
from shuzhi.core.workbook import new_workbook
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.lake import lake
from shuzhi.ops.paging import CAP
from shuzhi.ops.people.access import access_of, not_allowed
from shuzhi.ops.people.models import User
from shuzhi.run.read import policy
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Policy, Reader

HEADERS = (
    Text("人员", "people"),
    Text("岗位", "posts"),
    Text("用途", "purpose"),
    Text("表", "table"),
    Text("列", "column"),
    Text("数据元", "element"),
    Text("分级", "grade"),
    Text("可见程度", "shown"),
    Text("为什么", "why"),
    Text("行范围", "rows"),
    Text("仅统计，最小组", "statistics only, smallest group"),
    Text("可导出", "may be taken out"),
    Text("授权所在", "granted in"),
)
SHOWN = {
    "none": Text("原值", "as it is"),
    "partial": Text("部分遮盖", "partly masked"),
    "general": Text("概化", "generalised"),
    "pseudonym": Text("代号", "pseudonym"),
    "full": Text("不可见", "not shown"),
}

ALL, YES, NO = Text("全部", "all"), Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What some people may see of one column for one purpose. ``rows``: the condition; None is all rows."""

    people: str
    posts: str
    purpose: str
    table: str
    column: str
    element: str
    grade: str
    level: str
    why: Text
    rows: str | None
    smallest: int | None
    export: bool
    granted_in: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which cells: ``person`` by login or name, ``table`` and ``column`` by any part; empty is any."""

    person: str = ""
    purpose: str = ""
    table: str = ""
    column: str = ""


def cells(*, by: User, asked: Asked, after: int, limit: int) -> tuple[list[Cell], int]:
    """A stretch of the matrix and how many cells there are, counted up to CAP and one.

    Raises Refused but for two administrators.
    """
    _require(by)
    found = list(islice(_cells(policy(city(), lake()), asked), max(CAP + 1, after + limit + 1)))
    return found[after : after + limit], len(found)


def known_purposes(*, by: User) -> list[str]:
    """The names of the registered purposes. Raises Refused but for two administrators."""
    _require(by)
    return sorted(policy(city()).purposes)


@transaction.atomic
def matrix(*, by: User) -> bytes:
    """An xlsx file. Every cell is text: nothing in it is ever a formula. Raises Refused but for two administrators."""
    _require(by)
    out = io.BytesIO()
    with new_workbook(out, in_order=True) as book:
        sheet = book.add_worksheet("权限矩阵")
        bold = book.add_format({"bold": True})
        for at, header in enumerate(HEADERS):
            sheet.write_string(0, at, f"{header.zh} {header.en}", bold)
        sheet.freeze_panes(1, 0)
        written = 0
        for written, cell in enumerate(_cells(policy(city(), lake()), Asked()), start=1):
            for at, text in enumerate(_written(cell)):
                sheet.write_string(written, at, text)
        sheet.autofilter(0, 0, max(written, 1), len(HEADERS) - 1)
    record(by=by.login, action="audit.matrix", object="city:matrix", about={"rows": written})
    return out.getvalue()


def _require(by: User) -> None:
    if not by.is_active or by.administrator not in {User.Administrator.AUDIT, User.Administrator.SECURITY}:
        raise not_allowed("administrator.audit")


def _written(cell: Cell) -> tuple[str, ...]:
    return (
        cell.people,
        cell.posts,
        cell.purpose,
        cell.table,
        cell.column,
        cell.element,
        cell.grade,
        str(SHOWN[cell.level]),
        str(cell.why),
        str(ALL) if cell.rows is None else cell.rows,
        "" if cell.smallest is None else str(cell.smallest),
        str(YES if cell.export else NO),
        cell.granted_in,
    )


def _cells(decides: Policy, asked: Asked) -> Iterator[Cell]:
    tables = [table for table in sorted(decides.columns, key=str) if asked.table in str(table)]
    purposes = [name for name in sorted(decides.purposes) if asked.purpose in {"", name}]
    for people, posts, reader in _readers():
        for name in purposes if asked.person in people else ():
            asking = Reader(name=reader.name, posts=reader.posts, purpose=name)
            for table in tables:
                found = permit(decides, asking, table, today())
                if isinstance(found, Permit):
                    yield from (
                        cell
                        for cell in _columns(decides, found, people, posts)
                        if asked.column in cell.column
                    )


def _columns(decides: Policy, found: Permit, people: str, posts: str) -> Iterator[Cell]:
    grades = decides.grades.get(found.table, {})
    rows = None if found.condition is None else sql.text(found.condition)
    where = "、".join(dict.fromkeys(grant.where for grant in found.grants))
    for column, level in found.levels.items():
        yield Cell(
            people=people, posts=posts, purpose=found.purpose.name, table=str(found.table), column=column,
            element=found.elements.get(column, ""), grade=str(grades.get(column, "")), level=level,
            why=found.why.get(column, Text("", "")), rows=rows, smallest=found.smallest, export=found.export,
            granted_in=where,
        )  # fmt: skip


def _readers() -> Iterator[tuple[str, str, Reader]]:
    """People who hold equal posts, together; and those whom a grant names, by themselves."""
    named = {grant.who.user for grant in city().grants if grant.who.user}
    day = today()
    held = Q(posts__isnull=False) & (Q(posts__until__isnull=True) | Q(posts__until__gte=day))
    alike: dict[tuple[object, ...], list[User]] = defaultdict(list)
    accesses = {}
    for user in User.objects.filter(held, is_active=True).distinct().order_by("login"):
        access = access_of(user, day)
        posts = tuple(sorted((place.department, place.role) for place in access.places))
        alike[posts, user.login if user.login in named else ""].append(user)
        accesses[user.login] = access
    for users in alike.values():
        access = accesses[users[0].login]
        reader = access.reader("")
        held_posts = "、".join(f"{post.department} {post.role}".strip() for post in reader.posts)
        yield "、".join(f"{user.name}({user.login})" for user in users), held_posts, reader
