"""Many orders of the fictional city of Yunlan, as years of work would have left them, written straight to the tables."""

# Django's models can be imported once it is set up.
# ruff: noqa: PLC0415

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOME = 2_000
OPEN = 0.1
"""The newest of the orders: so many are still being handled."""

MATTERS = (
    "停车场乱收费", "路灯不亮", "井盖缺失", "夜间施工噪声", "垃圾堆积无人清运", "自来水发黄", "小区违建", "油烟扰民",
    "公交班次太少", "学校门口拥堵", "物业不作为", "拖欠工资", "暖气不热", "积水严重", "占道经营", "树木倒伏",
)  # fmt: skip
PLACES = (
    "人民路",
    "解放大道",
    "澜江花园",
    "青青镇集市",
    "霁月广场",
    "龙大村委会",
    "北下村小学",
    "上竹镇卫生院",
    "东站",
)
COUNTIES = ("990102", "990103", "990121", "990122", "990123", "990181")
WAY = (
    ("派单", "派县区"),
    ("县区签收", "签收"),
    ("县区办理", "已解决"),
    ("答复审核", "通过"),
    ("回访", "满意"),
)
FORM = {
    "已联系诉求人": True,
    "办理情况": "已到现场处理，并向诉求人说明。",
    "答复内容": "您反映的问题已处理。",
}


def new_city(folder: Path) -> Path:
    """Yunlan's own file, without its data, in a folder of its own."""
    folder.mkdir(parents=True)
    said = (ROOT / "cities" / "yunlan" / "city.yml").read_text("utf-8")
    (folder / "city.yml").write_text(f"scenario_path: ['{ROOT / 'scenarios'}']\n{said}", "utf-8")
    return folder


@dataclass
class Batch:
    """Rows to write together."""

    orders: list[Any] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)
    sights: list[Any] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)


def seed(count: int, say: Callable[[str], None]) -> None:
    """So many more orders of the hotline's flow, oldest first, each with tasks, sights and its part of the chain."""
    from django.db import connection, transaction

    from shuzhi.ops.audit.models import Record
    from shuzhi.ops.orders.models import Order, Sight, Task

    orders = Seeder(count).orders()
    made = 0
    while some := list(islice(orders, SOME)):
        with transaction.atomic():
            flat = {name: [row for each in some for row in getattr(each, name)] for name in vars(some[0])}
            # An order names its task and a task its order: the tasks' ids are put in when they are known.
            Order.objects.bulk_create(flat["orders"], batch_size=500)
            Task.objects.bulk_create(flat["tasks"], batch_size=500)
            for each in some:
                each.orders[0].task = each.tasks[-1]
            Order.objects.bulk_update(flat["orders"], ["task"], batch_size=500)
            Sight.objects.bulk_create(flat["sights"], batch_size=500)
            Record.objects.bulk_create(flat["records"], batch_size=500)
        made += len(some)
        if made % 20_000 == 0:
            say(f"{made:,} orders")
    with connection.cursor() as cursor:
        cursor.execute("analyze")


