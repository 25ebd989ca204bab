"""A landed row can be walked back to its line in the department's file."""

import openpyxl
import pytest

from shuzhi.collect.locate import locate


@pytest.fixture
def temp(tmp_path):
    folder = tmp_path / "locate"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_line_of_a_row_past_quoted_newlines_blank_and_bad_lines(land, temp, encoding):
    outcome = land('号,备注\n1,"一\n二"\n\n坏\n3,"开\n4,好\n'.encode(encoding))
    places = locate(outcome.path, name="a.csv", rows=outcome.numbers, temp=temp)
    assert outcome.numbers == [1, 4]
    assert [(places[row].line, places[row].text) for row in outcome.numbers] == [
        (2, '1,"一\n二"'),
        (7, "4,好"),
    ]


def test_every_row_of_a_large_file_is_where_it_says(land, temp):
    outcome = land(b"id,text\n" + b"".join(b"%d,%s\n" % (i, b"x" * (i % 50)) for i in range(700_000)))
    assert outcome.numbers == list(range(1, 700_001))
    assert [row[0] for row in outcome.rows] == [str(i) for i in range(700_000)]
    assert locate(outcome.path, name="a.csv", rows=[699_999], temp=temp)[699_999].line == 700_000


def test_the_sheet_and_row_of_a_workbook(tmp_path, temp):
    book = openpyxl.Workbook()
    for row in ([], ["号", "名"], ["1", "张三"], [], ["2", "李四"]):
        book.active.append(row)
    book.active.title = "一月"
    book.save(tmp_path / "a.xlsx")
    place = locate(tmp_path / "a.xlsx", name="a.csv", rows=[2], temp=temp)[2]
    assert (place.sheet, place.line, place.text) == ("一月", 5, "2\t李四")


def test_json_lines_and_a_row_that_is_not_there(land, temp):
    outcome = land(b'{"a":1}\n\nbad\n{"a":2}\n', name="a.jsonl")
    assert locate(outcome.path, name="a.csv", rows=[3], temp=temp)[3].line == 4
    assert locate(outcome.path, name="a.csv", rows=[99], temp=temp) == {}
