"""An order in front of somebody: what every rule about it looks at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from shuzhi.core.text import Text
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict, missing
from shuzhi.ops.orders import flows, sight
from shuzhi.ops.orders.models import Extension, Order, Task
from shuzhi.ops.people.access import Access, Place
from shuzhi.ops.people.models import Department
from shuzhi.ops.prepared import prepared
from shuzhi.packs.flow_file import FlowFile, FlowStep


@dataclass
class Case:
    """An order, whoever looks at it, and the day. What else a rule asks for is looked up when it is asked."""

    order: Order
    by: Access
    today: date

    @classmethod
    def of(cls, order: Order, by: Access, *, who: Collection[str], tasks: Collection[Task]) -> "Case":
        """A case of which it is known already who sees it and what its tasks are: nothing is looked up twice."""
        case = cls(order, by, today())
        case.who = frozenset(who)
        case.joint = [task for task in tasks if task.kind == Task.Kind.JOINT and task.ended_at is None]
        case.is_first = len(tasks) == 1
        return case

    @cached_property
    def flow(self) -> FlowFile:
        return flows.flow_of(self.order.flow)

    @cached_property
    def task(self) -> Task:
        """The lead task the order is at, or the last one it had."""
        assert self.order.task is not None
        return self.order.task

    @cached_property
    def step(self) -> FlowStep:
        return flows.step_of(self.flow, self.task.step)

    @property
    def live(self) -> bool:
        return self.order.closed_at is None

    @cached_property
    def joint(self) -> list[Task]:
        """The joint tasks nobody has answered yet."""
        live = Task.objects.filter(order=self.order, kind="joint", ended_at__isnull=True)
        return list(live.select_related("department"))

    @cached_property
    def is_first(self) -> bool:
        """Whether the order has had no task but this one."""
        return not self.order.tasks.exclude(pk=self.task.pk).exists()

    @cached_property
    def who(self) -> frozenset[str]:
        """Who sees the order, as ``sight`` tells them apart."""
        return frozenset(self.order.sights.values_list("who", flat=True))

    @cached_property
    def asked(self) -> Extension | None:
        """The extension that waits for a decision."""
        row = _extension.first(order=self.order.pk)
        return Extension.from_db(DEFAULT_DB_ALIAS, _EXTENSION, row) if row else None

    @cached_property
    def works(self) -> bool:
        """Whether the task is his department's and his role's."""
        return any(
            place.department == self.task.department_id and place.role == self.step.by.role
            for place in self.by.where("orders.handle")
        )

    @property
    def holds(self) -> bool:
        """Whether he has claimed the task, and may still handle it."""
        return self.works and self.task.handler_id == self.by.user.pk

    @cached_property
    def heads(self) -> bool:
        """Whether he supervises the department that has the task."""
        return _covers(self.by.where("orders.supervise"), self.task.department)

    @cached_property
    def heads_origin(self) -> bool:
        """Whether he supervises the department that opened the order."""
        return _covers(self.by.where("orders.supervise"), self.order.department)

    @cached_property
    def opens(self) -> bool:
        """Whether he opens orders in the department that opened this one, or supervises it."""
        opening = self.by.where("orders.open")
        return self.heads_origin or any(place.department == self.order.department_id for place in opening)

    @property
    def presses(self) -> bool:
        """Whether he supervises any department that has a part in the order."""
        return any(each.startswith("b") and each in self.who for each in sight.tokens(self.by))

    def joint_at(self, number: int | None = None) -> Task | None:
        """The joint task, of those not answered yet, that is his department's to answer."""
        mine = {place.department for place in self.by.where("orders.handle")}
        theirs = [task for task in self.joint if task.department_id in mine]
        return next((task for task in theirs if number is None or task.pk == number), None)


_EXTENSION = tuple(field.attname for field in Extension._meta.concrete_fields)  # noqa: SLF001


@prepared
def _extension(*, order: int) -> QuerySet[Extension, Any]:
    return Extension.objects.filter(order=order, state="asked").order_by("id").values_list(*_EXTENSION)


def take(by: Access, number: str, *, version: int | None = None) -> Case:
    """The order, held until the transaction ends. Raises Missing when ``by`` may not know of it, Conflict when it has
    changed since ``version``: of two clicks on the same page the second one learns what the first one did."""
    found = _locked().filter(number=number).first()
    if found is None or not sight.sees(by, found):
        raise no_order(number)
    if version is not None and found.version != version:
        raise conflict(
            Text(
                "工单在您打开之后已有变化",
                "the order has changed since you opened it",
            ),
            f"order:{number}",
            Text("刷新，看清现在的状态再办", "reload, see how it stands, then go on"),
        )
    return Case(found, by, today())


def held(number: int) -> Order:
    """The order of that key, held until the transaction ends, for what happens by itself."""
    return _locked().get(pk=number)


def _locked() -> QuerySet[Order]:
    return Order.objects.select_for_update(of=("self",)).select_related(
        "flow", "department", "task__department", "task__handler"
    )


def no_order(number: str) -> Exception:
    return missing(Text(f"没有工单 {number}", f"there is no order {number}"), f"order:{number}")


def _covers(places: tuple[Place, ...], department: Department) -> bool:
    return any(department.path.startswith(place.path) for place in places)
