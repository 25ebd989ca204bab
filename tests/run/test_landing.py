"""Files land once by content; a file corrected under its name replaces what it said before; a bad one stops nobody."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.ledger import batches
from shuzhi.run.loop import Done, lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING, digest

PAYMENTS = "民政局/高龄津贴2026.csv"


def run(city: Path) -> Done:
    return run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    write_city(tmp_path / "市")
    run(tmp_path / "市")
    return tmp_path / "市"


def landed(city: Path) -> dict[str, tuple[int, int]]:
    with lake_of(load_city(city), read_only=True) as lake:
        held = batches(Pipeline(lake=lake, scope=EVERYTHING))
    return {batch.file: (batch.landed, batch.quarantined) for batch in held}


def test_running_again_changes_nothing(city: Path) -> None:
    before = digest(city)
    run(city)
    assert digest(city) == before


def test_the_same_content_under_another_name_is_not_landed_twice(city: Path) -> None:
    before = landed(city)
    (city / "data/民政局/高龄津贴2026副本.csv").write_bytes((city / "data" / PAYMENTS).read_bytes())
    run(city)
    assert landed(city) == before


def test_a_corrected_file_replaces_what_it_said_before(city: Path) -> None:
    file = city / "data" / PAYMENTS
    lines = file.read_bytes().splitlines(keepends=True)
    rows, _ = landed(city)[PAYMENTS]
    file.write_bytes(b"".join(lines[:-1]))
    run(city)
    assert landed(city)[PAYMENTS] == (rows - 1, 0)
    file.write_bytes(b"".join(lines))
    run(city)
    assert landed(city)[PAYMENTS] == (rows, 0)


def test_a_broken_line_is_set_aside_and_told(city: Path) -> None:
    file = city / "data" / PAYMENTS
    rows, _ = landed(city)[PAYMENTS]
    file.write_bytes(file.read_bytes().rstrip(b"\n") + "\n王五,只有两列\n".encode())
    done = run(city)
    assert landed(city)[PAYMENTS] == (rows, 1)
    assert any("已隔离" in problem.what.zh for problem in done.problems)


def test_a_file_that_cannot_be_read_stops_no_other(city: Path) -> None:
    (city / "data/民政局/高龄津贴坏.csv").write_bytes(b"PK\x03\x04 not a workbook")
    (city / "data/民政局/高龄津贴2025.csv").write_bytes((city / "data" / PAYMENTS).read_bytes() + b"\n")
    done = run(city)
    assert "民政局/高龄津贴2025.csv" in landed(city)
    assert any("高龄津贴坏.csv" in problem.where for problem in done.problems)
