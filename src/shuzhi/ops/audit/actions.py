"""Writing and verifying the chain."""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.ops.audit.models import Record
from shuzhi.secure import audit

_LOCK = 4_150_201
"""PostgreSQL's advisory lock under which the chain grows; SQLite has one writer anyway."""

_ANCHORING = threading.Lock()


def record(*, by: str, action: str, object: str, about: Mapping[str, object]) -> Record:  # noqa: A002
    """Append one record inside the caller's transaction: change and record stand or fall together.

    ``object`` is ``kind:id``, ``about`` plain JSON values. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit record is written in the transaction of the change it records")
    hold_chain()
    last = Record.objects.order_by("-number").only("number", "digest").first()
    number = last.number + 1 if last else 1
    made = Record(
        number=number,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        by=by,
        action=action,
        object=object,
        about=dict(about),
        previous=last.digest if last else audit.START,
    )
    made.digest = audit.digest(_sealed(made))
    made.save(force_insert=True)
    transaction.on_commit(lambda: _anchor(made))
    return made


def hold_chain() -> None:
    """Until this transaction ends, nobody else adds to the chain. Numbers given under it are given in order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


def verify() -> Problem | None:
    """The first place where the chain is broken, or None: edited, removed, added, moved, or its end cut off."""
    previous, number = audit.START, 0
    for found in Record.objects.order_by("number").iterator(chunk_size=10_000):
        number += 1
        told = audit.digest(_sealed(found))
        if found.number != number or found.previous != previous or found.digest != told:
            return _broken(number)
        previous = found.digest
    anchored = _anchored()
    if anchored is not None:
        last, digest = anchored
        at_anchor = Record.objects.filter(number=last).values_list("digest", flat=True).first()
        if at_anchor != digest:
            return _broken(min(number + 1, last))
    return None


def _sealed(made: Record) -> dict[str, object]:
    return {
        "number": made.number,
        "at": made.at,
        "by": made.by,
        "action": made.action,
        "object": made.object,
        "about": made.about,
        "previous": made.previous,
    }


def _anchor_file() -> Path | None:
    return settings.UPLOADS.parent / "audit.anchor" if settings.UPLOADS else None


def _anchor(last: Record) -> None:
    """The end of the chain, told outside the database: who cuts records off its end must also forge this."""
    path = _anchor_file()
    if path is None:
        return
    with _ANCHORING:
        anchored = _anchored()
        if anchored is None or anchored[0] < last.number:
            fresh = path.with_suffix(".new")
            fresh.write_text(f"{last.number} {last.digest}\n")
            fresh.replace(path)


def _anchored() -> tuple[int, str] | None:
    path = _anchor_file()
    if path is None or not path.exists():
        return None
    number, digest = path.read_text().split()
    return int(number), digest


def _broken(number: int) -> Problem:
    return Problem(
        what=Text(
            "审计链在此断开：有记录被改动、删除、插入或调换",
            "the audit chain is broken here: a record was changed, removed, added or moved",
        ),
        where=f"audit_record:{number}",
        todo=Text(
            "从备份取回数据库，查明谁动过它",
            "restore the database from a backup and find out who touched it",
        ),
    )
