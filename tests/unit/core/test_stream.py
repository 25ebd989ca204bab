"""A long file locked piece by piece: whatever is done to its pieces is found."""

import io

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.stream import MARK, PIECE, LockingWriter, UnlockingReader

HEAD, SEALED = len(MARK) + 4 + 32, PIECE + 16


def locked(content: bytes) -> bytes:
    out = io.BytesIO()
    out.fileno = lambda: 1  # type: ignore[method-assign]
    writer = LockingWriter(out, "test")
    for at in range(0, len(content), 700_001):
        writer.write(content[at : at + 700_001])
    writer.close()
    return out.getvalue()


@pytest.fixture(autouse=True)
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_written_is_read(size: int) -> None:
    content = bytes(size)
    reader = UnlockingReader(io.BytesIO(locked(content)), "test", "x")
    assert reader.read(10) + reader.read() == content


@pytest.mark.parametrize(
    ("order", "purpose"),
    [
        ((1, 0, 2), "test"),
        ((0, 2), "test"),
        ((0, 1), "test"),
        ((0, 1, 1, 2), "test"),
        ((), "test"),
        ((0, 1, 2), "other"),
    ],
)
def test_pieces_moved_left_out_doubled_or_cut_off_are_found(order: tuple[int, ...], purpose: str) -> None:
    whole = locked(bytes(2 * PIECE + 5))
    pieces = [whole[HEAD + SEALED * at : HEAD + SEALED * (at + 1)] for at in range(3)]
    touched = whole[:HEAD] + b"".join(pieces[at] for at in order)
    with pytest.raises(ShuzhiError):
        UnlockingReader(io.BytesIO(touched), purpose, "x").read()
