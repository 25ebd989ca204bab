"""Everything the city keeps, locked anew under a new key. Killed anywhere and begun again, it ends the same."""

from collections.abc import Callable
from pathlib import Path

from sqlcipher3.dbapi2 import OperationalError

from shuzhi.core import crypto, keys
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.locked_sqlite import opening
from shuzhi.ops.serve import set_up
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import KEY, lake_of
from shuzhi.secure import audit
from shuzhi.secure.gateway import AUDIT

Say = Callable[[Text], None]


def rotate(folder: Path, *, by: str, say: Say) -> None:
    """Take the newest key of the environment, or add one to the key file, and lock everything under it.

    Older keys stay at hand: they open older backups. Raises ShuzhiError while the city is served or a run writes.
    """
    city = load_city(folder)
    begun = folder / ".rotating"
    newest = _begin(begun)
    say(
        Text(
            f"锁到密钥 {newest.id}（{keys.ring().place}）",
            f"locking under key {newest.id} ({keys.ring().place})",
        )
    )
    if city.lake.exists() and city.engine.address is None:
        with lake_of(city):
            pass  # who closes the lake locks its catalogue, and in it the keys of its files
        say(Text("湖：目录与其中的文件密钥", "lake: its catalogue with the keys of its files"))
    kept = _lock_files(folder)
    say(Text(f"密钥与附件：{kept} 个文件", f"secrets and attachments: {kept} files"))
    if (folder / "ops").exists():
        _lock_database(folder)
        fields = _lock_fields(folder, by=by)
        say(Text(f"业务库；其中加密字段 {fields} 个", f"ops database; {fields} locked fields in it"))
    audit.record(city.lake / AUDIT, by=by, action="keys rotated", about={"key": newest.id})
    begun.unlink(missing_ok=True)
    say(
        Text(
            "完成。旧密钥仍在手头，旧备份还要用它；备份到期后再从密钥文件中删去",
            "done. Older keys stay at hand for older backups; take them out of the key file when these are gone",
        )
    )


def _begin(begun: Path) -> keys.Key:
    """The key to lock with: the one a killed rotation had begun with, else a new one."""
    if keys.from_environment():
        return keys.ring().newest
    at_hand = keys.ring()
    if begun.exists() and begun.read_text() == at_hand.newest.id:
        return at_hand.newest
    fresh = keys.new_key()
    begun.write_text(fresh.id)
    keys.add_key(fresh)
    return fresh


def _lock_files(folder: Path) -> int:
    secrets = [(folder / KEY, f"secret {KEY}")]
    secrets += [(folder / "ops" / name, f"secret {name}") for name in ("django.key", "oidc.key")]
    attachments = [(path, "attachment") for path in (folder / "ops" / "uploads").glob("??/*")]
    done = 0
    for path, purpose in [*secrets, *attachments]:
        if path.exists() and not path.name.startswith("."):
            done += crypto.lock_again(path, purpose)
    return done


def _lock_database(folder: Path) -> None:
    database = folder / "ops" / "ops.sqlite3"
    if not database.exists():
        return
    try:
        opening.lock_again(database)
    except OperationalError:
        raise ShuzhiError(
            [
                Problem(
                    what=Text("业务库正在使用", "the ops database is in use"),
                    where=str(database),
                    todo=Text("停下 shuzhi serve 后再来一次", "stop shuzhi serve and begin again"),
                )
            ]
        ) from None


def _lock_fields(folder: Path, *, by: str) -> int:
    set_up(folder)
    from django.db import connection, transaction  # noqa: PLC0415  Django's settings must be known first

    from shuzhi.ops.analyses.models import Saved  # noqa: PLC0415
    from shuzhi.ops.audit.actions import record  # noqa: PLC0415
    from shuzhi.ops.desk.models import BadRow, Contact  # noqa: PLC0415
    from shuzhi.ops.people.models import SecondFactor  # noqa: PLC0415
    from shuzhi.ops.typed.models import Typed  # noqa: PLC0415
    from shuzhi.ops.vault import ANALYSES, CONTACTS, SECOND_FACTORS, TYPED  # noqa: PLC0415

    if "audit_record" not in connection.introspection.table_names():
        return 0
    done = 0
    for model, vault, columns in (
        (Contact, CONTACTS, ("name", "phone", "other")),
        (BadRow, CONTACTS, ("content",)),
        (SecondFactor, SECOND_FACTORS, ("secret",)),
        (Typed, TYPED, ("sql",)),
        (Saved, ANALYSES, ("form",)),
    ):
        for row in model.objects.values("pk", *columns).iterator(chunk_size=1000):
            fresh = {name: vault.lock_again(row[name]) for name in columns}
            told = {name: value for name, value in fresh.items() if value is not None}
            if told:
                with transaction.atomic():
                    # Only what nobody has changed since: that is locked under the newest key already.
                    seen = {name: row[name] for name in told}
                    done += len(told) * model.objects.filter(pk=row["pk"], **seen).update(**told)
    with transaction.atomic():
        record(by=by, action="keys.rotate", object=f"key:{keys.ring().newest.id}", about={"fields": done})
    return done
