"""Packed files from outside: a bomb is refused by what is really in it, not by what it says."""

import gzip
import io
import tracemalloc
import zipfile

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops import unpacking
from shuzhi.ops.unpacking import check_packed


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 5_000_000)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "bomb",
    [
        lambda: packed({"xl/worksheets/sheet1.xml": bytes(6_000_000)}),
        lambda: packed({f"{number}.xml": bytes(600_000) for number in range(10)}),
        lambda: packed({str(number): b"" for number in range(5_001)}),
        lambda: gzip.compress(bytes(60_000_000)),
        # A size that lies: the directory says the member holds nothing.
        lambda: packed({"a.xml": bytes(6_000_000)}).replace((6_000_000).to_bytes(4, "little"), b"\x01\0\0\0"),
    ],
    ids=["one large", "many", "too many", "gzip", "lies"],
)
def test_a_bomb_is_refused_without_being_held(bomb: object) -> None:
    content = bomb()  # type: ignore[operator]
    tracemalloc.start()
    with pytest.raises(ShuzhiError):
        check_packed(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "..\\b"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(ShuzhiError, match="指向外面"):
        check_packed(packed({name: b"x"}))


@pytest.mark.parametrize(
    "content",
    [b"", b"plain", packed({"xl/workbook.xml": b"<x/>"}), gzip.compress(b"x" * 99)],
    ids=[
        "empty",
        "plain",
        "workbook",
        "gzip",
    ],  # a packed file holds the time, so workers would disagree on names
)
def test_what_is_no_bomb_passes(content: bytes) -> None:
    check_packed(content)


def test_a_broken_one_is_told_as_broken() -> None:
    good = packed({"a": b"x" * 1000})
    for content in (gzip.compress(b"x" * 1000)[:-6], good.replace(b"PK\x03\x04", b"PK\x03\x05")):
        with pytest.raises(ShuzhiError, match="损坏"):
            check_packed(content)
