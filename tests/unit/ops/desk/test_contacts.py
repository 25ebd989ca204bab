"""Nobody sees a contact in clear who may not; and who does is in the chain with his purpose."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.models import Record
from shuzhi.ops.desk import actions
from shuzhi.ops.desk.contacts import Caller, read_caller, read_callers
from shuzhi.ops.desk.models import Contact
from shuzhi.ops.errors import Missing
from shuzhi.ops.orders import actions as orders
from tests.desk import By, Taken, fresh
from tests.orders import claimed, done
from tests.unit.ops.desk.conftest import CALLER

LOGINS = ("jiandu", "kezhang", "xibei", "shiqiao", "jiexian", "zhiban", "chengguan", "qinghe", "pangguan")


def test_the_database_tells_it_to_nobody(taken: Taken) -> None:
    contact = Contact.objects.get(request=taken())
    kept = " ".join(map(str, Contact.objects.filter(pk=contact.pk).values().first().values()))
    assert not any(part in kept for part in (CALLER.name, CALLER.phone))
    assert (contact.name_masked, contact.phone_masked) == ("虚**", "154******01")


def test_reading_it_takes_a_purpose_and_is_in_the_chain(taken: Taken, by: By) -> None:
    request = taken()
    with pytest.raises(ShuzhiError):
        actions.read_contact(by=by("jiexian"), number=request.number, purpose=" ")
    assert actions.read_contact(by=by("zhiban"), number=request.number, purpose="回访") == CALLER
    last = Record.objects.order_by("-number").first()
    assert last is not None
    assert (last.by, last.action, last.object, last.about) == (
        "zhiban",
        "desk.read_contact",
        f"request:{request.number}",
        {"purpose": "回访"},
    )


def test_whoever_has_claimed_the_task_may_call_and_nobody_before_or_after(taken: Taken, by: By) -> None:
    request = actions.open_order(by=by("jiexian"), number=taken().number)
    assert request.order is not None
    with pytest.raises(Missing):
        actions.read_contact(by=by("qinghe"), number=request.number, purpose="联系诉求人")
    done(by("jiexian"), request.order, "派出")
    with pytest.raises(Refused):
        actions.read_contact(by=by("qinghe"), number=request.number, purpose="联系诉求人")
    order = claimed(by("qinghe"), request.order)
    assert actions.read_contact(by=by("qinghe"), number=request.number, purpose="联系诉求人") == CALLER
    form = {"办理情况": "已修好", "是否解决": True}
    orders.complete(by=by("qinghe"), order=order.number, version=order.version, result="办结", form=form)
    with pytest.raises(Refused):
        actions.read_contact(by=by("qinghe"), number=request.number, purpose="联系诉求人")


@pytest.mark.parametrize("login", [login for login in LOGINS if login not in {"jiexian", "zhiban"}])
def test_nobody_else_reads_it(taken: Taken, by: By, login: str) -> None:
    request = taken()
    before = Record.objects.count()
    with pytest.raises((Refused, Missing)):
        actions.read_contact(by=by(login), number=request.number, purpose="好奇")
    assert Record.objects.count() == before


def test_a_telephone_that_is_none_is_told_when_typed_and_kept_when_imported() -> None:
    with pytest.raises(ShuzhiError) as told:
        read_caller(Caller(phone="83001234"))
    assert "区号" in told.value.problems[0].todo.zh
    (read,) = read_callers([Caller(name="匿名", phone="138****0000", other="")])
    assert read.caller == Caller(other="138****0000")
    assert (read.name_masked, read.phone_masked) == ("", "")


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(
    name=st.text("虚平安和顺Anna ·.匿名", max_size=8),
    number=st.integers(0, 99_999_999),
    dressed=st.sampled_from(["{}", " {} ", "+86 {}", "{}\t"]),
)
def test_a_mask_shows_no_more_than_a_surname_and_five_digits(name: str, number: int, dressed: str) -> None:
    phone = f"154{number:08d}"
    (read,) = read_callers([Caller(name=name, phone=dressed.format(phone))])
    assert read.caller.phone == phone
    assert read.phone_masked == f"{phone[:3]}******{phone[-2:]}"
    assert read.name_masked in ("", f"{read.caller.name[:1]}**")


def test_the_same_telephone_is_found_again_however_it_is_written(taken: Taken) -> None:
    one, two = taken(), taken(contact=Caller(phone="+86 154-0000-0001"))
    assert fresh(one).contact.caller == fresh(two).contact.caller != ""
