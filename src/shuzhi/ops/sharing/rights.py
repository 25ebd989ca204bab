"""Who may do what about a request: a department asks, the table's owner answers, somebody above the asker excepts."""

from collections.abc import Mapping

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.contribution.owing import Owed, owing
from shuzhi.ops.errors import missing
from shuzhi.ops.people.access import Access, people_in
from shuzhi.ops.people.models import Department, User
from shuzhi.ops.sharing.models import SharingRequest
from shuzhi.packs.catalogue_file import SharingKind
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.signatures import in_force

ASK, DECIDE, LIFT = "sharing.ask", "sharing.decide", "sharing.lift"
State = SharingRequest.State
NO_TABLE = Text("目录里没有这张表", "there is no such table in the catalogue")


def kind_of(table: str) -> SharingKind | None:
    """How the table is shared now; None where nobody decided."""
    sharing = in_force(city(), full_name(table)).sharing
    return sharing.kind if sharing else None


def in_the_way(one: SharingRequest, known: Mapping[str, list[Owed]] | None = None) -> list[Owed]:
    """What give-to-get has against granting it now: nothing of what is shared without condition, exempt or excepted.

    ``known``: what departments owe, where it has been counted for many requests at once.
    """
    rule = city().catalogue.give_to_get
    if rule is None or one.lifted_at is not None or one.purpose in rule.exempt:
        return []
    if kind_of(one.table) != "conditional":
        return []
    return owing(one.department.name) if known is None else known[one.department.name]


def told(owed: list[Owed], one: SharingRequest) -> list[Problem]:
    """Each as a problem: what is missing, why it matters, who may lift it."""
    rule = city().catalogue.give_to_get
    basis = rule.basis if rule else ""
    return [
        Problem(
            what=each.told,
            where=one.department.name,
            why=Text(f"以供换用：{basis}", f"give-to-get: {basis}"),
            todo=Text(
                f"补上之后再批；确有必要的，由 {lifters(one)} 签批例外",
                f"grant it once that is mended; where it cannot wait, an exception is for {lifters(one)}",
            ),
        )
        for each in owed
    ]


def lifters(one: SharingRequest) -> str:
    """Who may except it, by name."""
    return "、".join(user.name for user in who_may_lift(one)) or "—"


def who_may_lift(one: SharingRequest) -> list[User]:
    there = above(one.department)
    return [user for user in people_in(there, permission=LIFT) if user.pk != one.asked_by_id]


def who_may_decide(one: SharingRequest) -> list[User]:
    there = [*above(one.owner), one.owner_id]
    return [user for user in people_in(there, permission=DECIDE) if user.pk != one.asked_by_id]


def above(department: Department) -> list[int]:
    """The departments above, from the top."""
    return [int(number) for number in department.path.strip("/").split("/")][:-1]


def decides(by: Access, one: SharingRequest) -> bool:
    """Whether he answers for the table's department. Nobody answers his own request."""
    mine = any(one.owner.path.startswith(place.path) for place in by.where(DECIDE))
    return mine and one.asked_by_id != by.user.pk


def lifts(by: Access, one: SharingRequest) -> bool:
    """Whether his post is above the department that asks: none excepts itself."""
    over = any(
        one.department.path.startswith(place.path) and place.department != one.department_id
        for place in by.where(LIFT)
    )
    return over and one.asked_by_id != by.user.pk


def sees(by: Access, one: SharingRequest) -> bool:
    asks = any(place.department == one.department_id for place in by.where(ASK))
    return one.asked_by_id == by.user.pk or asks or decides(by, one) or lifts(by, one)


def may(by: Access, one: SharingRequest, owed: list[Owed]) -> list[str]:
    """What is his to do now. Refusing is never in the way; granting is told to be where it is."""
    if one.state != State.ASKED:
        return []
    can = {"decide": decides(by, one), "lift": bool(owed) and lifts(by, one)}
    return [action for action, his in can.items() if his]


def take(by: Access, number: int) -> SharingRequest:
    """The request, held until the transaction ends. Raises Missing where he may not know of it."""
    found = SharingRequest.objects.select_for_update(of=("self",)).select_related(
        "owner", "department", "asked_by"
    )
    one = found.filter(pk=number).first()
    if one is None or not sees(by, one):
        raise missing(Text("没有这件共享申请", "there is no such request for sharing"), f"sharing:{number}")
    return one
