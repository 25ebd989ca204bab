"""Stable identifiers: the same facts give the same id, on every engine and in every run.

Ids of people and companies are keyed: an unkeyed hash of an id number can be undone by trying all numbers.
"""

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.crypto import kept_secret

PREFIX = {
    "person": "P", "company": "C", "household": "H", "place": "L", "account": "A", "issue": "I", "phone": "T",
    "group": "G", "vehicle": "V",
}  # fmt: skip
"""Kinds of subject a finding can be about, or that others are related through, and the letter their ids begin with."""


def read_key(path: Path) -> str:
    """The city's secret key, in a locked file made on first use. Without it no id can be recomputed."""
    return kept_secret(path, lambda: secrets.token_hex(32))


def batch_id(source: str, content_sha256: str) -> str:
    return "b" + hashlib.sha256(f"{source}\0{content_sha256}".encode()).hexdigest()[:16]


def subject_id(kind: str, value: exp.Expr, key: str) -> exp.Expr:
    """SQL for the id of a subject: a letter for its kind and 16 hex digits."""
    return _keyed(PREFIX[kind], [sql.literal(kind), value], key)


def subject_of(kind: str, value: str, key: str) -> str:
    """The same id of one value, without an engine."""
    digest = hashlib.sha256("|".join((key, kind, value)).encode()).hexdigest()
    return PREFIX[kind] + digest[:16]


def finding_id(scenario: str, rule: str, identity: Sequence[exp.Expr], key: str) -> exp.Expr:
    """SQL for the id of a finding: the rule and the values that identify what it found."""
    return _keyed("F", [sql.literal(scenario), sql.literal(rule), *identity], key)


def record_id(parts: Sequence[exp.Expr], key: str) -> exp.Expr:
    """SQL for the id of what a source says of somebody: the same words, the same id."""
    return _keyed("R", parts, key)


def _keyed(letter: str, parts: Sequence[exp.Expr], key: str) -> exp.Expr:
    joined: exp.Expr = sql.literal(key)
    for part in parts:
        as_text = exp.func("coalesce", exp.cast(part.copy(), "varchar"), sql.literal(""))
        joined = exp.DPipe(this=exp.DPipe(this=joined, expression=sql.literal("|")), expression=as_text)
    digest = exp.func("sha256", joined, dialect=sql.DIALECT)
    return exp.DPipe(
        this=sql.literal(letter), expression=exp.func("substr", digest, sql.literal(1), sql.literal(16))
    )
