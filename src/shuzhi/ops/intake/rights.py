"""Who may do what with which source's files: by permission, department and duty. What nobody granted, nobody may."""

from collections.abc import Iterable

from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import missing
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.ops.people.models import Department
from shuzhi.packs.schema import Source

SEND, APPROVE, MEND, WITHDRAW = "intake.send", "intake.approve", "intake.mend", "intake.withdraw"
STEWARD = (APPROVE, MEND, WITHDRAW)


def source_of(name: str) -> Source:
    """Raises Missing when the city has no such source."""
    found = next((source for source in city().sources if source.name == name), None)
    if found is None:
        raise missing(Text("没有这个来源", "there is no such source"), name)
    return found


def sender(by: Access, source: Source) -> Department | None:
    """The department of his for which he sends the source's files: its owner, or one with a duty that may."""
    held = Department.objects.filter(pk__in=[place.department for place in by.where(SEND)]).order_by("path")
    duties = {each.name: set(each.duties) for each in city().departments}
    mine = list(held)
    owner = next((each for each in mine if each.name == source.owner), None)
    return owner or next((each for each in mine if duties.get(each.name, set()) & set(source.senders)), None)


def covers(by: Access, permission: str, source: Source) -> bool:
    """Whether a post with the permission is in the source's department, or above it."""
    return covers_department(by, permission, source.owner)


def covers_department(by: Access, permission: str, department: str) -> bool:
    """Whether a post with the permission is in the department, or above it."""
    owner = Department.objects.filter(name=department, is_active=True).first()
    return owner is not None and any(owner.path.startswith(place.path) for place in by.where(permission))


def require(by: Access, permission: str, source: Source) -> None:
    """Raises Refused."""
    if not covers(by, permission, source):
        raise not_allowed(permission)


def seen(by: Access) -> dict[str, tuple[Source, frozenset[str]]]:
    """The sources somebody has to do with, each with what he may do: nothing of any other is told to him."""
    able = any(by.may(permission) for permission in (SEND, *STEWARD))
    found = {}
    for source in city().sources if able else ():
        rights = {
            permission for permission in STEWARD if by.may(permission) and covers(by, permission, source)
        }
        if by.may(SEND) and sender(by, source) is not None:
            rights.add(SEND)
        if rights:
            found[source.name] = (source, frozenset(rights))
    return found


def require_some(by: Access, permissions: Iterable[str] = (SEND, *STEWARD)) -> None:
    """Raises Refused for somebody who has nothing to do with files."""
    if not any(by.may(permission) for permission in permissions):
        raise not_allowed(SEND)


__all__ = [
    "APPROVE",
    "MEND",
    "SEND",
    "WITHDRAW",
    "Refused",
    "covers",
    "covers_department",
    "require",
    "require_some",
    "seen",
    "sender",
    "source_of",
]
