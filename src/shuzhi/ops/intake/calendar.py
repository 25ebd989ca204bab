"""When the sources somebody has to do with are due, and which departments send in time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from shuzhi.core import ids
from shuzhi.core.errors import Problem
from shuzhi.ops.city import city
from shuzhi.ops.clock import CHINA, today
from shuzhi.ops.errors import problems_out
from shuzhi.ops.intake.models import Reminder, Submission
from shuzhi.ops.intake.rights import STEWARD, require_some, seen, sender
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import Source
from shuzhi.run.due import Sent, Standing, standings
from shuzhi.run.sent import folder_name

Row = dict[str, Any]
State = Submission.State


def day_told() -> date:
    """The day the calendar is told for: the city's own, where it stands still."""
    return city().as_of or today()


def standing(sources: Sequence[Source]) -> tuple[list[Standing], list[Problem]]:
    """How these sources stand, with what was confirmed on the page. Nothing before the city's first run."""
    held = lake()
    if held is None:
        return [], []
    return standings(held, city(), sources, day_told(), sent=_sent())


def calendar_of(by: Access) -> Row:
    """Those late first, then those due soonest. Who only sends a source is told nothing of others who send it.

    Raises Refused for somebody who has nothing to do with files.
    """
    require_some(by)
    mine = seen(by)
    found, notes = standing([source for source, _ in mine.values()])
    found = [each for each in found if _told_of(by, each, mine[each.source.name][1])]
    told = {
        (each.source, each.sender, each.due): each.told for each in Reminder.objects.order_by("kind", "at")
    }
    waits = [*Submission.objects.filter(state=State.WAITING).values_list("source", "department__name")]
    rows = [_row(each, told, waits.count((each.source.name, each.sender))) for each in found]
    return {
        "day": day_told(),
        "sources": sorted(rows, key=_urgency),
        "departments": _departments(found),
        "notes": problems_out(notes)["problems"],
    }


def _told_of(by: Access, of: Standing, rights: frozenset[str]) -> bool:
    if rights & set(STEWARD):
        return True
    own = sender(by, of.source)
    return own is not None and own.name in (of.sender, of.source.owner)


def _sent() -> Sent:
    """Files confirmed on the page, by the batch they become: that day they were sent, whenever a run landed them."""
    confirmed = Submission.objects.filter(
        state__in=(State.WAITING, State.ACCEPTED), confirmed_at__isnull=False
    )
    owners = {source.name: source.owner for source in city().sources}
    return {
        ids.batch_id(source, sha256): (
            source,
            None if owners.get(source) == department else folder_name(department),
            min(at.astimezone(CHINA).date(), day_told()),
        )
        for source, department, sha256, at in confirmed.values_list(
            "source", "department__name", "sha256", "confirmed_at"
        )
        if at is not None
    }


def _row(of: Standing, told: dict[tuple[str, str, date], int], waiting: int) -> Row:
    source, asked = of.source, of.asked
    return {
        "source": source.name,
        "title": source.title._asdict(),
        "sender": of.sender,
        "cadence": source.cadence,
        "feed": source.name in city().feeds,
        "state": of.state,
        "last": of.last,
        "pulled": of.pulled,
        "due": None if asked is None else asked.due,
        "days": of.days,
        "dues": [
            {"period": each.period, "due": each.due, "came": each.came, "state": each.state(of.day)}
            for each in of.dues
        ],
        "in_time": of.in_time,
        "judged": of.judged,
        "reminded": None if asked is None else told.get((source.name, of.sender, asked.due)),
        "waiting": waiting,
    }


def _urgency(row: Row) -> tuple[int, int, str]:
    late = row["state"] in ("late", "never")
    place = 0 if late else 1 if row["due"] is not None else 2
    return place, -row["days"] if late else row["days"], f"{row['source']} {row['sender']}"


def _departments(found: Iterable[Standing]) -> list[Row]:
    """By department; those that are most often late first."""
    told: dict[str, Row] = {}
    for each in found:
        row = told.setdefault(
            each.sender,
            {"sender": each.sender, "sources": 0, "late": 0, "in_time": 0, "judged": 0},
        )
        row["sources"] += 1
        row["late"] += each.state in ("late", "never")
        row["in_time"] += each.in_time
        row["judged"] += each.judged
    return sorted(told.values(), key=lambda row: (_share(row), -row["late"], row["sender"]))


def _share(row: Row) -> float:
    return row["in_time"] / row["judged"] if row["judged"] else 2.0
