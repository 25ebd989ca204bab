"""Files people attach: which kinds, how large, without the hidden place of a photo, under the hash of their content."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from shuzhi.core.crypto import lock, unlock, write_whole
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid
from shuzhi.ops.folder import ops_folder
from shuzhi.ops.unpacking import check_packed

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 64_000_000
PURPOSE = "attachment"
"""What attachments are locked for."""

# Some phones write two pictures into one JPEG; Pillow calls that MPO.
_PICTURES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "OFD.xml": "application/ofd",
}
"""What a zip file of this kind has in it."""
_KEPT = (ExifTags.Base.Orientation, ExifTags.Base.DateTime)
_KEPT_OF_CAMERA = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal)


@dataclass(frozen=True)
class Checked:
    """A file as it is kept."""

    content: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(content: bytes, *, keeps_place: bool) -> Checked:
    """What is kept of a file. A picture is written anew with its direction and time; ``keeps_place``: and its place.

    Raises ShuzhiError when it is empty, too large, broken, or of a kind that is not taken.
    """
    if not 0 < len(content) <= MOST_BYTES:
        raise _refused(
            Text("文件为空，或超过 20 MB", "the file is empty or larger than 20 MB"),
            Text("压缩后再传", "make it smaller and send it again"),
        )
    kind = _picture_kind(content)
    if kind is not None:
        return Checked(_redrawn(content, keeps_place=keeps_place), _PICTURES[kind])
    if content.startswith(b"%PDF-"):
        return Checked(content, "application/pdf")
    if content[4:8] == b"ftyp":
        return Checked(content, "video/mp4")
    check_packed(content)
    office = _office_kind(content)
    if office is not None:
        return Checked(content, office)
    raise _refused(
        Text("不收这种文件", "files of this kind are not taken"),
        Text(
            "可传照片（JPEG、PNG、WebP）、PDF、OFD、Word、Excel、MP4",
            "send photos (JPEG, PNG, WebP), PDF, OFD, Word, Excel or MP4",
        ),
    )


def keep(file: Checked) -> None:
    """Put the file where it belongs, locked, whole or not at all. The same content twice is one file."""
    path = place_of(file.sha256)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, lock(file.content, PURPOSE))


def content_of(sha256: str) -> bytes:
    """What was kept. Raises ShuzhiError when it was touched."""
    return unlock(place_of(sha256).read_bytes(), PURPOSE, f"uploads/{sha256[:12]}")


def place_of(sha256: str) -> Path:
    return ops_folder(city().folder) / "uploads" / sha256[:2] / sha256


def _picture_kind(content: bytes) -> str | None:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_pixels()
            return picture.format
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError):
        raise _broken() from None


def _redrawn(content: bytes, *, keeps_place: bool) -> bytes:
    """The same picture without what it says of itself, but how it was held and when it was taken."""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = _exif(picture.getexif(), keeps_place=keeps_place)
            if picture.format == "JPEG":
                picture.save(out, "JPEG", quality="keep", exif=exif)
            elif picture.format == "MPO":
                picture.save(out, "JPEG", quality=92, exif=exif)
            elif picture.format == "WEBP":
                picture.save(out, "WEBP", quality=90, exif=exif)
            else:
                picture.save(out, "PNG", exif=exif)
    except (OSError, SyntaxError, ValueError):
        raise _broken() from None
    return out.getvalue()


def _exif(found: Image.Exif, *, keeps_place: bool) -> Image.Exif:
    kept = Image.Exif()
    for tag in _KEPT:
        if tag in found:
            kept[tag] = found[tag]
    camera = found.get_ifd(ExifTags.IFD.Exif)
    kept.get_ifd(ExifTags.IFD.Exif).update({tag: camera[tag] for tag in _KEPT_OF_CAMERA if tag in camera})
    if keeps_place:
        kept.get_ifd(ExifTags.IFD.GPSInfo).update(found.get_ifd(ExifTags.IFD.GPSInfo))
    return kept


def _office_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError):
        return None
    return next((kind for mark, kind in _OFFICE.items() if mark in names), None)


def _broken() -> ShuzhiError:
    return _refused(
        Text("图片损坏", "the picture is broken"), Text("重新拍摄或导出", "take or export it again")
    )


def _too_many_pixels() -> ShuzhiError:
    return _refused(
        Text("图片像素过多", "the picture has too many pixels"), Text("缩小后再传", "make it smaller")
    )


def _refused(what: Text, todo: Text) -> ShuzhiError:
    return invalid(what, "file", todo)
