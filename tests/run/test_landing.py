"""Files land once by content; a file corrected under its name replaces what it said before; a bad one stops nobody."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.core import sql
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.headers import landed_names
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


def test_what_two_counties_call_differently_lands_under_one_header(city: Path) -> None:
    rows, _ = landed(city)[PAYMENTS]
    text = (city / "data" / PAYMENTS).read_text(encoding="gb18030")
    header, _, body = text.partition("\n")
    assert "身份证号" in header
    other = header.replace("身份证号", "公民身份号码") + "\n" + "\n".join(body.splitlines()[:2]) + "\n"
    (city / "data/民政局/高龄津贴另一县.csv").write_text(other, encoding="utf-8")
    run(city)
    loaded = load_city(city)
    source = next(each for each in loaded.sources if each.name == "高龄津贴发放")
    with lake_of(loaded, read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=EVERYTHING)
        ids = pipeline.fetch(sql.query("select 身份证号 from standard.高龄津贴发放")).column(0).to_pylist()
        assert "公民身份号码" not in pipeline.columns(source.landed)
    assert len(ids) == rows + 2
    assert ids.count(body.split(",")[0]) == 4, "two lines of one person, in both counties' files"


@pytest.mark.parametrize(
    ("headers", "there", "means", "names"),
    [
        (("姓名", "证件"), (), {"证件": "身份证号"}, {"证件": "身份证号"}),
        (
            ("证件号码", "身份证号"),
            (),
            {"证件号码": "身份证号"},
            {"证件号码": "身份证号", "身份证号": "身份证号_2"},
        ),
        (("公民身份号码",), ("身份证号",), {}, {"公民身份号码": "身份证号"}),
        (("公民身份号码", "备注"), (), {}, {}),
        (("公民身份号码", "身份证号"), ("身份证号",), {}, {}),
    ],
)
def test_a_header_is_renamed_only_where_another_stands_for_its_column(
    city: Path, headers: tuple[str, ...], there: tuple[str, ...], means: dict[str, str], names: dict[str, str]
) -> None:
    source = next(each for each in load_city(city).sources if each.name == "高龄津贴发放")
    assert landed_names(source, headers, there, means) == names
