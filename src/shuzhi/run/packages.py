"""Packages carried to the city (摆渡): each taken once, in order, counted and audited; the next run lands it."""

import base64
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shuzhi.collect import package
from shuzhi.collect.layout import FETCHED
from shuzhi.collect.package import Manifest
from shuzhi.core.crypto import write_whole
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.schema import City
from shuzhi.secure import audit
from shuzhi.secure.gateway import AUDIT

TAKEN = "packages"
"""Below the city's folder: of each source, which package was taken last."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """A package that was taken. ``missing``: how many between the last one and this never came."""

    about: Manifest
    missing: int


def new_key(path: Path) -> str:
    """A key to sign packages with, for its owner's eyes only. Returns the public one, which the receiver is told."""
    key = Ed25519PrivateKey.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(key.private_bytes_raw()))
    return package.spelled(key.public_key())


def make(out: Path, files: list[Path], *, key: Path, sender: str, to: str, source: str) -> Manifest:
    """Sign and pack these files. Its number is used up even when it fails: none is ever given twice."""
    signing = _key(key)
    number = _next_number(key, f"{to} {source}")
    about = Manifest(
        sender=sender, to=to, source=source, number=number, made=datetime.now(UTC).isoformat(timespec="seconds"),
        files=package.packed(files),
    )  # fmt: skip
    package.make(out, files, about, signing)
    return about


def in_order(files: list[Path]) -> list[Path]:
    """Packages in the order of their numbers. Raises ShuzhiError when one is none."""
    return sorted(files, key=lambda path: (package.claimed(path).source, package.claimed(path).number))


def verify(city: City, path: Path) -> Manifest:
    """Look at a package and take nothing of it. Raises ShuzhiError where it is not for us, or not as it was signed."""
    about = package.claimed(path)
    feed = city.feeds.get(about.source)
    if (
        feed is None
        or feed.package is None
        or feed.package.sender != about.sender
        or about.to != city.name.zh
    ):
        raise ShuzhiError([_not_ours(about, city, path.name)])
    if package.opened(path, package.public(feed.package.key)) != about:
        raise ShuzhiError([_changed(path.name)])
    return about


def receive(city: City, path: Path, *, by: str) -> Received:
    """Take its files in. Killed anywhere, taking it again carries on; once it was taken, never again.

    Raises ShuzhiError: then nothing was taken, and that is audited too.
    """
    try:
        return _taken(city, path, by)
    except ShuzhiError as error:
        why = [problem.what.en for problem in error.problems]
        audit.record(city.lake / AUDIT, by=by, action="refuse package", about={"file": path.name, "why": why})
        raise


def _taken(city: City, path: Path, by: str) -> Received:
    about = verify(city, path)
    with _turn(city, about.source) as last:
        if about.number <= last:
            raise ShuzhiError([_taken_before(about, last, path.name)])
        missing = about.number - last - 1
        try:
            _put(city, path, about)
        except OSError as error:
            raise ShuzhiError([_not_kept(path.name, error)]) from None
        told = {"source": about.source, "sender": about.sender, "number": about.number, "missing": missing}
        told |= {"files": [each.model_dump() for each in about.files]}
        audit.record(city.lake / AUDIT, by=by, action="receive package", about=told)
        write_whole(_list(city, about.source), json.dumps({"number": about.number}).encode())
    return Received(about=about, missing=missing)


def _put(city: City, path: Path, about: Manifest) -> None:
    """Its files into their folder, each whole; what is read now is held against the signature once more."""
    folder = city.data / FETCHED / about.source
    folder.mkdir(parents=True, exist_ok=True)
    feed = city.feeds[about.source]
    assert feed.package is not None
    with tempfile.TemporaryDirectory(prefix=".package", dir=folder) as temp:
        if package.opened(path, package.public(feed.package.key), Path(temp)) != about:
            raise ShuzhiError([_changed(path.name)])
        for each in about.files:
            (Path(temp) / each.name).replace(folder / each.name)


@contextmanager
def _turn(city: City, source: str) -> Iterator[int]:
    """One at a time; gives the number of the last that was taken."""
    path = _list(city, source)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield int(json.loads(path.read_bytes())["number"]) if path.exists() else 0


def _list(city: City, source: str) -> Path:
    return city.folder / TAKEN / f"{source}.json"


def _next_number(key: Path, line: str) -> int:
    path = key.with_name(f"{key.name}.numbers")
    with path.with_name(f"{path.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        given: dict[str, int] = json.loads(path.read_bytes()) if path.exists() else {}
        given[line] = given.get(line, 0) + 1
        write_whole(path, json.dumps(given, ensure_ascii=False).encode())
    return given[line]


def _key(path: Path) -> Ed25519PrivateKey:
    try:
        if path.stat().st_mode & 0o077:
            raise ShuzhiError([_bad_key(path, Text("别人也能读", "others may read it"))])
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes(), validate=True))
    except (OSError, ValueError) as error:
        reason = type(error).__name__
        raise ShuzhiError([_bad_key(path, Text(reason, reason))]) from None


def _bad_key(path: Path, why: Text) -> Problem:
    return Problem(
        what=Text(f"私钥不能用：{path.name}", f"the private key cannot be used: {path.name}"),
        where=str(path),
        why=why,
        todo=Text("用 shuzhi package key 生成，权限 600", "make one with `shuzhi package key`, mode 600"),
    )


def _not_ours(about: Manifest, city: City, name: str) -> Problem:
    return Problem(
        what=Text(
            f"不收这个包：{about.sender} 送给 {about.to} 的 {about.source}",
            f"this package is not taken: {about.source}, from {about.sender} to {about.to}",
        ),
        where=name,
        why=Text(f"本市是 {city.name.zh}", f"this is {city.name.zh}"),
        todo=Text(
            f"若该收：在 feeds/{about.source}.yml 写 package 的 sender 和 key",
            f"if it should be: say sender and key under `package` in feeds/{about.source}.yml",
        ),
    )


def _taken_before(about: Manifest, last: int, name: str) -> Problem:
    return Problem(
        what=Text(
            f"第 {about.number} 号包不再收：已收到第 {last} 号",
            f"package {about.number} is not taken: number {last} was taken already",
        ),
        where=name,
        why=Text("收过的、迟到的旧包都不收，免得旧数据盖住新的", "an old one could put old data over new"),
        todo=Text("还要它的内容，请送出方重新打包", "if it is needed, ask its sender to pack it anew"),
    )


def _not_kept(name: str, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        what=Text("包里的文件存不下", "the files of the package could not be kept"),
        where=name,
        why=Text(reason, reason),
        todo=Text(
            "腾出地方后再收一次；收两遍等于一遍", "make room and take it again; twice is as good as once"
        ),
    )


def _changed(name: str) -> Problem:
    return Problem(
        what=Text("包在收取时被换过", "the package was changed while it was taken"),
        where=name,
        todo=Text("什么都没有收下；再收一次", "nothing was taken; take it again"),
    )
