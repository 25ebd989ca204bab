"""A table several departments send: each has its own files and its own dates, and is told nothing of the others."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuzhi.ops.city import city as served
from shuzhi.ops.city import read_again
from shuzhi.ops.intake import calendar
from shuzhi.ops.intake.models import Reminder, Submission
from shuzhi.ops.intake.reminding import remind
from shuzhi.ops.intake.rights import source_of
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.people.models import Department, Post, Role, User
from shuzhi.run.intake import source_of as source_at
from tests.ugly.people import check
from tests.unit.ops.conftest import Api, Clock

Ask = Callable[[str | None], Api]
PAYMENTS = "高龄津贴发放"
XIBEI, SHIQIAO = "溪北区民政局", "石桥县民政局"
OWERS = {"民政局", XIBEI, SHIQIAO}
NAME = "七月.csv"


def rows(order: int) -> bytes:
    body = f"99020219300101{order:03}"
    return (
        f"姓名,身份证号,区划代码,金额,发放日期\n某人,{body + check(body)},990202001,200,2026-07-10\n".encode()
    )


@pytest.fixture
def districts(lake: Path, city_folder: Path, people: dict[str, User], clock: Clock) -> Iterator[None]:
    """The source as one that the counties' bureaus send, each with somebody who may."""
    path = source_of(PAYMENTS).path
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\nsenders: [高龄津贴]\n", encoding="utf-8")
    served.cache_clear()
    role = Role.objects.get(name="数据专员")
    for login, name in (("xibei", XIBEI), ("shiqiao", SHIQIAO)):
        Post.objects.create(
            user=people[login],
            department=Department.objects.get(name=name),
            role=role,
            since=date(2026, 1, 1),
        )
    yield
    path.write_text(before, encoding="utf-8")
    for name in ("data/报送", "recipes", "ops/sent"):
        shutil.rmtree(city_folder / name, ignore_errors=True)
    served.cache_clear()


def send(api: Api, steward: Api, content: bytes) -> dict[str, Any]:
    file = SimpleUploadedFile(NAME, content)
    answer = api.client.post("/api/intake/submissions", {"source": PAYMENTS, "file": file})
    assert answer.status_code == 200, answer.content.decode()
    number = answer.json()["submission"]
    assert api.post(f"intake/submissions/{number}/confirm", {"accept_change": True}).status_code == 200
    assert steward.post(f"intake/submissions/{number}/decide", {"allow": True}).status_code == 200
    told: dict[str, Any] = steward.get(f"intake/submissions/{number}").json()
    return told


def test_files_of_one_name_are_two_and_each_is_due_by_itself(
    districts: None, api: Ask, city_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward = api("shenzhiming")
    send(api("xibei"), steward, rows(1))
    send(api("shiqiao"), steward, rows(2))
    stored = Submission.objects.order_by("id").values_list("department__name", "stored")
    home = f"报送/{PAYMENTS}/1"
    assert list(stored) == [(XIBEI, f"{home}/{XIBEI}/{NAME}"), (SHIQIAO, f"{home}/{SHIQIAO}/{NAME}")]
    read_again()
    for number, (_, path) in enumerate(stored, start=1):
        assert (city_folder / "data" / path).read_bytes() == rows(number)
        source, name = source_at(served(), city_folder / "data" / path)
        assert (source.name, name) == (PAYMENTS, path)

    Submission.objects.filter(department__name=XIBEI).update(confirmed_at="2026-08-12T08:00:00Z")
    Submission.objects.filter(department__name=SHIQIAO).update(confirmed_at="2026-07-20T08:00:00Z")
    monkeypatch.setattr(calendar, "day_told", lambda: date(2026, 8, 18))

    def told(login: str) -> dict[str, str]:
        found = api(login).get("intake/calendar").json()["sources"]
        return {each["sender"]: each["state"] for each in found if each["source"] == PAYMENTS}

    # The files of the first run came from no sender of the page, and count for all; July's are each one's own.
    assert told("shenzhiming") == {"民政局": "late", XIBEI: "in time", SHIQIAO: "late"}
    assert told("xibei") == {XIBEI: "in time"}
    assert told("shiqiao") == {SHIQIAO: "late"}


def test_each_is_reminded_of_its_own(
    districts: None, api: Ask, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(api("xibei"), api("shenzhiming"), rows(1))
    Submission.objects.update(confirmed_at="2026-08-12T08:00:00Z")
    monkeypatch.setattr(calendar, "day_told", lambda: date(2026, 8, 18))
    remind()
    remind()
    late = Notice.objects.filter(kind="intake.late").select_related("user")
    told = sorted(each.user.login for each in late if "高龄津贴" in each.text["zh"])
    assert told == ["shenyouju", "shenzhiming", "shiqiao"]
    assert set(Reminder.objects.filter(source=PAYMENTS).values_list("sender", flat=True)) == OWERS - {XIBEI}
