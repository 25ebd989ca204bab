"""Writing and verifying the chain."""

import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from shuzhi.core.crypto import HASHES, Suite, suite
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.ops.audit.models import Record
from shuzhi.ops.prepared import prepared
from shuzhi.secure import anchor, audit
from shuzhi.secure.anchor import Anchor

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
    last, before = _last.first() or (0, audit.START)
    made = Record(
        number=last + 1,
        hash=suite(),
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        by=by,
        action=action,
        object=object,
        about=dict(about),
        previous=before,
    )
    made.digest = audit.digest({name: getattr(made, name) for name in SEALED}, suite())
    made.save(force_insert=True)
    transaction.on_commit(lambda: _anchor(made))
    return made


@prepared
def _last() -> QuerySet[Record, Any]:
    return Record.objects.order_by("-number").values_list("number", "digest")[:1]


def hold_chain() -> None:
    """Until this transaction ends, nobody else adds to the chain. Numbers given under it are given in order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


def verify() -> Problem | None:
    """The first place where the chain is broken, or None: edited, removed, added, moved, or its end cut off."""
    told, path = _anchored(), anchor_file()
    previous, number, at_anchor = audit.START, 0, None
    for entry, digest in _records():
        number += 1
        broken = entry["number"] != number or entry["previous"] != previous or entry["hash"] not in HASHES
        if broken or digest != audit.digest(entry, cast("Suite", entry["hash"])):
            return _broken(number)
        previous = digest
        if told is not None and number == told.number:
            at_anchor = digest
    if path is None or (not number and not path.exists()):
        return None
    if told is None or at_anchor != told.digest:
        return _broken(min(number + 1, told.number) if told else number)
    return None


SEALED = ("number", "hash", "at", "by", "action", "object", "about", "previous")
"""What the digest of a record covers: all of it."""


def _records() -> Iterator[tuple[dict[str, object], str]]:
    """Every record as it is kept, in order, straight from the database: a million of them are read in seconds."""
    columns = ", ".join(connection.ops.quote_name(name) for name in (*SEALED, "digest"))
    query = f"select {columns} from audit_record order by number"
    about = SEALED.index("about")
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(5_000):
            for row in rows:
                entry = dict(zip(SEALED, row, strict=False))
                if isinstance(row[about], str):
                    try:
                        entry["about"] = orjson.loads(row[about])
                    except orjson.JSONDecodeError:
                        entry["about"] = None
                yield entry, row[-1]


def anchor_file() -> Path | None:
    return settings.UPLOADS.parent / "audit.anchor" if settings.UPLOADS else None


def _anchor(last: Record) -> None:
    """The end of the chain, told outside the database: who cuts records off its end must also forge this."""
    path = anchor_file()
    if path is None:
        return
    with _ANCHORING:
        told = _anchored()
        # A chain whose end was lost is not told anew: it has to stay broken until somebody looks.
        if (told is None and not path.exists() and last.number == 1) or (told and told.number < last.number):
            anchor.write(path, Anchor(last.number, last.digest))


def _anchored() -> Anchor | None:
    path = anchor_file()
    return anchor.read(path) if path else None


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
