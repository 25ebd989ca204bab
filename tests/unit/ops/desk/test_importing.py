"""Of a file of requests nothing is lost: each row is taken, had come before, or is kept with its reason."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.audit.models import Record
from shuzhi.ops.desk import actions
from shuzhi.ops.desk.contacts import in_clear, unlocked
from shuzhi.ops.desk.files import guess, open_sheet
from shuzhi.ops.desk.models import Contact, ImportBatch, Request
from tests.desk import By

WECHAT = """昵称,发送时间,消息内容,联系电话
虚平安,2026-07-01 08:30:00,中山路路灯不亮,15400000001
虚和顺,2026/7/2,小区停水两天,83001234
虚康宁,13月5日,公交车晚点,
虚福禄,2026-07-03,,15400000003
虚祥瑞,2027-01-01,明年的事,
"""


def imported(by: By, text: str | bytes = WECHAT, name: str = "微信.csv", **said: object) -> ImportBatch:
    content = text if isinstance(text, bytes) else text.encode()
    told = {"columns": found(content, name), "channel": "wechat", **said}
    return actions.import_file(by=by("jiexian"), name=name, content=content, **told)  # type: ignore[arg-type]


def found(content: bytes, name: str = "微信.csv") -> dict[str, str]:
    return {field: header for field, header in guess(open_sheet(name, content).columns).items() if header}


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return (batch.records, batch.taken, batch.repeated, batch.bad)


def test_columns_are_known_by_their_headers() -> None:
    assert found(WECHAT.encode()) == {
        "name": "昵称",
        "received_at": "发送时间",
        "body": "消息内容",
        "phone": "联系电话",
    }


def test_good_rows_are_taken_and_bad_ones_kept_with_line_and_reason(by: By, clock: object) -> None:
    batch = imported(by)
    assert counts(batch) == (5, 2, 0, 3)
    assert [(row.line, row.why["zh"]) for row in batch.bad_rows.order_by("id")] == [
        (4, "不是日期"),
        (5, "没有内容"),
        (6, "时间晚于现在"),
    ]
    assert "公交车晚点" in unlocked(batch.bad_rows.earliest("id").content)
    assert "公交车" not in batch.bad_rows.earliest("id").content
    assert list(Request.objects.order_by("id").values_list("number", "title", "state", "channel")) == [
        ("S2026-000001", "中山路路灯不亮", "new", "wechat"),
        ("S2026-000002", "小区停水两天", "new", "wechat"),
    ]
    assert Request.objects.earliest("id").received_at.isoformat() == "2026-07-01T00:30:00+00:00"


def test_a_telephone_that_is_none_is_not_lost(by: By, clock: object) -> None:
    imported(by)
    second = Contact.objects.get(request__number="S2026-000002")
    assert (in_clear(second).phone, in_clear(second).other) == ("", "83001234")


def test_the_same_file_changes_nothing(by: By, clock: object) -> None:
    first, records = imported(by), Record.objects.count()
    assert imported(by, name="又一次.csv") == first
    assert (Request.objects.count(), Record.objects.count()) == (2, records)


def test_a_longer_export_brings_only_what_is_new(by: By, clock: object) -> None:
    imported(by)
    longer = imported(by, WECHAT + "虚安和,2026-07-04,河里有垃圾,\n")
    assert counts(longer) == (6, 1, 2, 3)
    assert Request.objects.latest("id").title == "河里有垃圾"


def test_a_number_is_known_again_whatever_else_was_mended(by: By, clock: object) -> None:
    imported(by, "留言编号,留言详情\nA1,路灯不亮\nA1,路灯还是不亮\n")
    again = imported(by, "留言编号,留言详情\nA1,路灯不亮（已更正）\nA2,停水\n")
    assert counts(again) == (2, 1, 1, 0)


def test_workbooks_and_gbk_are_read_as_departments_send_them(by: By, clock: object, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(WECHAT)):
        book.active.append(row)
    book.save(tmp_path / "信件.xlsx")
    assert counts(imported(by, (tmp_path / "信件.xlsx").read_bytes(), "信件.xlsx")) == (5, 2, 0, 3)
    assert counts(imported(by, WECHAT.encode("gbk"), channel="letter")) == (5, 2, 0, 3)


def test_what_can_be_no_import_is_told(by: By, clock: object) -> None:
    for content, said in (
        (b"", {}),
        (WECHAT, {"columns": {"phone": "联系电话"}}),
        (WECHAT, {"columns": {"body": "没有这一列"}}),
        (WECHAT, {"channel": "pigeon"}),
    ):
        with pytest.raises(ShuzhiError):
            imported(by, content, **{"columns": {"body": "消息内容"}, **said})
    assert Request.objects.count() == 0


def test_only_a_desk_imports(by: By, clock: object) -> None:
    with pytest.raises(Refused):
        actions.import_file(
            by=by("chengguan"),
            name="微信.csv",
            content=WECHAT.encode(),
            columns={"body": "消息内容"},
            channel="wechat",
        )


def test_the_chain_has_the_counts_and_no_contents(by: By, clock: object) -> None:
    batch = imported(by)
    last = Record.objects.latest("number")
    assert (last.action, last.object, last.about["taken"], last.about["bad"]) == (
        "desk.import",
        f"import:{batch.pk}",
        2,
        3,
    )
    assert verify() is None


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
WHEN = st.one_of(CELL, st.dates().map(str), st.just("2026-07-01 10:00"))


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(CELL, WHEN, CELL, CELL), max_size=8), broken=st.binary(max_size=20))
def test_whatever_stands_in_the_file_the_counts_add_up(
    by: By, clock: object, rows: list[tuple[str, ...]], broken: bytes
) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("编号", "时间", "内容", "电话"), *rows])
    content = out.getvalue().encode() + broken
    with transaction.atomic():
        try:
            batch = imported(
                by,
                content,
                columns={"number": "编号", "received_at": "时间", "body": "内容", "phone": "电话"},
            )
        except ShuzhiError:
            # Nothing of such a file can be read; then nothing of it is taken.
            assert ImportBatch.objects.count() == 0
            return
        records, taken, repeated, bad = counts(batch)
        assert records == taken + repeated + bad
        assert (batch.requests.count(), batch.bad_rows.count()) == (taken, bad)
        transaction.set_rollback(True)
