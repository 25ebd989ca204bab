"""A rule may tell where a place stands; where a person is, no rule may."""

from pathlib import Path

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine


def told(folder: Path, *, kind: str, column: str) -> set[str]:
    write_city(folder)
    rule = folder / "scenarios" / "old_age" / "rules" / "paid_after_death.sql"
    text = rule.read_text(encoding="utf-8")
    subject = next(line for line in text.splitlines() if line.startswith("subject_kind:"))
    rule.write_text(text.replace(subject, f"subject_kind: {kind}\npoint: {column}"), encoding="utf-8")
    _, problems = examine(folder)
    return {problem.what.en for problem in problems}


def test_a_point_of_a_person_is_refused(tmp_path: Path) -> None:
    refused = "only a rule about places may tell where its subject is"
    assert refused in told(tmp_path / "person", kind="person", column="姓名")
    assert refused not in told(tmp_path / "place", kind="place", column="姓名")


def test_a_point_is_an_output_column(tmp_path: Path) -> None:
    said = told(tmp_path / "city", kind="place", column="没有")
    assert "point: there is no output column “没有”" in said
