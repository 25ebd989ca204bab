"""Who may do what with an order, said a second time and another way: from the city's file and the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from shuzhi.ops.audit.models import Record
from shuzhi.ops.orders import models
from shuzhi.ops.orders.flows import flow_of, step_of
from shuzhi.ops.orders.models import Extension, Order, Task
from shuzhi.ops.people.models import Department
from shuzhi.packs.schema import City

WORKING = ("orders.open", "orders.handle", "requests.take")


@dataclass(frozen=True)
class Post:
    department: str
    role: str
    may: frozenset[str]


class Oracle:
    """Answers ``able(order)`` before the action is tried."""

    def __init__(self, city: City, more: Mapping[str, tuple[str, str]]) -> None:
        roles = {role.name: frozenset(role.may) for role in city.roles}
        self.parents = {department.name: department.parent for department in city.departments}
        self.posts: dict[str, list[Post]] = {}
        for person in city.people:
            post = Post(person.department, person.role, roles[person.role])
            self.posts.setdefault(person.login, []).append(post)
        for login, (department, role) in more.items():
            self.posts[login].append(Post(department, role, roles[role]))
        self.numbers = dict(Department.objects.values_list("name", "id"))

    def able(self, order: Order) -> dict[str, list[str]]:
        """Whose each action is, leaving aside whether it is the time for it."""
        past = past_of(order)
        seeing = {
            login: self._his(login, order, past) for login in self.posts if self._sees(login, past.involved)
        }
        actions = {action for his in seeing.values() for action in his}
        return {action: [login for login, his in seeing.items() if his[action]] for action in actions}

    def _his(self, login: str, order: Order, past: "Past") -> dict[str, bool]:
        task = order.task
        assert task is not None
        at, origin, flow = task.department.name, order.department.name, flow_of(order.flow)
        works = self.has(login, "orders.handle", at, step_of(flow, task.step).by.role)
        holds = works and task.handler is not None and task.handler.login == login
        opens, over_origin = self.has(login, "orders.open", origin), self.over(login, origin)
        presses = any(self.over(login, name) for name in past.involved)
        untouched = task.handler is None and order.opened_by.login == login and past.tasks == 1
        return {
            "claim": works and task.handler is None,
            "complete": holds,
            "ask_extension": holds,
            "suspend": holds,
            "invite": holds,
            "withdraw": holds,
            "hand_over": holds or self.over(login, at),
            "resume": works or self.over(login, at),
            "decide_extension": self._decides(login, order, past),
            "answer": any(self.has(login, "orders.handle", name) for name in past.asked),
            "supervise": presses,
            "cancel": over_origin or (untouched and opens),
            "reopen": opens or over_origin,
            "feedback": opens or self.has(login, "requests.take", origin),
            "link": works or opens or presses,
            "comment": True,
        }

    def _decides(self, login: str, order: Order, past: "Past") -> bool:
        extension = flow_of(order.flow).extension
        if past.extension is None or extension is None:
            return False
        asked_by, department = past.extension
        return asked_by != login and self.has(login, "orders.supervise", department, extension.by.role)

    def _sees(self, login: str, had: set[str]) -> bool:
        works = any(self.has(login, each, name) for each in WORKING for name in had)
        return works or any(self.over(login, name) for name in had)

    def opens(self, login: str) -> bool:
        return any("orders.open" in post.may for post in self.posts.get(login, ()))

    def has(self, login: str, permission: str, department: str, role: str | None = None) -> bool:
        return any(
            post.department == department and permission in post.may and role in (None, post.role)
            for post in self.posts.get(login, ())
        )

    def over(self, login: str, department: str) -> bool:
        """Whether he supervises the department or one above it."""
        return any(self.has(login, "orders.supervise", each) for each in self.above(department))

    def above(self, department: str) -> list[str]:
        """The department and all above it."""
        parent = self.parents[department]
        return [department, *(self.above(parent) if parent else [])]


@dataclass(frozen=True)
class Past:
    """What the tables say has happened to an order."""

    involved: set[str]
    """Departments that had a part in it."""
    asked: set[str]
    """Departments asked to help that have not answered."""
    tasks: int
    extension: tuple[str, str] | None
    """Whose wish for more time waits, and with which department."""


def past_of(order: Order) -> Past:
    tasks = list(Task.objects.filter(order=order).values_list("department__name", "kind", "ended_at"))
    wishes = Extension.objects.filter(order=order).order_by("pk")
    extensions = list(wishes.values_list("state", "asked_by__login", "department__name"))
    waiting = [(login, department) for state, login, department in extensions if state == "asked"]
    had = {name for name, _, _ in tasks} | {name for _, _, name in extensions}
    return Past(
        involved=had | {order.department.name} | escalated_to(order),
        asked={name for name, kind, ended in tasks if kind == "joint" and ended is None},
        tasks=len(tasks),
        extension=waiting[0] if waiting else None,
    )


def escalated_to(order: Order) -> set[str]:
    """In the test city every flow escalates to one department of the city."""
    if not Record.objects.filter(object=f"order:{order.number}", action="orders.escalate").exists():
        return set()
    return {"民政局"} if order.flow.name == "核实" else {"热线办"}


def expected_sight(oracle: Oracle, order: Order) -> set[str]:
    had = past_of(order).involved
    working = {f"d{oracle.numbers[name]}" for name in had}
    return working | {f"b{oracle.numbers[each]}" for name in had for each in oracle.above(name)}


TABLES = (
    "findings_decision",
    "findings_finding",
    "notices_notice",
    *(getattr(models, name)._meta.db_table for name in models.__all__),
)
"""Everything an action of orders could change."""


def snapshot() -> list[list[Any]]:
    """All that is in them."""
    with connection.cursor() as cursor:
        told = []
        for table in TABLES:
            cursor.execute(f"select * from {table} order by 1")
            told.append(cursor.fetchall())
        return told
