"""The parts of a department's contribution that are counted city-wide, each a share from 0 to 1 by department."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from shuzhi.core.text import Text
from shuzhi.govern.measured import DIMENSION
from shuzhi.ops.clock import today
from shuzhi.ops.corrections.models import Correction
from shuzhi.ops.orders import times
from shuzhi.ops.orders.models import Order
from shuzhi.ops.quality.queries import rows_of

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


def measured(dimension: str) -> Mapping[str, float]:
    return {
        row["name"]: row["score"]
        for row in rows_of(DIMENSION)
        if (row["level"], row["dimension"]) == ("department", dimension)
    }


def answered() -> Mapping[str, float]:
    """Of reported errors whose answer came or should have come, how many came in time."""
    told: dict[str, list[bool]] = defaultdict(list)
    day = today()
    for owner, due, answered in Correction.objects.values_list("owner__name", "due", "answered_at"):
        if answered is not None:
            told[owner].append(times.day(answered) <= due)
        elif due < day:
            told[owner].append(False)
    return shares(told)


def mended() -> Mapping[str, float]:
    told: dict[str, list[bool]] = defaultdict(list)
    orders = Order.objects.filter(origin=Order.Origin.QUALITY).exclude(state=Order.State.CANCELLED)
    for owner, state in orders.values_list("department__name", "state"):
        told[owner].append(state == Order.State.CLOSED)
    return shares(told)


def shares(told: Mapping[str, Sequence[bool]]) -> Mapping[str, float]:
    return {name: sum(each) / len(each) for name, each in told.items() if each}
