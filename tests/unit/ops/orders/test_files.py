"""Files of an order: few kinds, no hidden places, stored under their hash, put there exactly once."""

import hashlib
import io
import zipfile

import pytest
from PIL import ExifTags, Image

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.errors import Conflict, Missing
from shuzhi.ops.orders import actions, files
from shuzhi.ops.orders.models import Attachment, Order
from shuzhi.ops.orders.once import once
from tests.orders import By, Made, claimed, done


@pytest.fixture
def order(request_order: Made, by: By) -> Order:
    """With 清河街道, claimed: its form has a photo and a location."""
    return claimed(by("qinghe"), done(by("jiexian"), request_order(), "派出"))


def photo(kind: str = "JPEG") -> bytes:
    """As a phone takes one: with its direction, time, maker and place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Phone"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:07:06 09:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (29.0, 30.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, kind, exif=exif, xmp=b"<x:xmpmeta>29.5</x:xmpmeta>")
    return out.getvalue()


def exif_of(kept: Attachment) -> Image.Exif:
    with Image.open(io.BytesIO(files.content_of(kept.sha256))) as picture:
        assert "xmp" not in picture.info
        return picture.getexif()


def put(by: By, order: Order, content: bytes, name: str = "现场.jpg", field: str = "") -> Attachment:
    return actions.attach(by=by("qinghe"), order=order.number, name=name, content=content, field=field)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_its_direction_and_time_and_loses_its_place(order: Order, by: By, kind: str) -> None:
    kept = exif_of(put(by, order, photo(kind), field="现场照片"))
    assert kept[ExifTags.Base.Orientation] == 6
    assert kept.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2026:07:06 09:00:00"
    assert not kept.get_ifd(ExifTags.IFD.GPSInfo)
    assert ExifTags.Base.Make not in kept


def test_a_photo_for_a_location_keeps_it(order: Order, by: By) -> None:
    kept = exif_of(put(by, order, photo(), field="位置"))
    assert kept.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == (29.0, 30.0, 0.0)


def test_it_is_stored_under_its_hash_and_named_without_folders(order: Order, by: By) -> None:
    kept = put(by, order, b"%PDF-1.7 x", name="../../等\x00等.pdf")
    assert files.content_of(kept.sha256) == b"%PDF-1.7 x"
    assert b"PDF" not in files.place_of(kept.sha256).read_bytes()
    assert (kept.sha256, kept.name) == (hashlib.sha256(b"%PDF-1.7 x").hexdigest(), "等等.pdf")


def packed(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (packed("word/document.xml"), "wordprocessingml"),
        (packed("xl/workbook.xml"), "spreadsheetml"),
        (packed("OFD.xml"), "ofd"),
    ],
)
def test_office_files_are_known_by_what_is_in_them(content: bytes, kind: str) -> None:
    assert kind in files.checked(content, keeps_place=False).media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90 a program",
        b"<svg onload=alert(1)>",
        b"<html>",
        packed("a.exe"),
        b"PK\x03\x04 broken",
        photo()[:200],
        b"%PDF-" + b"x" * files.MOST_BYTES,
    ],
)
def test_what_is_not_taken(order: Order, by: By, content: bytes) -> None:
    with pytest.raises(ShuzhiError):
        put(by, order, content)
    assert not Attachment.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    with pytest.raises(ShuzhiError, match="像素"):
        files.checked(out.getvalue(), keeps_place=False)


def test_a_form_names_only_pictures_of_its_order(order: Order, request_order: Made, by: By) -> None:
    mine = put(by, order, photo())
    other = claimed(by("qinghe"), done(by("jiexian"), request_order(), "派出"))
    form = {"办理情况": "已办", "是否解决": True, "现场照片": [mine.pk]}
    with pytest.raises(ShuzhiError, match="现场照片"):
        actions.complete(by=by("qinghe"), order=other.number, version=4, result="办结", form=form)
    actions.complete(by=by("qinghe"), order=order.number, version=4, result="办结", form=form)


def test_whoever_has_no_part_in_the_work_attaches_nothing(order: Order, by: By) -> None:
    for who in ("chengguan", "pangguan"):
        with pytest.raises(Missing):
            actions.attach(by=by(who), order=order.number, name="a.pdf", content=b"%PDF-1.7")


def test_sent_twice_under_one_key_it_is_done_once(order: Order, by: By) -> None:
    def send(words: str) -> dict[str, object]:
        return once(
            by=by("qinghe"),
            key="k1",
            asked=words,
            act=lambda: {"id": actions.comment(by=by("qinghe"), order=order.number, text=words).pk},
        )

    first = send("到场")
    assert send("到场") == first
    with pytest.raises(Conflict):
        send("别的")


def test_what_failed_under_a_key_may_be_tried_again(order: Order, by: By) -> None:
    def send(words: str) -> dict[str, object]:
        return once(
            by=by("qinghe"),
            key="k1",
            asked="x",
            act=lambda: {"id": actions.comment(by=by("qinghe"), order=order.number, text=words).pk},
        )

    with pytest.raises(ShuzhiError):
        send("")
    assert send("到场")["id"]