class Seeder:
    """Draws orders from a seeded generator; the same each time."""

    def __init__(self, count: int) -> None:
        from shuzhi.ops.audit.models import Record
        from shuzhi.ops.clock import now
        from shuzhi.ops.orders.flows import flow_for_request, version_of
        from shuzhi.ops.orders.models import Order
        from shuzhi.ops.people.models import Department, Post
        from shuzhi.secure import audit

        self.draw, self.count, self.began = random.Random(7), count, Order.objects.count()
        self.version = version_of(flow_for_request("环境"))
        self.departments = {each.name: each for each in Department.objects.all()}
        self.counties = {each.region: each for each in self.departments.values() if each.kind == "county"}
        posts = Post.objects.select_related("user", "department", "role")
        self.hands = {(post.department.name, post.role.name): post.user for post in posts}
        self.someone = self.hands["热线办", "值班长"]
        last = Record.objects.order_by("-number").first()
        self.number, self.digest = (last.number, last.digest) if last else (0, audit.START)
        self.now = now()

    def orders(self) -> Iterator[Batch]:
        for place in range(self.count):
            yield self._order(place)

    def _order(self, place: int) -> Batch:
        from shuzhi.ops.orders.models import Order, Task

        draw, desk = self.draw, self.departments["热线办"]
        opened = self.now - timedelta(minutes=5 * (self.count - place))
        number, region = f"2025-{self.began + place + 1:06}", draw.choice(COUNTIES)
        is_open = place > self.count * (1 - OPEN)
        at = draw.randrange(len(WAY)) if is_open else len(WAY) - 1
        county = self.counties[region]
        order = Order(
            number=number, flow=self.version, origin="request", title=f"{draw.choice(PLACES)}{draw.choice(MATTERS)}",
            text=f"市民来电，{draw.choice(PLACES)}附近{draw.choice(MATTERS)}，已多次反映，请尽快处理。编号{draw.randrange(10**6)}",
            category=draw.choice(("环境", "交通", "住建", "教育")), region=region, place=draw.choice(PLACES),
            department=desk, handled_by=county, opened_by=self.someone, opened_at=opened,
            state="open" if is_open else "closed", closed_at=None if is_open else opened + timedelta(days=5),
            version=2 + 2 * at,
        )  # fmt: skip
        made, when = Batch(orders=[order]), opened
        self._record(made, order, when, "open", {"flow": "hotline/办理", "step": WAY[0][0]})
        for step, result in WAY[: at + 1]:
            is_last_open = is_open and step == WAY[at][0]
            holder = desk if step in {"派单", "答复审核", "回访"} else county
            when += timedelta(hours=draw.randrange(1, 20))
            task = Task(
                order=order, step=step, department=holder, state="open" if is_last_open else "done",
                opened_at=when, due=(when + timedelta(days=5)).date(), claimed_at=when, handler=self.someone,
                result="" if is_last_open else result, form={} if is_last_open else FORM,
                done_by=None if is_last_open else self.someone, ended_at=None if is_last_open else when,
            )  # fmt: skip
            if is_last_open and draw.random() < 0.5:
                task.handler = task.claimed_at = None
            if is_last_open and draw.random() < 0.2:
                task.overdue = True
            made.tasks.append(task)
            self._record(made, order, when, "claim", {"step": step})
            if not is_last_open:
                self._record(made, order, when, "complete", {"step": step, "result": result})
        self._sights(made, order, [desk, county] if at > 0 else [desk])
        return made

    def _sights(self, made: Batch, order: Any, parts: list[Any]) -> None:
        from shuzhi.ops.orders.models import Sight
        from shuzhi.ops.orders.sight import facets
        from shuzhi.ops.search import terms

        who = {f"d{part.pk}" for part in parts}
        who |= {f"b{above}" for part in parts for above in part.path.strip("/").split("/")}
        live, task = order.closed_at is None, made.tasks[-1]
        # The facets look at the task the order is at; the database learns of it once its id is known.
        order.__dict__["task_id"], order._state.fields_cache["task"] = None, task
        order.terms = terms(order.title, order.number, order.place, order.text, facets=facets(order, who))
        order._state.fields_cache.pop("task")
        made.sights += [
            Sight(order=order, who=each, is_open=live, is_overdue=live and task.overdue)
            for each in sorted(who)
        ]

    def _record(self, made: Batch, order: Any, at: datetime, action: str, about: dict[str, object]) -> None:
        from shuzhi.ops.audit.actions import _sealed
        from shuzhi.ops.audit.models import Record
        from shuzhi.secure import audit

        self.number += 1
        record = Record(
            number=self.number, at=at.isoformat(timespec="milliseconds"), by=self.someone.login,
            action=f"orders.{action}", object=f"order:{order.number}", about=about, previous=self.digest,
        )  # fmt: skip
        self.digest = record.digest = audit.digest(_sealed(record))
        made.records.append(record)
