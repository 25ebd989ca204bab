"""A report that was made is kept as it was, for whoever would be given the same numbers, and each step is audited."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from shuzhi.ops.audit.models import Record
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.orders.files import place_of
from shuzhi.ops.people.models import User
from shuzhi.ops.reports.actions import make_due
from shuzhi.ops.reports.models import Document

Api = Callable[[str | None], Any]
REPORT = "reports/old_age/通报"


@pytest.fixture
def made(api: Api, lake: Path) -> Document:
    answer = api("jiandu").post(f"{REPORT}/make", {"period": "2026-05"})
    assert answer.status_code == 200, answer.json()
    return Document.objects.get(pk=answer.json())


def test_its_files_are_what_was_made(api: Api, made: Document) -> None:
    listed = next(each for each in api("jiandu").get("reports").json() if each["report"] == "old_age.通报")
    assert listed["newest"]["document"] == made.pk
    kept = Record.objects.get(action="reports.make")
    assert (kept.by, kept.about["snapshot"]) == ("jiandu", made.snapshot)
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK")):
        answer = api("jiandu").get(f"reports/documents/{made.pk}/{form}")
        content = b"".join(answer.streaming_content)
        assert content.startswith(start)
        assert hashlib.sha256(content).hexdigest() == kept.about["files"][form]
        assert f"{form}" in answer["Content-Disposition"]
        # Locked on the disk.
        assert not place_of(kept.about["files"][form]).read_bytes().startswith(start)
    assert Record.objects.filter(action="reports.take", object=f"document:{made.pk}").count() == 3
    sheets = CalamineWorkbook.from_filelike(BytesIO(content))
    asked = {"indicator": "old_age.疑点数", "by": [{"dimension": "规则"}]}
    told = api("jiandu").post("indicators/query", asked).json()
    rows = sheets.get_sheet_by_index(1).to_python()[2:]
    assert [row[1] for row in rows] == [row[1] for row in told["rows"]]


def test_a_preview_says_the_same_and_keeps_nothing(api: Api, made: Document) -> None:
    told = api("jiandu").post(f"{REPORT}/preview", {"period": "2026-05"}).json()
    assert told["title"] == made.title
    ((number,),) = api("jiandu").post("indicators/query", {"indicator": "old_age.疑点数"}).json()["rows"]
    assert told["parts"][0]["words"] == f"共{number}条。"
    assert Document.objects.count() == 1


@pytest.mark.parametrize("login", ["pangguan", "kezhang", "xibei"])
def test_who_is_given_less_has_none_of_it(api: Api, made: Document, login: str) -> None:
    """Nothing of the table; masked columns of it, with no leave to take them out; some of its rows."""
    assert api(login).get("reports").json() == []
    assert api(login).get(REPORT).status_code == 404
    assert api(login).get(f"reports/documents/{made.pk}/pdf").status_code == 404
    assert api(login).post(f"{REPORT}/make", {"period": "2026-05"}).status_code == 403


def test_what_was_made_is_never_changed(made: Document) -> None:
    made.title = "另一个标题"
    with pytest.raises(RuntimeError):
        made.save()


def test_a_kept_file_that_was_touched_is_not_given(api: Api, made: Document) -> None:
    one, other = (place_of(made.files[form]) for form in ("docx", "pdf"))
    other.write_bytes(one.read_bytes())
    answer = api("jiandu").get(f"reports/documents/{made.pk}/pdf")
    assert answer.status_code == 400
    assert "动过" in answer.json()["problems"][0]["what"]["zh"]
    other.unlink()


def test_a_period_that_is_none_is_told(api: Api, lake: Path) -> None:
    answer = api("jiandu").post(f"{REPORT}/make", {"period": "2026年5月"})
    assert answer.status_code == 400
    assert "2026-05" in answer.json()["problems"][0]["todo"]["zh"]


def test_it_is_made_once_after_each_period_and_its_people_are_told(
    people: dict[str, User], lake: Path
) -> None:
    make_due()
    make_due()
    (made,) = Document.objects.all()
    # The city sees itself on 30 June 2026: May was over, and the third working day of June had come.
    assert (made.period, made.role, made.department, made.made_by) == ("2026-05", "监督员", "纪委监委", None)
    (notice,) = Notice.objects.all()
    assert (notice.user.login, notice.link) == ("jiandu", "/reports/old_age/通报")
    assert Record.objects.get(action="reports.make").by == "shuzhi"
