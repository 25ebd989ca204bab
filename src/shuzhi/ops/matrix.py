"""The permission matrix as a workbook for auditors: who, which table, column, how much, which rows, for what.

It asks the same function that decides every reading, so it cannot say other than what happens.
"""

import io
from collections import defaultdict
from collections.abc import Iterator

import xlsxwriter
from django.db import transaction
from django.db.models import Q

from shuzhi.core import sql
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.lake import lake
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

Row = tuple[str, ...]


@transaction.atomic
def matrix(*, by: User) -> bytes:
    """An xlsx file. Every cell is text: nothing in it is ever a formula. Raises Refused but for two administrators."""
    if not by.is_active or by.administrator not in {User.Administrator.AUDIT, User.Administrator.SECURITY}:
        raise not_allowed("administrator.audit")
    decides = policy(city(), lake())
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("权限矩阵")
        bold = book.add_format({"bold": True})
        for at, header in enumerate(HEADERS):
            sheet.write_string(0, at, f"{header.zh} {header.en}", bold)
        sheet.freeze_panes(1, 0)
        written = 0
        for written, row in enumerate(_rows(decides), start=1):
            for at, cell in enumerate(row):
                sheet.write_string(written, at, cell)
        sheet.autofilter(0, 0, max(written, 1), len(HEADERS) - 1)
    record(by=by.login, action="audit.matrix", object="city:matrix", about={"rows": written})
    return out.getvalue()


def _rows(decides: Policy) -> Iterator[Row]:
    for people, posts, reader in _readers():
        for name in sorted(decides.purposes):
            asking = Reader(name=reader.name, posts=reader.posts, purpose=name)
            for table in sorted(decides.columns, key=str):
                found = permit(decides, asking, table, today())
                if isinstance(found, Permit):
                    yield from _columns(decides, found, people, posts)


def _columns(decides: Policy, found: Permit, people: str, posts: str) -> Iterator[Row]:
    grades = decides.grades.get(found.table, {})
    condition = found.condition
    rows = str(Text("全部", "all")) if condition is None else sql.text(condition)
    where = "、".join(dict.fromkeys(grant.where for grant in found.grants))
    for column, level in found.levels.items():
        yield (
            people,
            posts,
            found.purpose.name,
            str(found.table),
            column,
            found.elements.get(column, ""),
            str(grades.get(column, "")),
            str(SHOWN[level]),
            str(found.why.get(column, "")),
            rows,
            "" if found.smallest is None else str(found.smallest),
            str(Text("是", "yes") if found.export else Text("否", "no")),
            where,
        )


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
