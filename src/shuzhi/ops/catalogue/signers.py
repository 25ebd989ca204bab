"""Who asked for a change of the catalogue and who may sign it; that those who may are told of it, once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import hold_chain, record
from shuzhi.ops.audit.models import Record
from shuzhi.ops.catalogue.queries import Sight, sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.people.access import access_of, people_in
from shuzhi.ops.people.actions import SYSTEM
from shuzhi.ops.people.models import Department, User
from shuzhi.packs.signatures import Waiting, waiting

PROPOSE, SIGN, TELL = "catalogue.propose", "catalogue.sign", "catalogue.tell"
Verdict = Literal["signed", "refused"]
DECIDED: Mapping[Verdict, str] = {"signed": "catalogue.sign", "refused": "catalogue.refuse"}
"""What the chain calls it."""
KIND = "catalogue.signing"
LONGEST_LINK = 100


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the chain tells of a table's entry since it was last decided about."""

    asked: Sequence[Record] = ()
    """The latest first."""
    told: frozenset[str] = frozenset()
    """Contents, by their mark, that signers were told of since somebody last asked."""

    @property
    def askers(self) -> frozenset[str]:
        return frozenset(each.by for each in self.asked)

    def then(self, each: Record) -> "Past":
        if each.action == TELL:
            return Past(asked=self.asked, told=self.told | {each.about["mark"]})
        return Past(asked=(each, *self.asked)) if each.action == PROPOSE else Past()


def object_of(table: str) -> str:
    """What the chain calls the entry."""
    return f"table:{table}"[:80]


def past(tables: Iterable[str]) -> Mapping[str, Past]:
    """Of each table's entry."""
    named = {object_of(table): table for table in tables}
    found = dict.fromkeys(named.values(), Past())
    about = Record.objects.filter(object__in=named, action__in=(PROPOSE, TELL, *DECIDED.values()))
    for each in about.order_by("number").iterator():
        found[named[each.object]] = found[named[each.object]].then(each)
    return found


def tell_signers() -> None:
    """Everybody who may sign a change that waits is told of it, whoever asked or whichever file was edited.

    Once for each content; again when it was asked for again. What nobody may sign yet is told once somebody may.
    """
    if not _untold(waiting(city())):
        return
    with transaction.atomic():
        # Asking on a page tells at once, and the job looks meanwhile: one after the other.
        hold_chain()
        fresh = _untold(waiting(city()))
        signers = {each.table: _signers(each.entry.owner) for each, _ in fresh}
        seen = {user: _sight(user) for user in {user for each in signers.values() for user in each}}
        of: dict[User, list[Waiting]] = defaultdict(list)
        for each, before in fresh:
            told = [user for user in signers[each.table] if _his(seen[user], each, before, user)]
            for user in told:
                of[user].append(each)
            if told:
                about = {"mark": each.mark, "told": len(told)}
                record(by=SYSTEM, action=TELL, object=object_of(each.table), about=about)
        for user, mine in of.items():
            text, link = _words(mine, seen[user])
            tell([user], kind=KIND, text=text, link=link)


def tell_askers(table: str, askers: Iterable[str], verdict: Verdict) -> None:
    """Inside the transaction of the decision."""
    tell(
        User.objects.filter(login__in=askers),
        kind=KIND,
        text=Text("您提请的目录变更已签批", "the change of the catalogue that you asked for is signed")
        if verdict == "signed"
        else Text("您提请的目录变更未获同意", "the change of the catalogue that you asked for is refused"),
        link=_link(table),
    )


def _untold(found: Iterable[Waiting]) -> list[tuple[Waiting, Past]]:
    known = list(found)
    before = past(each.table for each in known)
    return [(each, before[each.table]) for each in known if each.mark not in before[each.table].told]


def _signers(owner: str) -> list[User]:
    """Whoever may sign for the department: his post is there, or above it."""
    there = Department.objects.filter(name=owner, is_active=True).first()
    return people_in(map(int, there.path.strip("/").split("/")), permission=SIGN) if there else []


def _his(seen: Sight | None, each: Waiting, before: Past, user: User) -> bool:
    """He is told of the table at all, and did not ask for the change himself."""
    return seen is not None and each.table in seen.tables and user.login not in before.askers


def _sight(user: User) -> Sight | None:
    return sight(access_of(user, today()))


def _words(mine: Sequence[Waiting], seen: Sight | None) -> tuple[Text, str]:
    if len(mine) > 1 or seen is None:
        told = Text(
            f"{len(mine)} 张表的目录变更等您签批",
            f"changes of the catalogue's entries of {len(mine)} tables wait for your signature",
        )
        return told, "/catalogue"
    title = seen.tables[mine[0].table].title
    told = Text(
        f"“{title.zh}”的目录变更等您签批",
        f"a change of the catalogue's entry of “{title.en}” waits for your signature",
    )
    return told, _link(mine[0].table)


def _link(table: str) -> str:
    link = f"/catalogue/{table}"
    return link if len(link) <= LONGEST_LINK else "/catalogue"
