"""A small city with something of everything that is locked, for tests of keys and backups. Runs in processes of its
own: Django knows one city only.

``python -m tests.ops.keeping make|look <city>``; ``die <city> <n>`` rotates and is killed at its n-th change of a
file; ``stop <city> <backup> <n>`` makes a backup and is killed before its n-th file.
"""

import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from shuzhi.core import crypto, keys
from shuzhi.ops import backup as backups
from shuzhi.ops import rotation
from shuzhi.ops.locked_sqlite import opening
from shuzhi.ops.serve import prepare, set_up
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import KEY, run_city
from tests.lakes import digest

PDF = b"%PDF-1.7 \xe8\xaf\x81\xe6\x8d\xae"


def make(folder: Path) -> None:
    run_city(load_city(folder), as_of=date(2026, 7, 1), tell=lambda _: None)
    prepare(folder, demo=True, say=lambda _: None)
    from shuzhi.ops.orders import files
    from shuzhi.ops.people import two_factor
    from shuzhi.ops.people.models import User

    two_factor.enrol(by=User.objects.get(login="audit"))
    files.keep(files.checked(PDF, keeps_place=False))


def look(folder: Path) -> None:
    """Prints what the city holds in clear, and which keys it is locked with."""
    set_up(folder)
    from django.apps import apps

    from shuzhi.ops.orders import files
    from shuzhi.ops.people.models import SecondFactor
    from shuzhi.ops.vault import SECOND_FACTORS

    factor = SECOND_FACTORS.unlock(SecondFactor.objects.get().secret)
    kept = files.checked(PDF, keeps_place=False)
    assert files.content_of(kept.sha256) == PDF
    tables = {
        model._meta.db_table: hashlib.sha256(
            repr(list(model.objects.order_by("pk").values_list())).encode()
        ).hexdigest()[:16]
        for model in apps.get_models()
        if model._meta.db_table not in {"people_secondfactor", "audit_record"}
    }
    locked = {
        "catalogue": crypto.key_of((folder / "lake" / "catalogue.sealed").read_bytes()),
        "ids": crypto.key_of((folder / KEY).read_bytes()),
        "cookies": crypto.key_of((folder / "ops" / "django.key").read_bytes()),
        "attachment": crypto.key_of(files.place_of(kept.sha256).read_bytes()),
        "factor": crypto.text_key(SecondFactor.objects.get().secret),
        "database": opening.locked_with(folder / "ops" / "ops.sqlite3"),
    }
    told = {
        "clear": [digest(folder), factor, crypto.kept_secret(folder / KEY, str), tables],
        "locked": locked,
        "audit": list(apps.get_model("audit", "Record").objects.values_list("digest", flat=True)),
        "newest": keys.ring().newest.id,
        "keys": len(keys.ring().keys),
    }
    print(json.dumps(told, ensure_ascii=False))


def die(folder: Path, at: str) -> None:
    """Rotate; at the ``at``-th change of a file the plug is pulled, before the change."""
    left = [int(at)]

    def counted(change: Callable[..., object]) -> Callable[..., object]:
        def may_die(*given: object, **named: object) -> object:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*given, **named)

        return may_die

    Path.replace = counted(Path.replace)  # type: ignore[method-assign, assignment]
    opening.lock_again = counted(opening.lock_again)  # type: ignore[assignment]
    rotation._lock_fields = counted(rotation._lock_fields)  # type: ignore[assignment]
    rotation.rotate(folder, by="test", say=lambda _: None)


def stop(folder: Path, out: str, at: str) -> None:
    left, add = [int(at)], backups._add

    def may_die(*given: Any) -> str:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return add(*given)

    backups._add = may_die
    backups.backup(folder, Path(out), by="test")


if __name__ == "__main__":
    verb, city, *rest = sys.argv[1:]
    verbs: dict[str, Callable[..., None]] = {"make": make, "look": look, "die": die, "stop": stop}
    verbs[verb](Path(city), *rest)
