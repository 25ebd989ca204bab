"""When sources are due is told to those whose they are; a department is reminded once before and once after."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core import ids
from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city as served
from shuzhi.ops.clock import now
from shuzhi.ops.intake import calendar
from shuzhi.ops.intake.models import Reminder, Submission
from shuzhi.ops.intake.reminding import remind
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.people.models import Department, User
from tests.unit.ops.conftest import Api

Ask = Callable[[str | None], Api]
PAYMENTS, DEATHS = "高龄津贴发放", "死亡登记"


@pytest.fixture
def on(lake: Path, city_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """``on(2026, 7, 14)`` makes that the day of the calendar. Everything came with the run of 30 June 2026."""

    def on(*day: int) -> None:
        monkeypatch.setattr(calendar, "day_told", lambda: date(*day))

    yield on
    served.cache_clear()


def row(api: Api, source: str) -> dict[str, Any]:
    return next(each for each in api.get("intake/calendar").json()["sources"] if each["source"] == source)


def test_each_sees_what_is_due_of_his_sources(api: Ask, on: Callable[..., None]) -> None:
    on(2026, 7, 6)
    told = api("shenzhiming").get("intake/calendar").json()
    assert [each["source"] for each in told["sources"]] == [PAYMENTS]
    assert [
        (each["sender"], each["late"], each["in_time"], each["judged"]) for each in told["departments"]
    ] == [("民政局", 0, 1, 1)]
    assert row(api("gongyoushu"), DEATHS)["state"] == "in time"
    assert api("jiandu").get("intake/calendar").status_code == 403


def test_a_month_without_a_file_is_late_after_ten_working_days(api: Ask, on: Callable[..., None]) -> None:
    on(2026, 8, 14)
    assert (row(api("gongyoushu"), DEATHS)["state"], row(api("gongyoushu"), DEATHS)["due"]) == (
        "soon", "2026-08-14",
    )  # fmt: skip
    on(2026, 8, 18)
    found = row(api("gongyoushu"), DEATHS)
    assert (found["state"], found["days"], found["in_time"], found["judged"]) == ("late", 2, 1, 2)


def test_a_file_confirmed_on_the_page_was_sent_that_day_though_no_run_landed_it(
    api: Ask, on: Callable[..., None], people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    on(2026, 8, 18)
    sent = Submission.objects.create(
        source=DEATHS, department=Department.objects.get(name="公安局"), name="七月.csv", sha256="a" * 64, size=9,
        state=Submission.State.ACCEPTED, stored="x", sent_by=people["gongyoushu"], at=now(),
        confirmed_at=now().replace(year=2026, month=8, day=12),
    )  # fmt: skip
    found = row(api("gongyoushu"), DEATHS)
    assert (found["state"], found["last"], found["in_time"]) == ("in time", "2026-08-12", 2)
    batch = ids.batch_id(DEATHS, sent.sha256)
    monkeypatch.setattr("shuzhi.run.due.ledger.withdrawn", lambda _: [type("Back", (), {"batch": batch})])
    assert row(api("gongyoushu"), DEATHS)["state"] == "late"


def test_a_department_is_reminded_once_before_and_once_after_what_is_due(
    people: dict[str, User], on: Callable[..., None]
) -> None:
    def told(login: str) -> list[str]:
        mine = Notice.objects.filter(user=people[login], kind__startswith="intake.").order_by("id")
        return [f"{notice.kind} {notice.text['zh']}" for notice in mine]

    on(2026, 8, 3)
    remind()
    assert told("shenyouju") == []
    for day in ((2026, 8, 12), (2026, 8, 13), (2026, 8, 17), (2026, 8, 18)):
        on(*day)
        remind()
        remind()
    assert (
        told("shenyouju")
        == told("shenzhiming")
        == [
            "intake.soon 高龄津贴发放明细（2026-07）应于 2026-08-14 前报送",
            "intake.late 高龄津贴发放明细（2026-07）应于 2026-08-14 前报送，还没有收到",
        ]
    )
    assert told("jiandu") == []
    # Nobody of 人社局 sends files: nothing is written down, so that whoever comes is told.
    assert {each.source for each in Reminder.objects.all()} >= {PAYMENTS, DEATHS}
    assert not Reminder.objects.filter(source="参保名单").exists()
    noted = Record.objects.filter(action="intake.remind", object=f"source:{PAYMENTS}").order_by("number")
    assert [(each.by, each.about["kind"], each.about["told"]) for each in noted] == [
        ("shuzhi", "soon", 2), ("shuzhi", "late", 2),
    ]  # fmt: skip
