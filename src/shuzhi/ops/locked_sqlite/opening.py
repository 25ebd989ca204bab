"""Opening locked SQLite files, and locking them under another key. Knows nothing of Django."""

import contextlib
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from shuzhi.core.crypto import derived
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.keys import Key, ring
from shuzhi.core.text import Text

_PURPOSE = "ops database"
_IN_CLEAR = b"SQLite format 3\0"


def connect(database: str, **how: object) -> driver.Connection:
    """The database, opened with whichever of our keys it was locked with; a new one is locked with the newest.

    Raises ShuzhiError when none of them opens it. A database in memory is opened as it is.
    """
    if database == ":memory:" or "mode=memory" in database:
        return driver.connect(database, **how)
    path = Path(database)
    if path.exists() and is_in_clear(path):
        lock_file(path)
    keys = ring().keys
    tried = reversed(keys) if path.exists() and path.stat().st_size else (keys[-1],)
    for key in tried:
        made = driver.connect(database, **how)
        if _opens(made, key):
            return made
        made.close()
    raise ShuzhiError(
        [
            Problem(
                what=Text("业务数据库打不开", "the ops database cannot be opened"),
                where=path.name,
                why=Text(
                    "手头的密钥都不对，或文件已损坏", "none of the keys at hand fits, or the file is broken"
                ),
                todo=Text(
                    "用 SHUZHI_KEY_FILE 指明它的密钥文件，或从备份取回",
                    "name its key file by SHUZHI_KEY_FILE, or restore it from a backup",
                ),
            )
        ]
    )


def locked_with(path: Path) -> str:
    """The id of the key that opens the file."""
    for key in reversed(ring().keys):
        with contextlib.closing(driver.connect(str(path))) as made:
            if _opens(made, key):
                return key.id
    return ""


def lock_again(path: Path) -> bool:
    """Lock under the newest key; False when it is already. One transaction: killed, the old key still opens it.

    Nobody else may have the file open.
    """
    newest = ring().newest
    if locked_with(path) == newest.id:
        return False
    with contextlib.closing(connect(str(path), isolation_level=None)) as made:
        # The log is folded in and given up first: a locked file is not locked anew beside it.
        made.execute("pragma journal_mode=delete")
        made.execute(f'pragma rekey = "{_spelled(newest)}"')
    return True


def lock_file(path: Path) -> None:
    """Lock a database that was kept in clear. It is the old file or the new one, never half."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with contextlib.closing(driver.connect(str(path), isolation_level=None)) as made:
        made.execute("pragma wal_checkpoint(truncate)")
        made.execute(
            f"""attach '{str(fresh).replace("'", "''")}' as locked key "{_spelled(ring().newest)}" """
        )
        made.execute("select sqlcipher_export('locked')")
        made.execute("detach locked")
        made.execute("pragma journal_mode=delete")
    fresh.chmod(0o600)
    fresh.replace(path)


def is_in_clear(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_IN_CLEAR)) == _IN_CLEAR


def _opens(made: driver.Connection, key: Key) -> bool:
    made.execute(f'pragma key = "{_spelled(key)}"')
    try:
        made.execute("select count(*) from sqlite_master").fetchone()
    except driver.DatabaseError:
        return False
    return True


def _spelled(key: Key) -> str:
    """The key itself, not a passphrase to be stretched first."""
    return f"x'{derived(key, _PURPOSE).hex()}'"
