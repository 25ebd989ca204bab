"""Access in an emergency: two persons, a reason, an end; told to the owner; audited; over by itself."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shuzhi.ops.audit.models import Record
from shuzhi.ops.clock import now
from shuzhi.ops.emergencies import actions
from shuzhi.ops.emergencies.models import Emergency
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.people.models import User
from tests.unit.ops.conftest import Api, Clock

pytestmark = pytest.mark.usefixtures("lake", "clock")
Calling = Callable[[str | None], Api]
TABLE, PURPOSE = "standard.高龄津贴发放", "高龄津贴监督"
ASKED = {"reason": "群众被困，须立即核对住址", "purpose": PURPOSE, "tables": [TABLE], "hours": 2}
SQL = {"sql": f"select count(*) as n from {TABLE}"}


def asked(api: Calling, **said: object) -> Any:
    return api("pangguan").post("emergencies", ASKED | said)


def opened(api: Calling) -> int:
    number = asked(api).json()["emergency"]
    assert api("security").post(f"emergencies/{number}/decide", {"allow": True}).status_code == 200
    return int(number)


def read(api: Calling, number: int, login: str = "pangguan") -> int:
    return int(api(login).post(f"emergencies/{number}/ask", SQL).status_code)


def test_it_opens_one_table_for_one_person_until_its_end(
    api: Calling, clock: Clock, people: dict[str, User]
) -> None:
    number = asked(api).json()["emergency"]
    assert read(api, number) == 409
    api("security").post(f"emergencies/{number}/decide", {"allow": True})
    answer = api("pangguan").post(f"emergencies/{number}/ask", SQL)
    assert (answer.status_code, int(answer.json()["rows"][0]["n"]) > 0) == (200, True)
    other = api("pangguan").post(
        f"emergencies/{number}/ask", {"sql": "select count(*) as n from finding.finding"}
    )
    assert other.status_code == 403
    assert read(api, number, "jiandu") == 409
    clock.move(hours=2)
    assert read(api, number) == 409, "no job had to run for this"
    actions.expire()
    assert Emergency.objects.get().state == "ended"


def test_it_takes_two_and_the_database_says_so(api: Calling, people: dict[str, User]) -> None:
    number = asked(api).json()["emergency"]
    for login in ("pangguan", "jiandu", "system", "audit"):
        assert api(login).post(f"emergencies/{number}/decide", {"allow": True}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.update(
            state="open", decided_by=people["pangguan"], decided_at=now(), ends_at=now() + timedelta(hours=1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.update(state="open", decided_by=people["security"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "急"},
        {"hours": 0},
        {"hours": 73},
        {"tables": []},
        {"tables": ["standard.没有"]},
        {"purpose": "没有登记"},
    ],
)
def test_what_is_asked_for_has_to_be_said(api: Calling, wrong: dict[str, object]) -> None:
    assert asked(api, **wrong).status_code == 400
    assert not Emergency.objects.exists()


def test_owner_and_auditor_are_told_and_every_step_and_reading_is_in_the_chain(
    api: Calling, people: dict[str, User], lake: Path
) -> None:
    number = opened(api)
    told = set(Notice.objects.filter(kind="emergencies.owner").values_list("user__login", flat=True))
    # Everybody of the department that owns the table.
    assert told == {"kezhang", "shenyouju", "shenzhiming", "audit"}
    read(api, number)
    assert api("pangguan").post(f"emergencies/{number}/end").status_code == 200
    assert read(api, number) == 409
    chain = Record.objects.filter(object=f"emergency:{number}").order_by("number").values_list("by", "action")
    assert list(chain) == [
        ("pangguan", "emergencies.ask"),
        ("security", "emergencies.allow"),
        ("pangguan", "emergencies.read"),
        ("pangguan", "emergencies.end"),
    ]


def test_nobody_else_sees_or_ends_it(api: Calling, people: dict[str, User]) -> None:
    number = opened(api)
    assert api("jiandu").get("emergencies").json() == []
    assert api("jiandu").post(f"emergencies/{number}/end").status_code == 404
    assert [each["owners"] for each in api("audit").get("emergencies").json()] == [["民政局"]]


def test_the_page_is_told_what_one_may_do(api: Calling, clock: Clock) -> None:
    number = asked(api).json()["emergency"]

    def may(login: str) -> list[list[str]]:
        return [each["may"] for each in api(login).get("emergencies").json()]

    assert (may("pangguan"), may("security"), may("audit"), may("jiandu")) == ([[]], [["decide"]], [[]], [])
    api("security").post(f"emergencies/{number}/decide", {"allow": True})
    assert (may("pangguan"), may("security"), may("audit")) == ([["read", "end"]], [["end"]], [[]])
    clock.move(hours=2)
    assert (may("pangguan"), may("security")) == ([[]], [[]])
    assert api("pangguan").get("emergencies").json()[0]["state"] == "ended", "no job had to run for this"


def test_names_of_tables_are_told_to_who_holds_a_post(api: Calling) -> None:
    told = api("pangguan").get("emergencies/choices").json()
    assert PURPOSE in told["purposes"]
    assert TABLE in [each["table"] for each in told["tables"]]
    assert api("security").get("emergencies/choices").status_code == 403
