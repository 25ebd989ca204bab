"""A whole city in one locked file, taken while it is served; nothing that looks like a backup is less than one."""

import hashlib
import io
import json
import os
import secrets
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.keys import ring
from shuzhi.core.stream import LockingWriter, UnlockingReader
from shuzhi.core.text import Text
from shuzhi.ops.locked_sqlite import opening
from shuzhi.packs.loader import load_city
from shuzhi.secure import audit
from shuzhi.secure.gateway import AUDIT, lake_snapshot

PURPOSE = "backup"
MANIFEST = "manifest.json"
DATABASE, DUMP = "ops/ops.sqlite3", "ops/ops.dump"
_LEFT_OUT = {"spill", "__pycache__"}
_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a backup holds: files with their hashes, and what the key to it is called."""

    files: dict[str, str]
    at: str
    key: str


def backup(folder: Path, out: Path, *, by: str) -> Contents:
    """Write the city in ``folder`` to ``out``, which must not exist, and read it back whole before it has that name.

    The server may serve and a run may write meanwhile: what is in the backup is the lake as of one commit, the
    database as of one moment, and every file these two name. Key files are never in it.
    """
    if out.exists():
        raise _problem(
            Text("这个文件已经有了", "this file is there already"),
            out,
            Text("换一个名字", "take another name"),
        )
    for _ in range(_TRIES):
        part = out.with_name(f"{out.name}.{secrets.token_hex(4)}.part")
        try:
            with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
                written = _write(folder, part, Path(scratch))
            examine(part)
            part.replace(out)
        except FileNotFoundError:
            # A run has just removed files that no snapshot needs any more: begin again from the newest.
            time.sleep(1)
            continue
        finally:
            part.unlink(missing_ok=True)
        audit.record(
            load_city(folder).lake / AUDIT,
            by=by,
            action="backup",
            about={"to": out.name, "files": len(written.files)},
        )
        return written
    raise _problem(
        Text("湖一直在变，备份没有做成", "the lake kept changing: no backup was made"),
        folder,
        Text("等运行结束后再备份", "make it when the run has ended"),
    )


def examine(archive: Path, into: Path | None = None) -> Contents:
    """Read a backup from end to end, into a folder if one is named. Raises ShuzhiError when any of it was touched."""
    found: dict[str, str] = {}
    manifest: dict[str, object] | None = None
    with archive.open("rb") as file:
        reader = UnlockingReader(file, PURPOSE, archive.name)
        with tarfile.open(fileobj=cast("IO[bytes]", reader), mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not _is_inside(member.name):
                    raise _problem(
                        Text("备份里有不该有的东西", "there is something foreign in it"), archive, _ANOTHER
                    )
                if member.name == MANIFEST:
                    manifest = json.load(content)
                else:
                    found[member.name] = _take(content, into / member.name if into else None)
        reader.read()
    if manifest is None or manifest["files"] != found:
        raise _problem(Text("备份与它的清单对不上", "it is not what its list says"), archive, _ANOTHER)
    return Contents(files=found, at=str(manifest["at"]), key=str(manifest["key"]))


_ANOTHER = Text("换一份备份", "take another backup")


def restore(archive: Path, folder: Path, *, check: Callable[[Path], None]) -> Contents:
    """Bring a city back into ``folder``, which must not exist or be empty. There is all of it, or nothing.

    ``check`` looks at it before it gets its name, and raises what is wrong. A city on PostgreSQL comes back into the
    database that SHUZHI_DATABASE names, which must be empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise _problem(
            Text("这里已经有东西了", "there is something here already"),
            folder,
            Text("恢复到一个新目录", "restore into a new folder"),
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.restoring."))
    try:
        contents = examine(archive, fresh)
        _bring_back_postgresql(fresh)
        check(fresh)
        with suppress(FileNotFoundError):
            folder.rmdir()
        fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return contents


def _write(folder: Path, part: Path, scratch: Path) -> Contents:
    files: dict[str, str] = {}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        writer = LockingWriter(out, PURPOSE)
        with tarfile.open(fileobj=cast("IO[bytes]", writer), mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for name, content in _contents(folder, scratch):
                files[name] = _add(tar, name, content)
            told = {"files": files, "at": at, "key": ring().newest.id}
            _add(tar, MANIFEST, json.dumps(told, ensure_ascii=False).encode())
        writer.close()
    return Contents(files=files, at=at, key=ring().newest.id)


def _contents(folder: Path, scratch: Path) -> Iterator[tuple[str, Path | bytes]]:
    """Names and what is in them, in an order that keeps them one whole: who names comes before what is named."""
    city = load_city(folder)
    # Ends of chains before the chains: a record more than is told breaks nothing, one less does.
    for path in (folder / "ops" / "audit.anchor", audit.anchor_of(city.lake / AUDIT)):
        if path.exists():
            yield str(path.relative_to(folder)), path.read_bytes()
    if (city.lake / AUDIT).exists():
        yield str((city.lake / AUDIT).relative_to(folder)), _whole_lines(city.lake / AUDIT)
    yield from _database(folder, scratch)
    here = city.engine.address is None
    if here and (snapshot := lake_snapshot(city.lake)) is not None:
        yield str(snapshot.sealed.relative_to(folder)), snapshot.content
        for data in snapshot.files:
            yield str(data.relative_to(folder)), data
    chain = str((city.lake / AUDIT).relative_to(folder))
    taken = {DATABASE, DATABASE + "-wal", DATABASE + "-shm", "ops/audit.anchor", chain, chain[:-5] + "anchor"}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if here and path.is_relative_to(city.lake):
            continue
        passing = {part for part in Path(name).parts if part in _LEFT_OUT or part.startswith(".")}
        if path.is_file() and name not in taken and not passing:
            yield name, path


def _database(folder: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    if address := os.environ.get("SHUZHI_DATABASE"):
        dump = scratch / "ops.dump"
        _client("pg_dump", ["--format=custom", f"--file={dump}"], address)
        yield DUMP, dump
    elif (database := folder / DATABASE).exists():
        copy = scratch / "ops.sqlite3"
        with closing(opening.connect(str(database))) as served, closing(opening.connect(str(copy))) as taken:
            served.backup(taken)
        yield DATABASE, copy


def _bring_back_postgresql(folder: Path) -> None:
    dump = folder / DUMP
    if not dump.exists():
        return
    address = os.environ.get("SHUZHI_DATABASE")
    if not address:
        raise _problem(
            Text("这座城市的业务库在 PostgreSQL", "the city's database is on PostgreSQL"),
            folder,
            Text("用 SHUZHI_DATABASE 指明一个空库", "name an empty database by SHUZHI_DATABASE"),
        )
    _client(
        "pg_restore",
        ["--single-transaction", "--exit-on-error", "--no-owner", str(dump)],
        address,
    )
    dump.unlink()


def _client(program: str, said: list[str], address: str) -> None:
    told = urlsplit(address)
    # Every account of the machine can read a command; the password goes another way.
    plain = told._replace(netloc=f"{told.username}@{told.hostname}" + (f":{told.port}" if told.port else ""))
    environment = {**os.environ, "PGPASSWORD": unquote(told.password or "")}
    command = [program, f"--dbname={urlunsplit(plain)}", *said]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    except FileNotFoundError:
        raise _problem(
            Text(f"没有 {program}", f"there is no {program}"),
            Path(program),
            Text("安装 postgresql-client", "install postgresql-client"),
        ) from None
    if done.returncode:
        # It names tables and roles, never rows.
        (why,) = done.stderr.strip().splitlines()[-1:] or [""]
        raise _problem(
            Text(f"{program} 没有做成：{why}", f"{program} failed: {why}"),
            Path(program),
            Text("恢复要用空库；两边版本要相同", "restoring needs an empty database, and the same version"),
        )


def _whole_lines(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: content.rfind(b"\n") + 1]


def _add(tar: tarfile.TarFile, name: str, content: Path | bytes) -> str:
    """Put it in; its SHA-256. A file that grows meanwhile is taken as long as it was."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(time.time())
    with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
        hashed = _Hashed(file)
        tar.addfile(member, cast("IO[bytes]", hashed))
    return hashed.digest.hexdigest()


class _Hashed:
    """A file whose content is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.digest.update(content)
        return content


def _take(content: IO[bytes], path: Path | None) -> str:
    hashed = _Hashed(content)
    if path is None:
        while hashed.read(1 << 20):
            pass
        return hashed.digest.hexdigest()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := hashed.read(1 << 20):
            out.write(piece)
    return hashed.digest.hexdigest()


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in Path(name).parts


def _problem(what: Text, where: Path, todo: Text) -> ShuzhiError:
    return ShuzhiError([Problem(what=what, where=str(where), todo=todo)])
