"""A user has his own notices and nobody else's; they stand or fall with what they tell of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.notices.actions import read, tell
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.people.models import User
from tests.orders import By

Api = Callable[[str | None], Any]
WORDS = Text("有新任务", "a new task")


def send(*users: User) -> None:
    with transaction.atomic():
        tell(users, kind="task", text=WORDS, link="/orders/1")


def test_everybody_reads_his_own_page_by_page(people: dict[str, User], api: Api, clock: object) -> None:
    for _ in range(3):
        send(people["qinghe"], people["xibei"])
    page = api("qinghe").get("notices", limit=2).json()
    rest = api("qinghe").get("notices", limit=2, after=page["next"]).json()
    mine = set(Notice.objects.filter(user=people["qinghe"]).values_list("id", flat=True))
    assert {row["id"] for row in page["rows"] + rest["rows"]} == mine
    assert (page["total"], rest["next"], page["rows"][0]["text"]) == (3, None, WORDS._asdict())


def test_read_up_to_one_leaves_the_later_and_the_others(
    people: dict[str, User], api: Api, by: By, clock: object
) -> None:
    for _ in range(3):
        send(people["qinghe"], people["xibei"])
    first = Notice.objects.filter(user=people["qinghe"]).order_by("id")[0]
    assert api("qinghe").post("notices/read", {"up_to": first.pk}).json() == {"unread": 2}
    assert read(by=by("qinghe"), up_to=10**9) == 2
    assert api("xibei").get("notices/unread").json() == {"unread": 3}


def test_a_change_that_falls_takes_its_notices_with_it(people: dict[str, User], clock: object) -> None:
    def falls() -> None:
        with transaction.atomic():
            tell([people["qinghe"]], kind="task", text=WORDS, link="/")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        falls()
    assert not Notice.objects.exists()
