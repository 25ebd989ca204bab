"""On whose account somebody may open the page of a person: an open finding about that person which he works on.

A person is never looked up for a purpose alone. The city's grants for cases (``cases: true``) give nothing but here,
and here only the rows of the people whom the reader's open findings are about.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.ids import PREFIX
from shuzhi.core.text import Text
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.persons import PERSON
from shuzhi.fuse.relations import RELATION
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.entities.kinds import HUBS, opened
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.findings.sight import sights
from shuzhi.ops.people.access import Access
from shuzhi.run.read import Desk, within_cases

OPEN = (Finding.State.NEW, Finding.State.CHECKING, Finding.State.LEAD, Finding.State.CASE)
MOST = 500
"""People of one's own cases that are looked through, the latest first."""


def people(by: Access, purpose: str, person: str | None = None) -> Mapping[str, list[str]]:
    """The people whom open findings that the user sees for the purpose are about, each with those findings."""
    found: dict[str, list[str]] = {}
    for each in sights(by):
        if each.purpose != purpose:
            continue
        open_ = Finding.objects.filter(
            each.within, texts__copy=each.copy.pk, subject_kind=PERSON.name, state__in=OPEN, gone=None
        )
        if person is not None:
            open_ = open_.filter(subject=person)
        for subject, finding in open_.order_by("-first_seen", "pk").values_list("subject", "pk")[:MOST]:
            if finding not in found.setdefault(subject, []):
                found[subject].append(finding)
    return found


def desk_for(by: Access, of: Kind, entity: str, purpose: str) -> tuple[Desk, list[str]]:
    """Where questions about the entity are put, and the findings that are the ground, of a person. Raises Refused,
    which is recorded, where a person is asked for without one."""
    desk = desk_of(by, purpose, opened())
    if of is not PERSON and not entity.startswith(PREFIX[PERSON.name]):
        return desk, []
    ground = people(by, purpose, entity).get(entity, [])
    if not ground:
        with transaction.atomic():
            record(
                by=by.login, action="profiles.refused", object=f"person:{entity}", about={"purpose": purpose}
            )
        raise _no_case()
    desk = within(desk, [entity])
    shared = [f"'{row['r']}'" for row in _in_common(desk, entity)]
    return within(desk, [entity], also=f" or r in ({', '.join(shared)})" if shared else ""), ground


def within(desk: Desk, entities: Collection[str], also: str = "") -> Desk:
    """What grants for cases give of these people; with ``also``, more of their relations."""
    told = ", ".join(f"'{one}'" for one in sorted(entities)) or "null"
    own = dict.fromkeys(
        (PERSON.entity, PERSON.table("fact"), PERSON.table("appearance")), f"person in ({told})"
    )
    return within_cases(desk, city(), {**own, RELATION: f"l in ({told}) or r in ({told}){also}"})


def _in_common(desk: Desk, entity: str) -> list[dict[str, str]]:
    """What the person has in common with others: a household, an account, a telephone."""
    query = exp.select("r").distinct().from_(RELATION.tree)
    query = query.where(
        sql.column("l").eq(sql.literal(entity)), sql.column("r_kind").isin(*map(sql.literal, HUBS))
    )
    try:
        return desk.rows(query)
    except Refused:
        return []


def _no_case() -> Refused:
    return Refused(
        [
            Problem(
                what=Text(
                    "您没有关于此人的在办疑点", "no open finding that you work on is about this person"
                ),
                where="case",
                why=Text(
                    "人员画像只为在办的案件打开", "the page of a person is opened for an open case only"
                ),
                todo=Text("从疑点页打开；尝试已留痕", "open it from the finding; the attempt is recorded"),
            )
        ]
    )
