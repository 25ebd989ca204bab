"""Reading submissions and sources, for the API."""

from typing import Any

from django.db.models import Q

from shuzhi.core import ids
from shuzhi.core.text import Text
from shuzhi.ops.errors import missing
from shuzhi.ops.intake import drafts
from shuzhi.ops.intake.models import Submission
from shuzhi.ops.intake.proposing import proposals
from shuzhi.ops.intake.rights import APPROVE, SEND, STEWARD, require_some, seen
from shuzhi.ops.lake import lake
from shuzhi.ops.paging import counted
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import Source
from shuzhi.run import intake
from shuzhi.run.ledger import Batch
from shuzhi.run.sent import folder_of

Row = dict[str, Any]
State = Submission.State
OPEN = (State.DRAFT, State.WAITING)


def sources(by: Access) -> list[Row]:
    """The sources he has to do with: what they are, what he may do, what waits."""
    require_some(by)
    waiting = list(
        Submission.objects.filter(state=State.WAITING)
        .exclude(sent_by=by.user)
        .values_list("source", flat=True)
    )
    return [
        {
            "source": source.name,
            "title": source.title._asdict(),
            "owner": source.owner,
            "cadence": source.cadence,
            "approval": source.approval,
            "columns": [
                {"name": name, "element": column.element, "required": name in source.required}
                for name, column in source.columns.items()
            ],
            "rights": sorted(rights),
            "waiting": waiting.count(source.name) if APPROVE in rights else 0,
        }
        for source, rights in seen(by).values()
    ]


def submissions(by: Access, *, source: str, after: str, limit: int) -> Row:
    """Those of his sources, the last first; what was given up only to its sender."""
    require_some(by)
    found = Submission.objects.filter(_visible(by)).select_related("sent_by", "department").order_by("-id")
    found = found.exclude(state=State.DISCARDED)
    if source:
        found = found.filter(source=source)
    total, more = counted(found)
    if after.isdecimal():
        found = found.filter(id__lt=int(after))
    held = _batches()
    rows = [plain(each, by, held) for each in found[: limit + 1]]
    return {
        "rows": rows[:limit],
        "next": str(rows[limit - 1]["submission"]) if len(rows) > limit else None,
        "total": total,
        "more": more,
    }


def submission(by: Access, number: int) -> Row:
    """One, with what was seen in it while it waits. Raises Missing when he has nothing to do with it."""
    require_some(by)
    found = Submission.objects.filter(_visible(by), pk=number).select_related("sent_by", "department").first()
    if found is None:
        raise missing(Text("没有这次报送", "there is no such submission"), str(number))
    held = _batches()
    source = seen(by)[found.source][0]
    told = plain(found, by, held) | {"fixes": found.fixes, "look": None, "drift": [], "changes": None}
    if found.state in OPEN:
        looked = drafts.looked(found)
        told |= {
            "look": _with_proposals(found, source, looked["look"]),
            "drift": looked["drift"],
            "changes": _changes(found, source, held),
        }
    return told


def _with_proposals(of: Submission, source: Source, look: Row) -> Row:
    found = proposals(of, source, look["columns"]) if of.state == State.DRAFT else {}
    return look | {
        "columns": [each | {"proposed": found.get(each["header"])} for each in look["columns"]],
    }


def plain(of: Submission, by: Access, held: dict[str, Batch]) -> Row:
    """``batch`` once a run has landed it."""
    batch = ids.batch_id(of.source, of.sha256)
    mine = of.sent_by_id == by.user.pk
    rights = seen(by).get(of.source, (None, frozenset()))[1]
    may = []
    if of.state == State.DRAFT and mine:
        may = ["fix", "confirm", "discard"]
    elif of.state == State.WAITING:
        may = ["discard"] if mine else ["decide"] if APPROVE in rights else []
    return {
        "submission": of.pk,
        "source": of.source,
        "department": of.department.name,
        "name": of.name,
        "size": of.size,
        "state": "landed" if of.state == State.ACCEPTED and batch in held else of.state,
        "counts": of.counts,
        "sent_by": of.sent_by.name,
        "at": of.at,
        "decided_by": of.decided_by.name if of.decided_by else None,
        "because": of.because,
        "stored": of.stored,
        "batch": batch if batch in held else None,
        "may": may,
    }


def _visible(by: Access) -> Q:
    """His own; those of sources he looks after; and of sources he sends for, what his departments sent."""
    found = Q(sent_by=by.user)
    for name, (_, rights) in seen(by).items():
        if rights & set(STEWARD):
            found |= Q(source=name) & ~Q(state=State.DISCARDED)
        elif SEND in rights:
            mine = Q(department__in=[place.department for place in by.where(SEND)])
            found |= Q(source=name) & mine & ~Q(state=State.DISCARDED)
    return found & Q(source__in=list(seen(by)))


def _changes(of: Submission, source: Source, held: dict[str, Batch]) -> Row:
    """What the lake will hold otherwise: content that is there already, a file this one takes the place of."""
    batch = ids.batch_id(of.source, of.sha256)
    mine = [each for each in held.values() if each.source == source.name]
    replaced = None
    if of.layout:
        name = f"{folder_of(source, of.layout, of.department.name)}/{of.name}"
        replaced = next((each for each in mine if each.file == name and each.batch != batch), None)
    found = lake()
    taken_back = [each for each in intake.taken_back(found) if each.batch == batch] if found else []
    return {
        "there": held[batch].file if batch in held else None,
        "withdrawn": taken_back[0].because if taken_back else None,
        "replaces": None if replaced is None else {"file": replaced.file, "rows": replaced.landed},
        "rows_now": sum(each.landed for each in mine),
        "files_now": len(mine),
    }


def _batches() -> dict[str, Batch]:
    held = lake()
    return {} if held is None else {batch.batch: batch for batch, _ in intake.accounts(held)}
