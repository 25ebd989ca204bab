"""The keys that everything kept is locked with: from the environment, or from one key file of the account.

A key is 32 random bytes. The newest locks; older ones only open what they once locked, until it is locked anew.
"""

import base64
import binascii
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

KEY, OLD_KEYS, KEY_FILE = "SHUZHI_KEY", "SHUZHI_KEY_OLD", "SHUZHI_KEY_FILE"
"""Environment variables: a key in base64; older ones, by commas; the file that holds keys, where neither is said."""

_BYTES = 32


@dataclass(frozen=True)
class Key:
    """One key. ``id`` names it everywhere and tells nothing of it."""

    material: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return hashlib.sha256(b"shuzhi key id\0" + self.material).hexdigest()[:8]


@dataclass(frozen=True)
class Ring:
    """The keys at hand, oldest first, never empty. ``place`` says where they come from, for people."""

    keys: tuple[Key, ...]
    place: str

    @property
    def newest(self) -> Key:
        return self.keys[-1]

    def key(self, id: str) -> Key:  # noqa: A002
        """The key of this id. Raises ShuzhiError when it is not at hand."""
        for key in self.keys:
            if key.id == id:
                return key
        raise _not_at_hand(id, self.place)


def ring() -> Ring:
    """The keys at hand. A key file is made, with one key, where nothing was said and none is there.

    Raises ShuzhiError when other accounts may read the file, or when it holds no keys.
    """
    told = os.environ.get(KEY)
    if told:
        older = [part for part in os.environ.get(OLD_KEYS, "").split(",") if part]
        return Ring(tuple(_from_text(part, KEY) for part in [*older, told]), KEY)
    path = key_file()
    if not path.exists():
        made_once(path, lambda: _file_of([new_key()]))
    found = _check_closed(path)
    return _read(path, found.st_ino, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, *_: int) -> Ring:
    """The file as it was when it had this place, time and size: asked for by every reading that is recorded."""
    try:
        kept = json.loads(path.read_text())["keys"]
        keys = tuple(_from_text(each["key"], str(path)) for each in kept)
    except (ValueError, KeyError, TypeError):
        raise _unreadable(str(path)) from None
    if not keys:
        raise _unreadable(str(path))
    return Ring(keys, str(path))


def key_file() -> Path:
    """``SHUZHI_KEY_FILE``, or ``shuzhi/keys.json`` where the account keeps its settings."""
    told = os.environ.get(KEY_FILE)
    if told:
        return Path(told)
    settings = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(settings) / "shuzhi" / "keys.json"


def new_key() -> Key:
    return Key(secrets.token_bytes(_BYTES))


def add_key(key: Key) -> None:
    """Make ``key`` the newest of the key file. It is there whole or not at all."""
    path = key_file()
    text = _file_of([*ring().keys, key])
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write_closed(fresh, text)
    fresh.replace(path)


def from_environment() -> bool:
    return bool(os.environ.get(KEY))


def made_once(path: Path, make: Callable[[], str | bytes]) -> None:
    """Write the file if it is not there, readable by its owner only. Of two that begin at once the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write_closed(fresh, make())
    # A link never replaces what is there.
    with suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()


def _write_closed(path: Path, content: str | bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def _file_of(keys: list[Key]) -> str:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    told = [{"id": key.id, "key": base64.b64encode(key.material).decode()} for key in keys]
    return json.dumps({"written": now, "keys": told}, indent=1) + "\n"


def _from_text(text: str, place: str) -> Key:
    try:
        material = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise _unreadable(place) from None
    if len(material) != _BYTES:
        raise _unreadable(place)
    return Key(material)


def _check_closed(path: Path) -> os.stat_result:
    found = path.stat()
    if found.st_mode & 0o077 or found.st_uid != os.getuid():
        raise ShuzhiError(
            [
                Problem(
                    what=Text("别的账号能读到密钥文件", "other accounts can read the key file"),
                    where=str(path),
                    todo=Text(
                        f"chown {os.getuid()} {path}；chmod 600 {path}；若已有人读过，再 shuzhi keys rotate",
                        f"chown {os.getuid()} {path}; chmod 600 {path}; if it was read, shuzhi keys rotate",
                    ),
                )
            ]
        )
    return found


def _unreadable(place: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("这里没有可用的密钥", "there is no usable key here"),
                where=place,
                why=Text("密钥是 32 字节的 base64", "a key is 32 bytes in base64"),
                todo=Text(
                    "取回密钥文件的备份；新密钥可用 openssl rand -base64 32 生成",
                    "bring the key file back from its copy; a new key: openssl rand -base64 32",
                ),
            )
        ]
    )


def _not_at_hand(id: str, place: str) -> ShuzhiError:  # noqa: A002
    return ShuzhiError(
        [
            Problem(
                what=Text(f"缺少密钥 {id}，打不开", f"key {id} is not at hand: this cannot be opened"),
                where=place,
                todo=Text(
                    "把含有它的密钥文件放到这里，或用 SHUZHI_KEY_FILE、SHUZHI_KEY 指明",
                    "put the key file that has it there, or name it by SHUZHI_KEY_FILE or SHUZHI_KEY",
                ),
            )
        ]
    )
