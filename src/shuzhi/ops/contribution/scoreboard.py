"""What each department contributes to the city's data: five shares and their mean, the formula open to everybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import mean
from typing import Any

from shuzhi.core.text import Text
from shuzhi.govern.measured import ALL, DIMENSION
from shuzhi.ops.catalogue.held import used
from shuzhi.ops.catalogue.queries import Sight, sight
from shuzhi.ops.clock import today
from shuzhi.ops.contribution.using import below, reaching, window
from shuzhi.ops.corrections.models import Correction
from shuzhi.ops.orders import times
from shuzhi.ops.orders.models import Order
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Post
from shuzhi.ops.quality.queries import rows_of

Out = dict[str, Any]
PARTS: Mapping[str, tuple[Text, Text]] = {
    "on_time": (
        Text("按时供数", "Supply in time"),
        Text("各表时效性得分（GB/T 36344）的平均", "the mean of its tables' timeliness (GB/T 36344)"),
    ),
    "quality": (
        Text("数据质量", "Quality"),
        Text("各表质量得分的平均", "the mean of its tables' scores of quality"),
    ),
    "answered": (
        Text("纠错按时答复", "Errors answered in time"),
        Text(
            "期限内的答复 ÷（全部答复 + 超期未答复）",
            "answers in time ÷ (all answers + those that are overdue)",
        ),
    ),
    "mended": (
        Text("问题整改", "Problems mended"),
        Text(
            "已由数据关闭的整改工单 ÷ 全部整改工单",
            "orders about its data that the data closed ÷ all of them",
        ),
    ),
    "shared": (
        Text("为他人所用", "Used by others"),
        Text(
            "近 180 天被其他部门的人读过的表（含由它加工出的）÷ 全部表",
            "its tables that people of other departments read in 180 days, or what was made from them ÷ all of them",
        ),
    ),
}
FORMULA = Text(
    "总分是各项的平均；没有发生、无数可计的项不计入。",
    "The whole is the mean of the parts; a part of which there is nothing to count does not count.",
)


def scoreboard(by: Access) -> Out:
    """Departments that send tables the reader is told of, the one with the highest score first."""
    seen = sight(by)
    owned = _owned(seen) if seen else {}
    shares = {
        "on_time": _measured("timeliness"),
        "quality": _measured(ALL),
        "answered": _answered(),
        "mended": _mended(),
        "shared": _shared(seen, owned) if seen else {},
    }
    rows = [_row(owner, len(tables), shares) for owner, tables in owned.items()]
    rows.sort(key=lambda row: (-(row["score"] if row["score"] is not None else -1), row["name"]))
    return {
        "departments": rows,
        "parts": [{"part": name, "title": title, "how": how} for name, (title, how) in PARTS.items()],
        "formula": FORMULA,
    }


def _row(owner: str, tables: int, shares: Mapping[str, Mapping[str, float]]) -> Out:
    parts = [shares[part].get(owner) for part in PARTS]
    known = [share for share in parts if share is not None]
    return {"name": owner, "tables": tables, "score": mean(known) if known else None, "shares": parts}


def _owned(seen: Sight) -> Mapping[str, Sequence[str]]:
    """Each department's tables as it sends them."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, entry in seen.tables.items():
        if entry.name.schema == "standard":
            found[entry.about["owner"]].append(name)
    return found


def _measured(dimension: str) -> Mapping[str, float]:
    return {
        row["name"]: row["score"]
        for row in rows_of(DIMENSION)
        if (row["level"], row["dimension"]) == ("department", dimension)
    }


def _answered() -> Mapping[str, float]:
    """Of reported errors whose answer came or should have come, how many came in time."""
    told: dict[str, list[bool]] = defaultdict(list)
    day = today()
    for owner, due, answered in Correction.objects.values_list("owner__name", "due", "answered_at"):
        if answered is not None:
            told[owner].append(times.day(answered) <= due)
        elif due < day:
            told[owner].append(False)
    return _shares(told)


def _mended() -> Mapping[str, float]:
    told: dict[str, list[bool]] = defaultdict(list)
    orders = Order.objects.filter(origin=Order.Origin.QUALITY).exclude(state=Order.State.CANCELLED)
    for owner, state in orders.values_list("department__name", "state"):
        told[owner].append(state == Order.State.CLOSED)
    return _shares(told)


def _shared(seen: Sight, owned: Mapping[str, Sequence[str]]) -> Mapping[str, float]:
    since, uses, steps = window().since, used().of, below(seen.inventory)
    homes = _homes(today())
    told: dict[str, list[bool]] = {}
    for owner, tables in owned.items():
        told[owner] = [
            any(
                uses[name].last[:10] >= since.isoformat() and _others(uses[name].readers, owner, homes)
                for name in reaching(steps, table)
                if name in uses
            )
            for table in tables
        ]
    return _shares(told)


def _others(readers: Iterable[str], owner: str, homes: Mapping[str, set[str]]) -> bool:
    return any(homes.get(login, set()) - {owner} for login in readers)


def _homes(day: date) -> Mapping[str, set[str]]:
    """The departments in which each login holds a post."""
    found: dict[str, set[str]] = defaultdict(set)
    held = Post.objects.filter(since__lte=day).values_list("user__login", "department__name")
    for login, department in held:
        found[login].add(department)
    return found


def _shares(told: Mapping[str, Sequence[bool]]) -> Mapping[str, float]:
    return {name: sum(each) / len(each) for name, each in told.items() if each}
