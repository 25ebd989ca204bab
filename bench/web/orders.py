"""Many orders of the hotline of Yunlan, as years of work would have left them, written straight to the tables."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from shuzhi.core.crypto import suite
from shuzhi.ops.audit.actions import SEALED
from shuzhi.ops.audit.models import Record
from shuzhi.ops.clock import now
from shuzhi.ops.orders import sight
from shuzhi.ops.orders.flows import flow_for_request, version_of
from shuzhi.ops.orders.models import Order, Sight, Task
from shuzhi.ops.people.models import Department, User
from shuzhi.ops.search import terms
from shuzhi.secure import audit

BATCH = 2_000
OPEN = 0.1
"""The newest of the orders: so many are still being handled, a fifth of them late."""

MATTERS = (
    "停车场乱收费", "路灯不亮", "井盖缺失", "夜间施工噪声", "垃圾堆积无人清运", "自来水发黄", "小区违建", "油烟扰民",
    "公交班次太少", "学校门口拥堵", "物业不作为", "拖欠工资", "暖气不热", "积水严重", "占道经营", "树木倒伏",
)  # fmt: skip
PLACES = (
    "人民路", "解放大道", "澜江花园", "青青镇集市", "霁月广场", "龙大村委会", "北下村小学", "上竹镇卫生院", "东站",
)  # fmt: skip
WAY = (
    ("派单", "派县区"),
    ("县区签收", "签收"),
    ("县区办理", "已解决"),
    ("答复审核", "通过"),
    ("回访", "满意"),
)
AT_THE_DESK = {"派单", "答复审核", "回访"}
FORM = {
    "已联系诉求人": True,
    "办理情况": "已到现场处理，并向诉求人说明。",
    "答复内容": "您反映的问题已处理。",
}


def add_orders(count: int) -> None:
    """Orders up to ``2025-%06d`` of that number, oldest first, each with tasks, sights and its part of the chain."""
    writer = Writer(count)
    while writer.write_some():
        pass
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Order, Task]):
            cursor.execute(statement)


@dataclass
class Rows:
    """Rows to write together."""

    orders: list[Order] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


class Writer:
    """Draws orders from seeded pseudo-random numbers; the same each time."""

    def __init__(self, count: int) -> None:
        self.draw, self.now = random.Random(7), now()
        self.first, self.last = Order.objects.filter(number__startswith="2025-").count() + 1, count
        self.order_id, self.task_id = _highest(Order.objects), _highest(Task.objects)
        self.version = version_of(flow_for_request("环境"))
        self.desk = Department.objects.get(name="热线办")
        self.counties = list(Department.objects.filter(kind="county"))
        self.someone = User.objects.get(login="zhongxiaoban")
        end = Record.objects.order_by("-number").first()
        self.number, self.digest = (end.number, end.digest) if end else (0, audit.START)
        self.numbers: Iterator[int] = iter(range(self.first, self.last + 1))

    def write_some(self) -> bool:
        """The next orders, in one transaction. False when there are no more."""
        rows = Rows()
        for number in islice(self.numbers, BATCH):
            self._add(rows, number)
        with transaction.atomic():
            # An order names its task and a task its order: the database looks when the transaction ends.
            Order.objects.bulk_create(rows.orders, batch_size=500)
            Task.objects.bulk_create(rows.tasks, batch_size=500)
            Sight.objects.bulk_create(rows.sights, batch_size=500)
            Record.objects.bulk_create(rows.records, batch_size=500)
        return bool(rows.orders)

    def _add(self, rows: Rows, number: int) -> None:
        draw = self.draw
        opened = self.now - timedelta(minutes=5 * (self.last - number + 1))
        is_open = number > self.last - OPEN * (self.last - self.first + 1)
        at = draw.randrange(len(WAY)) if is_open else len(WAY) - 1
        county, place, matter = draw.choice(self.counties), draw.choice(PLACES), draw.choice(MATTERS)
        self.order_id += 1
        order = Order(
            id=self.order_id, number=f"2025-{number:06}", flow=self.version, origin="request", title=f"{place}{matter}",
            text=f"市民来电，{place}附近{matter}，已多次反映，请尽快处理。编号{draw.randrange(10**6)}",
            category=draw.choice(("环境", "交通", "住建", "教育")), region=county.region, place=place,
            department=self.desk, handled_by=county if at else self.desk, opened_by=self.someone, opened_at=opened,
            state="open" if is_open else "closed", closed_at=None if is_open else opened + timedelta(days=5),
            version=2 + 2 * at,
        )  # fmt: skip
        rows.orders.append(order)
        self._record(rows, order, opened, "open", flow="hotline/办理", step=WAY[0][0])
        when = opened
        for step, result in WAY[: at + 1]:
            when += timedelta(hours=draw.randrange(1, 20))
            task = self._task(
                order, step, county, when, result="" if is_open and step == WAY[at][0] else result
            )
            rows.tasks.append(task)
            if task.handler:
                self._record(rows, order, when, "claim", step=step)
            if task.result:
                self._record(rows, order, when, "complete", step=step, result=result)
            order.task = task
        self._see(rows, order, [self.desk, county] if at else [self.desk])

    def _task(self, order: Order, step: str, county: Department, when: datetime, *, result: str) -> Task:
        self.task_id += 1
        task = Task(
            id=self.task_id, order=order, step=step, department=self.desk if step in AT_THE_DESK else county,
            opened_at=when, due=(when + timedelta(days=5)).date(), claimed_at=when, handler=self.someone,
        )  # fmt: skip
        if result:
            task.state, task.result, task.form, task.done_by, task.ended_at = (
                "done",
                result,
                FORM,
                self.someone,
                when,
            )
            return task
        # As the clock would have it: what is late is marked so.
        task.overdue = self.draw.random() < 0.2
        days = self.draw.randrange(1, 9)
        task.due = self.now.date() + timedelta(days=-days if task.overdue else days)
        if self.draw.random() < 0.5:
            task.handler = task.claimed_at = None
        return task

    def _see(self, rows: Rows, order: Order, parts: list[Department]) -> None:
        who = {f"d{part.pk}" for part in parts}
        who |= {f"b{above}" for part in parts for above in part.path.strip("/").split("/")}
        order.terms = terms(
            order.title, order.number, order.place, order.text, facets=sight.facets(order, who)
        )
        live, late = order.closed_at is None, sight.is_overdue(order)
        rows.sights += [Sight(order=order, who=each, is_open=live, is_overdue=late) for each in sorted(who)]

    def _record(self, rows: Rows, order: Order, at: datetime, action: str, **about: str) -> None:
        self.number += 1
        record = Record(
            number=self.number, hash=suite(), at=at.isoformat(timespec="milliseconds"), by=self.someone.login,
            action=f"orders.{action}", object=f"order:{order.number}", about=about, previous=self.digest,
        )  # fmt: skip
        self.digest = record.digest = audit.digest({name: getattr(record, name) for name in SEALED}, suite())
        rows.records.append(record)


def _highest(rows: models.Manager[Any]) -> int:
    found: int | None = rows.aggregate(highest=models.Max("id"))["highest"]
    return found or 0
