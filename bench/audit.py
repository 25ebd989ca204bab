"""A million audit records in each chain, each touched in five ways: is it found, where, and how fast.

``python -m bench.audit [--records 1000000] [--chain ops]``. The rival is what a verifier cannot do without: one plain
pass over the same file that only computes SHA-256 of each record.
"""

import argparse
import hashlib
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shuzhi.core.errors import Problem
from shuzhi.secure import anchor, audit

ABOUT = {
    "purpose": "惠民资金监督",
    "tables": ["finding.finding"],
    "query": "select * from finding.finding limit 50",
}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--chain", choices=("lake", "ops", "both"), default="both")
    told = asked.parse_args()
    records = told.records
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHUZHI_KEY_FILE"] = str(Path(folder) / "keys.json")
        if told.chain != "ops":
            _lake(Path(folder) / "audit.jsonl", records)
        if told.chain == "lake":
            return
        city = Path(folder) / "city"
        city.mkdir()
        os.environ["SHUZHI_CITY"] = str(city)
        _ops(records)


def _lake(path: Path, records: int) -> None:
    before = audit.START
    with path.open("wb") as file:
        for number in range(records):
            entry = {"at": "2026-11-22T00:00:00.000+00:00", "by": f"u{number % 97}", "action": "read"}
            line = audit.spelled({**entry, "about": ABOUT, "previous": before})
            file.write(line + b"\n")
            before = hashlib.sha256(line).hexdigest()
    anchor.write(audit.anchor_of(path), anchor.Anchor(records, before))
    _told("lake", "one pass of SHA-256", None, _timed(lambda: _plain(path)))
    _told("lake", "untouched", None, _timed(lambda: audit.verify(path)))
    lines = path.read_bytes().splitlines(keepends=True)
    at = random.Random(7).randrange(records // 2, records - 2)
    for name, touched in (
        ("edited", [*lines[:at], lines[at].replace(b'"read"', b'"raed"'), *lines[at + 1 :]]),
        ("deleted", [*lines[:at], *lines[at + 1 :]]),
        ("inserted", [*lines[:at], lines[at - 1], *lines[at:]]),
        ("swapped", [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]),
        ("end cut off", lines[:-1]),
    ):
        path.write_bytes(b"".join(touched))
        expected = records if name == "end cut off" else at + 1
        _told("lake", name, expected, _timed(lambda: audit.verify(path)))


def _ops(records: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "shuzhi.ops.settings"
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from shuzhi.ops.audit import actions  # noqa: PLC0415
    from shuzhi.ops.audit.models import Record  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    made, before = [], audit.START
    with transaction.atomic():
        for number in range(1, records + 1):
            one = Record(
                number=number,
                hash="aes",
                at="2026-11-22T00:00:00.000+00:00",
                by=f"u{number % 97}",
                action="orders.complete",
                object=f"order:{number % 5000}",
                about=ABOUT,
                previous=before,
            )
            one.digest = before = audit.digest({name: getattr(one, name) for name in actions.SEALED}, "aes")
            made.append(one)
            if len(made) == 5000 or number == records:
                Record.objects.bulk_create(made)
                made.clear()
    path = actions.anchor_file()
    assert path is not None
    anchor.write(path, anchor.Anchor(records, before))
    _told("ops", "untouched", None, _timed(actions.verify))
    at = random.Random(7).randrange(records // 2, records - 2)
    table = "audit_record"
    swap = [(-1, at), (at, at + 1), (at + 1, -1)]
    with connection.cursor() as cursor:
        cursor.execute("drop trigger audit_no_update")
        cursor.execute("drop trigger audit_no_delete")
        for name, statements, expected in (
            ("edited", [f"update {table} set object = 'order:0' where number = {at}"], at),
            ("deleted", [f"delete from {table} where number = {at}"], at),
            ("swapped", [f"update {table} set number = {to} where number = {of}" for to, of in swap], at),
            ("inserted", [f"update {table} set number = number + 10000000 where number >= {at}",
                          f"update {table} set number = number - 9999999 where number > 10000000",
                          f"insert into {table} select {at}, hash, at, by, action, object, about, 'x', digest "
                          f"from {table} where number = {at - 1}"], at),
            ("end cut off", [f"delete from {table} where number = {records}"], records),
        ):  # fmt: skip
            cursor.execute("begin")
            # "number >= 1" is a promise of the table; whoever has the file can take it back too.
            cursor.execute("pragma ignore_check_constraints = on")
            for statement in statements:
                cursor.execute(statement)
            _told("ops", name, expected, _timed(actions.verify))
            cursor.execute("rollback")


def _plain(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            hashlib.sha256(line).hexdigest()


def _timed(work: Callable[[], Problem | None]) -> tuple[Problem | None, float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - processor


def _told(chain: str, what: str, at: int | None, told: tuple[Problem | None, float, float]) -> None:
    found, wall, processor = told
    where = int(found.where.split(":")[-1]) if found else None
    # An edited line of the lake's file shows where the next one no longer follows it.
    right = where == at or (at is not None and where is not None and 0 <= where - at <= 1)
    print(f"{chain:5} {what:20} found at {where}  {'as expected' if right else f'EXPECTED {at}'}  "
          f"{wall:6.2f} s wall {processor:6.2f} s CPU", flush=True)  # fmt: skip
    assert right


if __name__ == "__main__":
    main()
