"""The lists of findings and orders as files: the same rows, only where it is allowed, and recorded."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shuzhi.ops.audit.models import Record
from shuzhi.secure.gateway import AUDIT
from tests.unit.ops.findings.conftest import copied

__all__ = ["copied"]
Api = Callable[[str | None], Any]


def taken(api: Api, login: str, what: str, **asked: object) -> Any:
    return api(login).get(f"{what}/export", form="csv", **asked)


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_findings_leave_as_they_are_listed(api: Api, copied: None, lake: Path) -> None:
    listed = api("jiandu").get("findings", limit=100).json()["rows"]
    found = rows(taken(api, "jiandu", "findings"))
    assert {row["编号"]: (row["规则"], row["理由"], row["状态"]) for row in found} == {
        row["finding"]: (row["title"]["zh"], row["reason"], "新") for row in listed
    }
    assert [float(row["分"]) for row in found] == sorted(
        (float(row["score"]) for row in listed), reverse=True
    )
    kept = Record.objects.get(action="findings.export")
    assert (kept.by, kept.about["rows"]) == ("jiandu", len(listed))
    assert b'"export":true' in (lake / AUDIT).read_bytes().replace(b" ", b"")


def test_a_filtered_list_leaves_filtered(api: Api, copied: None) -> None:
    asked = {"region": "990202"}
    listed = api("jiandu").get("findings", limit=100, **asked).json()["rows"]
    assert 0 < len(listed) < 11
    assert {row["编号"] for row in rows(taken(api, "jiandu", "findings", **asked))} == {
        row["finding"] for row in listed
    }


def test_findings_seen_may_not_thereby_be_taken_out(api: Api, copied: None) -> None:
    """By a grant of some rows, by one of masked columns, by none."""
    for login in ("xibei", "kezhang", "pangguan"):
        assert taken(api, login, "findings").status_code == 403
    assert not Record.objects.filter(action="findings.export").exists()


def test_orders_leave_without_what_anybody_wrote(api: Api, copied: None) -> None:
    finding = api("jiandu").get("findings").json()["rows"][0]
    opened = api("jiandu").post("orders", {"finding": finding["finding"], "text": "请核实某某"})
    assert opened.status_code == 200, opened.json()
    answer = taken(api, "jiandu", "orders")
    (row,) = rows(answer)
    assert (row["编号"], row["事项（规则）"], row["状态"]) == (
        opened.json()["number"],
        finding["title"]["zh"],
        "办理中",
    )
    assert "请核实某某" not in str(row)
    assert Record.objects.get(action="orders.export").about["rows"] == 1
    assert taken(api, "xibei", "orders").status_code == 403
