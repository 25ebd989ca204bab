"""Digests and locks by one setting: SHA-256 and AES-256-GCM, or SM3 (GB/T 32905) and SM4-GCM (GB/T 32907).

What was made under the other setting can still be verified and opened: everything made says how.
"""

import base64
import hashlib
import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.keys import Key, made_once, ring
from shuzhi.core.text import Text

SETTING = "SHUZHI_CRYPTO"
"""Environment variable: ``aes`` (without it) or ``sm``."""

Suite = Literal["aes", "sm"]
MARK = b"\x00SHUZHI1"
"""What everything locked begins with; no file of another kind does."""

_CODES: dict[int, Suite] = {1: "aes", 2: "sm"}
_HEAD = len(MARK) + 1 + 4
_NONCE, _TAG = 12, 16


def suite() -> Suite:
    """The setting in force. Raises ShuzhiError when it is neither of the two."""
    told = os.environ.get(SETTING, "aes").lower()
    if told == "aes":
        return "aes"
    if told == "sm":
        return "sm"
    raise ShuzhiError(
        [
            Problem(
                what=Text(f"没有这种算法：{told}", f"there is no such algorithm: {told}"),
                where=SETTING,
                todo=Text("填 aes 或 sm", "say aes or sm"),
            )
        ]
    )


HASHES: dict[Suite, Callable[[bytes], str]] = {
    "aes": lambda content: hashlib.sha256(content).hexdigest(),
    "sm": lambda content: hashlib.new("sm3", content).hexdigest(),
}
"""The digest of each setting, in hex: 64 digits either way."""


def lock(content: bytes, purpose: str) -> bytes:
    """Locked under the newest key. Only the same purpose opens it: things locked cannot take each other's place."""
    key, how = ring().newest, suite()
    code = next(number for number, name in _CODES.items() if name == how)
    head = MARK + bytes([code]) + bytes.fromhex(key.id)
    nonce = secrets.token_bytes(_NONCE)
    return head + nonce + _encrypt(how, derived(key, f"{how} {purpose}"), nonce, content, head)


def unlock(locked: bytes, purpose: str, where: str) -> bytes:
    """What was locked. Raises ShuzhiError, naming ``where``, when it was changed or its key is not at hand."""
    if not is_locked(locked) or locked[len(MARK)] not in _CODES or len(locked) < _HEAD + _NONCE + _TAG:
        raise _changed(where)
    head, nonce, rest = locked[:_HEAD], locked[_HEAD : _HEAD + _NONCE], locked[_HEAD + _NONCE :]
    key, how = ring().key(key_of(locked)), _CODES[head[len(MARK)]]
    try:
        return _decrypt(how, derived(key, f"{how} {purpose}"), nonce, rest, head)
    except InvalidTag:
        raise _changed(where) from None


def is_locked(content: bytes) -> bool:
    return content.startswith(MARK)


def key_of(locked: bytes) -> str:
    """The id of the key that something was locked with."""
    return locked[len(MARK) + 1 : _HEAD].hex()


def lock_text(text: str, purpose: str) -> str:
    """The same for a column of text. Nothing stays nothing."""
    return base64.b64encode(lock(text.encode(), purpose)).decode() if text else ""


def unlock_text(locked: str, purpose: str, where: str) -> str:
    return unlock(base64.b64decode(locked), purpose, where).decode() if locked else ""


def text_key(locked: str) -> str:
    """The id of the key that a column of text was locked with; empty for nothing."""
    return key_of(base64.b64decode(locked)) if locked else ""


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """A secret in a locked file: made when it is not there, locked when it was left there in clear."""
    purpose = f"secret {path.name}"
    if not path.exists():
        made_once(path, lambda: lock(make().encode(), purpose))
    content = path.read_bytes()
    if not is_locked(content):
        write_whole(path, lock(content.strip(), purpose))
        return content.decode().strip()
    return unlock(content, purpose, path.name).decode()


def lock_again(path: Path, purpose: str) -> bool:
    """Lock a file under the newest key; False when it is already. It is the old one or the new one, never half."""
    content = path.read_bytes()
    if is_locked(content) and key_of(content) == ring().newest.id:
        return False
    write_whole(path, lock(unlock(content, purpose, path.name), purpose))
    return True


def write_whole(path: Path, content: bytes) -> None:
    """Put the file there: after a crash it is the one before or this one."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@lru_cache(maxsize=256)
def derived(key: Key, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF with SHA-256)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"shuzhi {purpose}".encode()).derive(
        key.material
    )


def _encrypt(how: Suite, key: bytes, nonce: bytes, content: bytes, head: bytes) -> bytes:
    if how == "aes":
        return AESGCM(key).encrypt(nonce, content, head)
    encryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(head)
    return encryptor.update(content) + encryptor.finalize() + encryptor.tag


def _decrypt(how: Suite, key: bytes, nonce: bytes, content: bytes, head: bytes) -> bytes:
    if how == "aes":
        return AESGCM(key).decrypt(nonce, content, head)
    decryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce, content[-_TAG:])).decryptor()
    decryptor.authenticate_additional_data(head)
    return decryptor.update(content[:-_TAG]) + decryptor.finalize()


def _changed(where: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    "内容被改动过，不是本平台锁上的原样", "this is not what was locked here: it was changed"
                ),
                where=where,
                todo=Text("从备份取回", "restore it from a backup"),
            )
        ]
    )
