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
        (lambda lines: [*lines[:2], lines[2].replace(b'"number": 2', b'"number": 9'), *lines[3:]], 4),
        (lambda lines: [*lines[:2], *lines[3:]], 3),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4),
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines[:3], b"not json", *lines[3:]], 4),
    ],
    ids=["changed", "removed", "moved", "added", "beginning cut off", "garbage"],
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


def test_nothing_recorded_is_nothing_broken(tmp_path: Path) -> None:
    assert audit.verify(tmp_path / "audit.jsonl") is None
