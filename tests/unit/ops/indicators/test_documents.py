"""A document's numbers are its queries': asked again from the finished file, and refused where they may not leave."""

from pathlib import Path

import pytest

from shuzhi.core.errors import Refused
from shuzhi.ops.clock import today
from shuzhi.ops.indicators.counting import counter
from shuzhi.ops.people.access import access_of
from shuzhi.ops.people.models import User
from shuzhi.packs.places import Places
from shuzhi.packs.schema import Report
from shuzhi.run import official_word, reports
from shuzhi.secure.usage import uses

JUNE = reports.Edition(period="2026-06")


def report(indicator: str) -> Report:
    return Report.model_validate(
        {
            "title": "{city}{period}通报",
            "mark": "{city}",
            "issuer": "{city}",
            "grain": "month",
            "numbers": {"数": {"indicator": indicator}},
            "parts": ({"text": "共{数}。"},),
            "name": "通报",
            "path": Path("通报.yml"),
            "places": Places("通报.yml"),
        }
    )


def test_numbers_are_counted_and_counted_again(
    people: dict[str, User], lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = counter(access_of(people["jiandu"], today()))
    told, target = report("old_age.疑点数"), tmp_path / "通报.docx"
    written = reports.write(asking, told, JUNE, today(), {"docx": target})
    answer = asking.answer(told.numbers["数"])
    assert f"共{answer.rows[0][0]}条。" in official_word.read(target)
    assert written.snapshot == answer.snapshot
    assert "通报" in uses(asking.desk.lake.audit).made
    # The year, the month, the number and the day it is signed.
    assert written.numbers == 2 + 1 + 3
    as_is = official_word.read
    monkeypatch.setattr(official_word, "read", lambda file: [*as_is(file), "另有99件"])
    with pytest.raises(Refused, match="99"):
        reports.write(asking, told, JUNE, today(), {"docx": target})
    assert not target.exists()


def test_what_may_not_leave_is_in_no_document(people: dict[str, User], lake: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        reports.write(
            counter(access_of(people["jiandu"], today())),
            report("old_age.津贴金额"),
            JUNE,
            today(),
            {"docx": tmp_path / "a.docx"},
        )
