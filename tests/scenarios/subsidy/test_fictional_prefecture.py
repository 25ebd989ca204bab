"""The generated prefecture is nobody's, is the same for the same seed, and its truth agrees with its files."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

from scenarios.subsidy.generate import STORIES, generate
from shuzhi.core.errors import ShuzhiError

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PEOPLE, PAYMENTS = 30_000, 150_000
ENCODINGS = ("utf-8", "gb18030")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("prefecture")
    generate(made, people=PEOPLE, payments=PAYMENTS, seed=1)
    return made


def rows(path: Path) -> list[dict[str, str]]:
    """Records of one file; lines that are not records are left out, as a careful reader would."""
    raw = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        header, *records = list(csv.reader(text.splitlines()))
        return [dict(zip(header, record, strict=True)) for record in records if len(record) == len(header)]
    raise AssertionError(f"{path.name} is in no known encoding")


def ids(path: Path) -> set[str]:
    text = path.read_bytes()
    return {match.decode() for match in re.findall(rb"(?<![0-9A-Z])[0-9]{17}[0-9X](?![0-9A-Z])", text)}


def fits(value: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(value, WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == value[17]


def test_every_id_stands_in_an_unassigned_region_code(folder: Path) -> None:
    codes = {value[:2] for path in folder.rglob("*.csv") for value in ids(path)}
    assert codes == {"99"}


def test_registers_hold_ids_with_a_true_check_character(folder: Path) -> None:
    household = ids(folder / "公安局" / "户籍信息.csv")
    assert len(household) >= PEOPLE
    assert all(fits(value) for value in household)


def test_payments_hold_a_few_mistyped_ids(folder: Path) -> None:
    paid = {value for path in folder.glob("民政局/低保五保发放_*.csv") for value in ids(path)}
    wrong = {value for value in paid if not fits(value)}
    assert 0 < len(wrong) < len(paid) / 10


def test_namesakes_are_frequent(folder: Path) -> None:
    names = [row["姓名"] for row in rows(folder / "公安局" / "户籍信息.csv")]
    assert len(set(names)) < len(names) / 2


def test_the_number_of_payments_is_the_one_asked_for(folder: Path) -> None:
    paths = [
        path
        for pattern in (
            "低保五保发放",
            "公租房租赁补贴",
            "农资综合直补",
            "农村危房改造补助",
            "移民旧房改造补助",
            "村集体三资收支",
        )
        for path in folder.glob(f"*/{pattern}_*.csv")
    ]
    assert sum(len(rows(path)) for path in paths) == PAYMENTS


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    def digest(made: Path) -> str:
        parts = [
            path.relative_to(made).as_posix().encode() + path.read_bytes()
            for path in sorted(made.rglob("*.csv"))
        ]
        return hashlib.sha256(b"".join(parts)).hexdigest()

    for name, seed in (("same", 1), ("other", 2)):
        generate(tmp_path / name, people=PEOPLE, payments=PAYMENTS, seed=seed)
    assert digest(tmp_path / "same") == digest(folder)
    assert digest(tmp_path / "other") != digest(folder)


def test_the_truth_names_residents_and_every_rule_has_violations_and_lawful_cases(folder: Path) -> None:
    truth = rows(folder / "纪委监委" / "核查结果.csv")
    assert {row["规则"] for row in truth} == set(STORIES)
    for rule in STORIES:
        conclusions = [row["结论"] for row in truth if row["规则"] == rule]
        leads = sum(conclusion in ("线索", "立案") for conclusion in conclusions)
        assert leads >= 2, rule
        assert leads / len(conclusions) == pytest.approx(STORIES[rule][1] / STORIES[rule][2], rel=0.3), rule
    assert all(float(row["涉及金额"]) == 0 for row in truth if row["结论"] == "排除")


def test_too_few_people_for_the_stories_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShuzhiError, match="人太少"):
        generate(tmp_path, people=400, payments=5_000, seed=1, density=100)
