"""Files in a signed package (摆渡包), for networks that are joined only by what somebody carries across a 网闸.

A package is a ZIP, so that whoever guards the crossing can look into it: ``manifest.json`` says from whom, for whom, of
which source, the how-manieth it is, and each file's hash; ``signature`` is Ed25519 over it. Nothing of it is unpacked
before the signature was found right.
"""

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shuzhi.collect.archives import DAMAGED
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

FORMAT = "shuzhi-package-1"
MANIFEST, SIGNATURE, FOLDER = "manifest.json", "signature", "files/"
_MOST_MANIFEST = 16 << 20
_AT_ONCE = 1 << 20
_Name = Annotated[str, Field(min_length=1, max_length=100)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Packed(_Strict):
    """A file of a package. Its name is a name in a folder: no path, nothing hidden."""

    name: Annotated[str, Field(pattern=r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]{0,119}$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]


class Manifest(_Strict):
    """What a package says it is. ``number`` counts those of one sender, for one city, of one source, from 1."""

    format: Annotated[str, Field(pattern=f"^{FORMAT}$")] = FORMAT
    sender: _Name
    to: _Name
    source: _Name
    number: Annotated[int, Field(ge=1)]
    made: _Name
    files: Annotated[tuple[Packed, ...], Field(min_length=1, max_length=10_000)]


def make(out: Path, files: Sequence[Path], about: Manifest, key: Ed25519PrivateKey) -> None:
    """Write the package; it is there whole or not at all. ``about.files`` are these files, in this order.

    Raises ShuzhiError when a file changed since ``about`` was made of it.
    """
    half = out.with_name(f".{out.name}.half")
    said = about.model_dump_json().encode()
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, said)
            packed.writestr(SIGNATURE, base64.b64encode(key.sign(_signed(said))))
            for path, each in zip(files, about.files, strict=True):
                packed.write(path, FOLDER + each.name)
        opened(half, key.public_key())
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


def packed(files: Sequence[Path]) -> tuple[Packed, ...]:
    """What a manifest says of these files. Raises ShuzhiError for names that cannot be carried, or are twice there."""
    found = []
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        try:
            found.append(Packed(name=path.name, sha256=digest, size=path.stat().st_size))
        except ValidationError:
            raise _broken(
                path.name, Text("文件名不能装进包", "a file of this name cannot be packed")
            ) from None
    if len({each.name for each in found}) < len(found):
        raise _broken(files[0].name, Text("两个文件同名", "two files have one name"))
    return tuple(found)


def claimed(path: Path) -> Manifest:
    """What the package says it is; nobody has looked at its signature yet. Raises ShuzhiError when it is no package."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest(archive)[0]
    except DAMAGED:
        raise _broken(path.name, Text("不是摆渡包，或已损坏", "it is no package, or damaged")) from None


def opened(path: Path, key: Ed25519PublicKey, into: Path | None = None) -> Manifest:
    """The manifest, once its signature is this key's and every file is as it says, no more and no fewer; the files are
    written to ``into``. Raises ShuzhiError."""
    try:
        with zipfile.ZipFile(path) as archive:
            about, said = _manifest(archive)
            key.verify(base64.b64decode(archive.read(SIGNATURE), validate=True), _signed(said))
            names = [info.filename for info in archive.infolist()]
            if sorted(names) != sorted([MANIFEST, SIGNATURE, *(FOLDER + each.name for each in about.files)]):
                raise _broken(path.name, Text("文件与清单不符", "its files are not those of its manifest"))
            for each in about.files:
                _checked(archive, each, path.name, into)
    except InvalidSignature:
        raise _broken(path.name, Text("签名不对", "its signature is wrong")) from None
    except DAMAGED as error:
        if into is not None and isinstance(error, OSError):
            # The disk it is written to, not the package.
            raise
        raise _broken(path.name, Text("不是摆渡包，或已损坏", "it is no package, or damaged")) from None
    return about


def public(text: str) -> Ed25519PublicKey:
    """The key that is spelled so. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))


def spelled(key: Ed25519PublicKey) -> str:
    return base64.b64encode(key.public_bytes_raw()).decode()


def _signed(said: bytes) -> bytes:
    return FORMAT.encode() + b"\n" + said


def _manifest(archive: zipfile.ZipFile) -> tuple[Manifest, bytes]:
    for name in (MANIFEST, SIGNATURE):
        if archive.getinfo(name).file_size > _MOST_MANIFEST:
            raise ValueError(name)
    said = archive.read(MANIFEST)
    return Manifest.model_validate(json.loads(said)), said


def _checked(archive: zipfile.ZipFile, each: Packed, name: str, into: Path | None) -> None:
    digest, size = hashlib.sha256(), 0
    with (
        archive.open(FOLDER + each.name) as file,
        (into / each.name if into else Path(os.devnull)).open("wb") as out,
    ):
        while piece := file.read(_AT_ONCE):
            size += len(piece)
            if size > each.size:
                break
            digest.update(piece)
            out.write(piece)
        out.flush()
        if into:
            os.fsync(out.fileno())
    if (size, digest.hexdigest()) != (each.size, each.sha256):
        raise _broken(
            name, Text(f"文件与清单不符：{each.name}", f"a file is not as its manifest says: {each.name}")
        )


def _broken(name: str, what: Text) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=what,
                where=name,
                todo=Text(
                    "什么都没有收下；请送出方重新打包", "nothing was taken; ask its sender to make it anew"
                ),
            )
        ]
    )
