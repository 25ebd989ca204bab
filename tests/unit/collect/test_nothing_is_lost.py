"""Rows in the file = rows landed + rows quarantined, and a bad line takes no good one with it."""

import pytest


def test_a_line_with_too_few_or_too_many_fields_is_quarantined_with_its_line(land):
    outcome = land("身份证号,姓名,金额\n1,张三,10\n2,李四\n3,王五,30,多\n4,赵六,40\n".encode())
    assert outcome.rows == [("1", "张三", "10"), ("4", "赵六", "40")]
    assert outcome.numbers == [1, 4]
    assert outcome.bad == [(3, "columns", "2,李四"), (4, "columns", "3,王五,30,多")]


def test_a_quote_left_open_in_the_middle_takes_only_its_own_line(land):
    good = "".join(f"{i},王{i},1\n" for i in range(500))
    outcome = land(f'号,名,额\n{good}x,"没有结束,9\n{good}'.encode())
    assert outcome.landed.landed == 1000
    assert outcome.bad == [(502, "quote", 'x,"没有结束,9')]
    assert outcome.numbers[499:501] == [500, 502]


def test_quoted_newlines_survive_beside_an_open_quote(land):
    outcome = land('号,备注\n1,"第一行\n第二行"\n2,"坏\n3,"又\r\n一"\n4,好\n'.encode())
    assert outcome.rows == [("1", "第一行\n第二行"), ("3", "又\r\n一"), ("4", "好")]
    assert outcome.bad == [(4, "quote", '2,"坏')]


def test_a_record_of_very_many_lines_is_landed_and_told(land):
    good = "".join(f"{i},王{i}\n" for i in range(100))
    outcome = land(f'号,名\n1,"一\n二"\n{good}x,"开\n{good}y,合"\n'.encode())
    (warning,) = outcome.reading.warnings
    assert outcome.total == 102
    assert warning.where == "低保发放.csv:104"
    assert "跨了 102 行" in str(warning.what)


def test_text_after_a_closing_quote_is_quarantined(land):
    outcome = land(b'a,b\n1,"x"y\n2,z\n')
    assert (outcome.rows, outcome.bad) == ([("2", "z")], [(2, "quote", '1,"x"y')])


def test_an_inch_mark_inside_a_bare_field_is_text(land):
    assert land(b'a,b\n1,5" pipe\n2,z\n').rows == [("1", '5" pipe'), ("2", "z")]


def test_nul_characters_are_quarantined_and_shown(land):
    outcome = land(b"a,b\n1,x\0y\n2,z\n\0\0\0\n")
    assert outcome.rows == [("2", "z")]
    assert outcome.bad == [(2, "nul", "1,x\\x00y"), (4, "nul", "\\x00\\x00\\x00")]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_every_kind_of_line_end_with_and_without_the_last_one(land, ending, last):
    text = ending.join(["号,名", "1,张三", '2,"李\n四"', "3,王五"]) + (ending if last else "")
    outcome = land(text.encode())
    assert outcome.rows == [("1", "张三"), ("2", "李\n四"), ("3", "王五")]
    assert outcome.numbers == [1, 2, 3]


def test_mixed_line_ends_in_one_file(land):
    assert land(b"a,b\n1,2\r\n3,4\r5,6\n").rows == [("1", "2"), ("3", "4"), ("5", "6")]


def test_blank_lines_are_no_rows_except_in_a_file_of_one_column(land):
    assert land(b"\n\na,b\n\n1,2\n\n\n3,4\n\n").rows == [("1", "2"), ("3", "4")]
    assert land(b"a\n1\n\n2\n").rows == [("1",), (None,), ("2",)]


def test_ten_thousand_columns(land):
    line = ",".join(str(i) for i in range(10_000))
    outcome = land(f"{','.join(f'列名{i}' for i in range(10_000))}\n{line}\n1,2\n{line}\n".encode())
    assert len(outcome.reading.columns) == 10_000
    assert outcome.rows[1][9_999] == "9999"
    assert [(line, reason) for line, reason, _ in outcome.bad] == [(3, "columns")]


def test_a_line_of_many_megabytes(land):
    outcome = land(b"a,b\n1," + b"x" * 5_000_000 + b"\n2,y\n")
    assert [len(row[1]) for row in outcome.rows] == [5_000_000, 1]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b\n", b"a,b", b"\xef\xbb\xbf"])
def test_an_empty_file_lands_as_no_rows_and_says_so(land, data):
    outcome = land(data)
    assert (outcome.total, outcome.reading.records) == (0, 0)
    assert [str(warning.what) for warning in outcome.reading.warnings] == ["文件里没有数据行"]
    assert all(warning.warning for warning in outcome.reading.warnings)


def test_empty_text_and_no_text_differ(land):
    outcome = land(b'a,b\n1,""\n1,\n')
    assert outcome.rows == [("1", ""), ("1", None)]
    assert len(set(outcome.hashes)) == 2
