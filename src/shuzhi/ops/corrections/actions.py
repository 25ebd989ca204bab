"""Changes of reported errors: each one function, by somebody, atomic, audited."""

from django.db import IntegrityError, transaction

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.corrections.models import Correction
from shuzhi.ops.corrections.rights import above, may, responsible, take
from shuzhi.ops.corrections.rows import Seen, seen_row
from shuzhi.ops.errors import conflict, invalid
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.orders import times
from shuzhi.ops.people.access import Access, not_allowed, people_in
from shuzhi.ops.people.models import Department, User
from shuzhi.ops.wording import said

State = Correction.State


def report(*, by: Access, table: str, batch: str, row: int, column: str, text: str) -> Correction:
    """Somebody who is given a row says what is wrong with it. Raises Missing where no grant of his gives the row."""
    words = said(text, "text", most=1000)
    seen = seen_row(by, table, batch, row)
    if column and column not in seen.columns:
        raise invalid(
            Text(f"没有列“{column}”", f"there is no column “{column}”"),
            "column",
            Text("从这一行的列中选择，或不选", "choose one of the row's columns, or none"),
        )
    try:
        return _report(by, seen, column, words)
    except IntegrityError as error:
        raise conflict(
            Text(
                "这一处已有人报错，正在核实",
                "somebody has reported this already, and it is being looked into",
            ),
            f"{table} {batch} {row} {column}",
        ) from error


@transaction.atomic
def _report(by: Access, seen: Seen, column: str, text: str) -> Correction:
    owner = Department.objects.filter(name=seen.source.owner, is_active=True).first()
    mine = sorted(by.departments)
    if owner is None or not mine:
        raise _no_owner(seen.source.owner)
    made = Correction.objects.create(
        table=seen.source.name,
        batch=seen.batch,
        row=seen.row,
        column=column,
        place=seen.place[:500],
        purpose=seen.purpose,
        owner=owner,
        text=text,
        asked_by=by.user,
        asked_for_id=mine[0],
        asked_at=now(),
        due=times.after(today(), city().corrections.days),
    )
    _note(by, made, "report", purpose=seen.purpose, column=column, due=str(made.due))
    _tell(
        responsible(owner),
        Text(
            f"“{seen.source.title.zh}”有一处被报错，请在 {made.due} 前核实答复",
            f"an error was reported in “{seen.source.title.en}”: please answer by {made.due}",
        ),
    )
    return made


@transaction.atomic
def answer(*, by: Access, correction: int, mended: bool, text: str) -> Correction:
    """The owner's answer, once: it is mended, or it is right as it stands."""
    one = _his(by, correction, "answer")
    one.state = State.MENDED if mended else State.REFUSED
    one.answer, one.answered_by, one.answered_at = said(text, "text", most=1000), by.user, now()
    one.save()
    late = times.day(one.answered_at) > one.due
    _note(by, one, "answer", mended=mended, late=late)
    _tell([one.asked_by], Text("您报的一处错误已有答复", "an error that you reported was answered"))
    return one


@transaction.atomic
def dispute(*, by: Access, correction: int, text: str) -> Correction:
    """Whoever reported it does not agree with the answer; somebody above the owner rules."""
    one = _his(by, correction, "dispute")
    one.state, one.dispute, one.disputed_at = State.DISPUTED, said(text, "text", most=1000), now()
    one.save()
    _note(by, one, "dispute")
    rulers = people_in(above(one.owner), permission="orders.supervise")
    _tell(
        [*rulers, *responsible(one.owner)],
        Text("一处数据纠错有争议，待裁定", "a correction is disputed, and waits for a ruling"),
    )
    return one


@transaction.atomic
def rule(*, by: Access, correction: int, overturned: bool, text: str) -> Correction:
    """What comes of the dispute: the answer stands, or the owner is to mend the data."""
    one = _his(by, correction, "rule")
    one.state = State.OVERTURNED if overturned else State.UPHELD
    one.ruling, one.ruled_by, one.ruled_at = said(text, "text", most=1000), by.user, now()
    one.save()
    _note(by, one, "rule", overturned=overturned)
    _tell(
        [one.asked_by, *responsible(one.owner)],
        Text("一处有争议的数据纠错已裁定", "a disputed correction was ruled on"),
    )
    return one


def _his(by: Access, number: int, action: str) -> Correction:
    one = take(by, number)
    if action in may(by, one):
        return one
    wanted = {"answer": State.ASKED, "dispute": State.REFUSED, "rule": State.DISPUTED}[action]
    if one.state != wanted:
        now_is = State(one.state)
        raise conflict(
            Text(f"这条纠错现在是“{now_is.label}”", f"the correction is “{now_is.value}” now"),
            f"correction:{number}",
        )
    raise not_allowed(f"corrections.{action}")


def _no_owner(name: str) -> ShuzhiError:
    return conflict(
        Text(f"没有在用的部门“{name}”可以答复", f"there is no department “{name}” in use to answer"),
        "owner",
    )


def _note(by: Access, one: Correction, action: str, **about: object) -> None:
    about = {"table": one.table, "state": one.state, **about}
    record(by=by.login, action=f"corrections.{action}", object=f"correction:{one.pk}", about=about)


def _tell(people: list[User], text: Text) -> None:
    tell(people, kind="correction", text=text, link="/corrections")
