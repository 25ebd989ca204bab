"""The end of an audit chain, told beside it under a seal: who cuts records off, or makes the chain anew, lacks the key.

An older chain brought back together with its older anchor leaves no trace here: copy the anchor elsewhere now and then.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from shuzhi.core import crypto
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.keys import ring

_PURPOSE = "audit anchor"
_SECTOR = 512


@dataclass(frozen=True)
class Anchor:
    """How many records there are, and the digest of the last."""

    number: int
    digest: str


def read(path: Path) -> Anchor | None:
    """What was told last. None when nothing was, or what is there bears no seal of ours."""
    # Whoever verifies does not hold the chain: he may read while a writer is half through. Not twice.
    return _read(path) or _read(path)


def _read(path: Path) -> Anchor | None:
    try:
        told = json.loads(path.read_bytes().rstrip(b"\0"))
        anchor = Anchor(int(told["number"]), str(told["digest"]))
        sealed = hmac.compare_digest(_seal(anchor, str(told["key"])), str(told["seal"]))
    except (OSError, ValueError, KeyError, TypeError, ShuzhiError):
        return None
    return anchor if sealed else None


def write(path: Path, anchor: Anchor) -> None:
    """Tell the end of the chain. Only for whoever holds the chain.

    Over what was there, in one write within one sector, which no kill cuts in two: a file put in its place by its name
    would wait for the disk at every reading of a finding.
    """
    key = ring().newest.id
    told = {"number": anchor.number, "digest": anchor.digest, "key": key, "seal": _seal(anchor, key)}
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(file, json.dumps(told).encode().ljust(_SECTOR, b"\0"), 0)
    finally:
        os.close(file)


def _seal(anchor: Anchor, key: str) -> str:
    secret = crypto.derived(ring().key(key), _PURPOSE)
    return hmac.new(secret, f"{anchor.number} {anchor.digest}".encode(), hashlib.sha256).hexdigest()
