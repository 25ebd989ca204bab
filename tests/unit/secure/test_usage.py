"""When a table was last read, and by how many people, is told by the audit of readings; each line is read once."""

from pathlib import Path

from shuzhi.secure import audit
from shuzhi.secure.usage import MADE, uses


def read(record: Path, by: str, *tables: str, action: str = "read") -> None:
    audit.record(record, by=by, action=action, about={"tables": list(tables), "purpose": "用途"})


def test_readings_of_people_are_counted_once(tmp_path: Path) -> None:
    record = tmp_path / "audit.jsonl"
    read(record, "jia", "standard.户籍", "finding.finding")
    read(record, "yi", "standard.户籍")
    read(record, "ops role:监督员", "standard.户籍")
    read(record, "bing", "standard.户籍", action="read refused")
    first = uses(record)
    assert (first.of["standard.户籍"].reads, first.of["standard.户籍"].readers) == (2, {"jia", "yi"})
    read(record, "jia", "standard.户籍")
    again = uses(record, first)
    assert again.of["standard.户籍"].reads == 3
    assert again.of["standard.户籍"].last >= first.of["standard.户籍"].last
    assert again == uses(record)


def test_the_making_of_a_report_is_told_by_its_last_time(tmp_path: Path) -> None:
    record = tmp_path / "audit.jsonl"
    for name in ("hotline.月报", "hotline.月报", "subsidy.季报"):
        audit.record(record, by="jia", action=MADE, about={"report": name, "period": "2026-05"})
    found = uses(record)
    assert found.made.keys() == {"hotline.月报", "subsidy.季报"}
    assert found.made["hotline.月报"] <= found.made["subsidy.季报"]
    assert found.of == {}


def test_no_record_is_no_use(tmp_path: Path) -> None:
    assert uses(tmp_path / "none.jsonl").of == {}
