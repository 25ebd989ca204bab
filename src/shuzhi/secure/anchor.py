"""The end of an audit chain, told beside it under a seal: who cuts records off, or makes the chain anew, lacks the key.

An older chain brought back together with its older anchor leaves no trace here: copy the anchor elsewhere now and then.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path

from shuzhi.core import crypto
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.keys import ring

_PURPOSE = "audit anchor"


@dataclass(frozen=True)
class Anchor:
    """How many records there are, and the digest of the last."""

    number: int
    digest: str


def read(path: Path) -> Anchor | None:
    """What was told last. None when nothing was, or what is there bears no seal of ours."""
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text())
        anchor = Anchor(int(told["number"]), str(told["digest"]))
        sealed = hmac.compare_digest(_seal(anchor, str(told["key"])), str(told["seal"]))
    except (ValueError, KeyError, TypeError, ShuzhiError):
        return None
    return anchor if sealed else None


def write(path: Path, anchor: Anchor) -> None:
    """Tell the end of the chain. Only for whoever holds the chain."""
    key = ring().newest.id
    told = {"number": anchor.number, "digest": anchor.digest, "key": key, "seal": _seal(anchor, key)}
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(json.dumps(told) + "\n")
    fresh.chmod(0o600)
    fresh.replace(path)


def _seal(anchor: Anchor, key: str) -> str:
    secret = crypto.derived(ring().key(key), _PURPOSE)
    return hmac.new(secret, f"{anchor.number} {anchor.digest}".encode(), hashlib.sha256).hexdigest()
