"""Departments' contribution is the mean of shares anybody can recount; what nobody uses is listed, never stopped."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.contribution import scoreboard, using
from shuzhi.ops.contribution.using import Window, reaching
from shuzhi.ops.corrections.models import Correction
from shuzhi.ops.people.models import Department, User
from shuzhi.secure.usage import Use, Uses
from tests.unit.ops.conftest import Api, Clock

Ask = Callable[[str | None], Api]
PAYMENTS = "standard.高龄津贴发放"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Callable[..., None]:
    """``read("standard.x", by="jiandu")``: that is all anybody read since January."""

    def told(table: str, *, by: str, last: str = "2026-07-01T00:00:00Z") -> None:
        uses = Uses(of={table: Use(last=last, reads=1, readers=frozenset({by}))})
        for module in (scoreboard, using):
            monkeypatch.setattr(module, "used", lambda: uses)
            monkeypatch.setattr(module, "window", lambda: Window(since=date(2026, 1, 7), whole=True))

    return told


def board(api: Ask) -> dict[str, dict[str, Any]]:
    told = api("pangguan").get("contribution").json()
    parts = [part["part"] for part in told["parts"]]
    return {
        one["name"]: {
            **dict(zip(parts, one["shares"], strict=True)),
            "score": one["score"],
            "tables": one["tables"],
        }
        for one in told["departments"]
    }


def test_the_whole_is_the_mean_of_what_there_is_to_count(
    api: Ask, lake: Path, read: Callable[..., None]
) -> None:
    read(PAYMENTS, by="jiandu")
    one = board(api)["民政局"]
    assert (one["answered"], one["mended"]) == (None, None)
    known = [one[part] for part in ("on_time", "quality", "shared") if one[part] is not None]
    assert one["score"] == pytest.approx(sum(known) / len(known))
    quality = {each["name"]: each["score"] for each in api("pangguan").get("quality").json()["departments"]}
    assert one["quality"] == quality["民政局"]


def test_only_readers_of_other_departments_count_as_use_by_others(
    api: Ask, lake: Path, read: Callable[..., None]
) -> None:
    read(PAYMENTS, by="jiandu")
    tables = board(api)["民政局"]["tables"]
    assert board(api)["民政局"]["shared"] == pytest.approx(1 / tables)
    read(PAYMENTS, by="shenyouju")
    assert board(api)["民政局"]["shared"] == 0
    read(PAYMENTS, by="jiandu", last="2025-12-01T00:00:00Z")
    assert board(api)["民政局"]["shared"] == 0


def test_an_overdue_answer_counts_as_none(
    api: Ask, lake: Path, people: dict[str, User], read: Callable[..., None], clock: Clock
) -> None:
    read(PAYMENTS, by="jiandu")
    owner = Department.objects.get(name="民政局")
    Correction.objects.create(
        table="高龄津贴发放", batch="b", row=1, place="x", purpose="高龄津贴监督", owner=owner, text="错",
        asked_by=people["jiandu"], asked_for=Department.objects.get(name="纪委监委"), asked_at=clock.at,
        due=date(2026, 7, 20),
    )  # fmt: skip
    assert board(api)["民政局"]["answered"] is None
    clock.move(days=15)
    assert board(api)["民政局"]["answered"] == 0


def test_a_table_is_used_where_something_made_from_it_is(
    api: Ask, lake: Path, read: Callable[..., None]
) -> None:
    read(PAYMENTS, by="jiandu")
    told = api("pangguan").get("contribution/unused").json()
    listed = {one["table"] for one in told["tables"]}
    assert PAYMENTS not in listed
    assert all(one["proposed"]["zh"] == str(using.RETIRE.zh) for one in told["tables"])
    assert reaching({"a": frozenset({"b"}), "b": frozenset({"a", "c"})}, "a") == {"a", "b", "c"}


def test_a_report_is_listed_until_somebody_makes_it(
    api: Ask, lake: Path, read: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(PAYMENTS, by="jiandu")
    # Other tests make it, of the same lake.
    monkeypatch.setattr(using, "used", Uses)
    (one,) = api("pangguan").get("contribution/unused").json()["reports"]
    assert (one["report"], one["last_made"]) == ("old_age.通报", None)
    assert one["proposed"]["zh"] == using.RETIRE_REPORT.zh
    monkeypatch.setattr(using, "used", lambda: Uses(made={"old_age.通报": "2026-07-01T00:00:00Z"}))
    assert api("pangguan").get("contribution/unused").json()["reports"] == []


def test_before_the_record_is_old_enough_nothing_is_proposed(api: Ask, lake: Path, clock: Clock) -> None:
    told = api("pangguan").get("contribution/unused").json()
    assert not told["whole"]
    assert {one["proposed"]["zh"] for one in told["tables"]} <= {using.WATCH.zh}
