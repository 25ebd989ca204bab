"""Workbooks, Parquet and JSON lines land as text like any other file."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shuzhi.core.errors import ShuzhiError


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(["身份证号", "金额", "日期", "是否", "备注"])
    sheet.append(["990001194001010000", 1200, dt.date(2024, 5, 1), True, None])
    sheet.append([])
    sheet.append(["990001194001010123", 0.1, dt.datetime.fromisoformat("2024-05-01 08:30"), False, " 空格 "])
    book.create_sheet("其他").append(["甲"])
    book.save(tmp_path / "发放.xlsx")


def test_cells_become_their_shortest_text(land, workbook):
    outcome = land(name="发放.xlsx")
    assert outcome.rows[0] == ("990001194001010000", "1200", "2024-05-01", "TRUE", None)
    assert outcome.rows[1][1:] == ("0.1", "2024-05-01 08:30:00", "FALSE", " 空格 ")


def test_an_id_stored_as_a_number_does_not_pass_for_whole(land, tmp_path):
    book = openpyxl.Workbook()
    for row in (["身份证号", "姓名"], [990001194001010123, "某甲"], ["990001194001010000", "某乙"]):
        book.active.append(row)
    book.save(tmp_path / "发放.xlsx")
    outcome = land(name="发放.xlsx")
    assert outcome.rows == [("990001194001010000", "某乙")]
    assert outcome.bad == [(2, "digits", "9.900011940010102e+17\t某甲")]


def test_a_binary_workbook(land, tmp_path):
    """Written by ``pyxlsbwriter``: no program of ours writes an xlsb."""
    outcome = land((Path(__file__).parent / "books" / "明细.xlsb").read_bytes(), name="明细.xlsb")
    assert list(outcome.reading.columns[:5]) == ["姓名", "身份证号", "银行账号", "金额", "发放日期"]
    assert len(outcome.rows) == 24
    assert outcome.rows[0][:6] == (
        "孙己癸", "990101196105076078", "0099000689230811806", "443.55", "2026-01-04", "青青镇",
    )  # fmt: skip


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_broken_workbook_says_what_to_do(land, data):
    with pytest.raises(ShuzhiError, match="工作簿打不开"):
        land(data, name="坏.xls")


def test_parquet_as_text(land, tmp_path):
    table = pa.table(
        {
            "号": pa.array([990001194001010000, None]),
            "额": pa.array([Decimal("1.50"), None]),
            "日": pa.array([dt.date(2024, 5, 1), None]),
            "多": pa.array([[1, 2], None]),
        }
    )
    pq.write_table(table, tmp_path / "发放.parquet")
    assert land(name="发放.parquet").rows == [
        ("990001194001010000", "1.50", "2024-05-01", "[1,2]"),
        (None,) * 4,
    ]


def test_json_lines_with_keys_that_come_and_go(land):
    data = '{"号":"1","额":1.5}\n{"号":null,"细/目":{"甲":[1,2]}}\n\nnot json\n[1]\n{"是":true}'.encode()
    outcome = land(data, name="发放.jsonl")
    assert outcome.reading.columns == ("号", "额", "细/目", "是")
    assert outcome.rows == [
        ("1", "1.5", None, None),
        (None, None, '{"甲":[1,2]}', None),
        (None, None, None, "true"),
    ]
    assert outcome.numbers == [1, 2, 5]
    assert outcome.bad == [(4, "json", "not json"), (5, "json", "[1]")]


def test_json_lines_in_gbk_and_an_empty_file(land):
    assert land('{"名":"张三"}\n'.encode("gbk"), name="a.jsonl").rows == [("张三",)]
    assert land(b"", name="b.jsonl").total == 0
