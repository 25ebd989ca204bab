"""Numbers and rows taken out as files: only where the grant says so, under people's names, and recorded."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from python_calamine import CalamineWorkbook

from shuzhi.ops.audit.models import Record
from shuzhi.secure.gateway import AUDIT

Api = Callable[[str | None], Any]
FOUND = "old_age.疑点数"


def export(api: Api, indicator: str, what: str, form: str = "xlsx", **asked: object) -> Any:
    body = {"inquiry": {"indicator": indicator, **asked}, "what": what, "form": form}
    return api("jiandu").post("indicators/export", body)


def sheets(answer: Any) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_rows_come_under_peoples_names_and_it_is_recorded(api: Api, lake: Path) -> None:
    told = api("jiandu").post("indicators/rows", {"indicator": FOUND}).json()
    answer = export(api, FOUND, "rows")
    assert answer.status_code == 200
    assert "疑点数" in unquote(answer["Content-Disposition"])
    (rows,) = sheets(answer).values()
    assert rows[0] == [title["zh"] for title in told["titles"]]
    assert {"疑点", "规则", "理由"} <= set(rows[0])
    assert sorted(row[0] for row in rows[1:]) == sorted(row[0] for row in told["rows"])
    kept = Record.objects.get(action="indicator.export")
    assert (kept.by, kept.about) == ("jiandu", {"form": "xlsx", "what": "rows", "rows": len(told["rows"])})
    assert b'"export":true' in (lake / AUDIT).read_bytes().replace(b" ", b"")


def test_a_number_comes_with_how_it_was_counted(api: Api, lake: Path) -> None:
    asked = {"indicator": FOUND, "by": [{"dimension": "规则"}]}
    told = api("jiandu").post("indicators/query", asked).json()
    (numbers, about) = sheets(export(api, FOUND, "numbers", by=asked["by"])).values()
    assert [row[1] for row in numbers[1:]] == [row[1] for row in told["rows"]]
    assert dict(about)["口径"] == told["definition"]["zh"]
    assert dict(about)["快照"] == told["snapshot"]


def test_what_may_be_seen_may_not_thereby_be_taken_out(api: Api, lake: Path) -> None:
    seen = api("jiandu").post("indicators/explain", {"indicator": "old_age.津贴金额"}).json()
    assert seen["export"] is False
    for what in ("rows", "numbers"):
        assert export(api, "old_age.津贴金额", what).status_code == 403
    assert not Record.objects.filter(action="indicator.export").exists()


def test_numbers_are_a_workbook_only(api: Api, lake: Path) -> None:
    assert export(api, FOUND, "numbers", "csv").status_code == 400
