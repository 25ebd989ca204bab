"""The audit chain tells of any record changed, removed, added or moved, and of where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shuzhi.secure import audit

Lines = list[bytes]


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    path = tmp_path / "audit.jsonl"
    for number in range(5):
        audit.record(path, by="李某", action="read", about={"number": number})
    return path


def test_a_chain_left_alone_is_whole(chain: Path) -> None:
    assert audit.verify(chain) is None


@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        (lambda lines: [*lines[:2], lines[2].replace(b'"number":2', b'"number":9'), *lines[3:]], 4),
        (lambda lines: [*lines[:4], lines[4].replace(b'"number":4', b'"number":9')], 5),
        (lambda lines: [*lines[:2], *lines[3:]], 3),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4),
        (lambda lines: lines[1:], 1),
        (lambda lines: lines[:3], 4),
        (lambda lines: [], 1),
        (lambda lines: [*lines[:3], b"not json", *lines[3:]], 4),
    ],
    ids=[
        "changed",
        "last changed",
        "removed",
        "moved",
        "added",
        "beginning cut off",
        "end cut off",
        "emptied",
        "garbage",
    ],
)
def test_tampering_is_found_where_it_happened(
    chain: Path, tamper: Callable[[Lines], Lines], line: int
) -> None:
    chain.write_bytes(b"\n".join(tamper(chain.read_bytes().splitlines())) + b"\n")
    broken = audit.verify(chain)
    assert broken is not None
    assert broken.where == f"audit.jsonl:{line}"


def test_a_record_torn_by_a_kill_is_taken_off_and_told(chain: Path) -> None:
    with chain.open("ab") as file:
        file.write(b'{"about": {"number"')
    audit.record(chain, by="李某", action="read", about={"number": 6})
    assert audit.verify(chain) is None
    assert "torn" in chain.read_text(encoding="utf-8").splitlines()[-1]


def test_what_is_recorded_after_an_end_was_cut_off_does_not_make_it_good(chain: Path) -> None:
    chain.write_bytes(b"".join(chain.read_bytes().splitlines(keepends=True)[:3]))
    for number in range(4):
        audit.record(chain, by="李某", action="read", about={"number": number})
    assert audit.verify(chain) is not None


def test_a_chain_made_anew_without_the_key_is_found(
    chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setenv("SHUZHI_KEY_FILE", str(tmp_path / "other.json"))
        chain.unlink()
        audit.anchor_of(chain).unlink()
        audit.record(chain, by="李某", action="read", about={"number": 1})
        assert audit.verify(chain) is None
    assert audit.verify(chain) is not None


def test_a_writer_killed_before_it_told_the_end_breaks_nothing(chain: Path) -> None:
    told = audit.anchor_of(chain).read_bytes()
    audit.record(chain, by="李某", action="read", about={"number": 5})
    audit.anchor_of(chain).write_bytes(told)
    assert audit.verify(chain) is None
    audit.record(chain, by="李某", action="read", about={"number": 6})
    assert audit.verify(chain) is None
    chain.write_bytes(b"".join(chain.read_bytes().splitlines(keepends=True)[:6]))
    broken = audit.verify(chain)
    assert broken is not None


def test_a_chain_goes_on_in_sm3_and_back(chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUZHI_CRYPTO", "sm")
    for number in range(3):
        audit.record(chain, by="李某", action='"previous":"', about={"number": number})
    monkeypatch.setenv("SHUZHI_CRYPTO", "aes")
    audit.record(chain, by="李某", action="read", about={"number": 8})
    assert audit.verify(chain) is None
    lines = chain.read_bytes().splitlines()
    assert [b'"hash":"sm"' in line for line in lines] == [False] * 5 + [True] * 3 + [False]
    chain.write_bytes(b"\n".join([*lines[:5], lines[5].replace(b'"hash":"sm",', b""), *lines[6:]]) + b"\n")
    assert audit.verify(chain) is not None


def test_nothing_recorded_is_nothing_broken(tmp_path: Path) -> None:
    assert audit.verify(tmp_path / "audit.jsonl") is None
