"""A request is taken down as it was told, corrected, and kept in the chain without a word of what it says."""

from datetime import timedelta

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.audit.models import Record
from shuzhi.ops.clock import now
from shuzhi.ops.desk import actions
from shuzhi.ops.desk.actions import Said
from shuzhi.ops.desk.contacts import Caller
from shuzhi.ops.errors import Conflict, Missing
from tests.desk import By, Taken, fresh, records


def test_it_gets_the_next_number_of_the_year_and_its_desk(taken: Taken) -> None:
    first, second = taken(), taken()
    assert [first.number, second.number] == ["S2026-000001", "S2026-000002"]
    assert (first.state, first.department.name, first.taken_by.login) == ("new", "热线办", "jiexian")


def test_without_a_title_its_beginning_is_one(taken: Taken) -> None:
    assert taken(title=" ", body="公交车\n总是晚点，" + "等" * 50).title == "公交车 总是晚点，" + "等" * 21


def test_who_takes_no_requests_is_refused(by: By, taken: Taken) -> None:
    for login in ("chengguan", "pangguan", "jiandu"):
        with pytest.raises(Refused):
            taken(login)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"body": " \n"}, "body"),
        ({"title": "长" * 201}, "title"),
        ({"channel": "pigeon"}, "channel"),
        ({"urgency": "very"}, "urgency"),
        ({"region": "110000"}, "region"),
        ({"proposed": 999}, "proposed"),
        ({"contact": Caller(phone="83001234")}, "contact.phone"),
    ],
)
def test_what_does_not_fit_is_told(taken: Taken, wrong: dict[str, object], where: str) -> None:
    with pytest.raises(ShuzhiError) as told:
        taken(**wrong)
    assert told.value.problems[0].where == where


def test_it_cannot_have_come_tomorrow(taken: Taken, clock: object) -> None:
    assert taken(received_at=now() - timedelta(days=3)).received_at == now() - timedelta(days=3)
    with pytest.raises(ShuzhiError):
        taken(received_at=now() + timedelta(days=1))


def test_a_correction_keeps_what_it_does_not_name_and_bars_who_saw_the_old_one(taken: Taken, by: By) -> None:
    request = taken()
    better = Said(channel="phone", title="路灯和井盖", body="还有井盖", category="市政", region="990202001")
    actions.correct(by=by("zhiban"), number=request.number, version=1, request=better)
    now_is = fresh(request)
    assert (now_is.title, now_is.place, now_is.version) == ("路灯和井盖", "", 2)
    assert now_is.contact.phone_masked == "154******01"
    with pytest.raises(Conflict):
        actions.correct(by=by("jiexian"), number=request.number, version=1, request=better)


def test_the_chain_says_who_did_what_and_nothing_of_what_was_told(taken: Taken, by: By) -> None:
    request = taken()
    said = Said(channel="phone", title="别的事", body="路灯好了")
    actions.correct(by=by("zhiban"), number=request.number, version=1, request=said)
    assert records(request) == [("jiexian", "take"), ("zhiban", "correct")]
    assert verify() is None
    about = str(
        list(Record.objects.filter(object=f"request:{request.number}").values_list("about", flat=True))
    )
    assert not any(word in about for word in ("路灯", "虚平安", "1540", "中山路"))


def test_other_desks_do_not_know_of_it(taken: Taken, by: By) -> None:
    request = taken()
    with pytest.raises(Missing):
        actions.correct(
            by=by("chengguan"), number=request.number, version=1, request=Said(channel="phone", body="x")
        )
