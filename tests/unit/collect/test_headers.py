"""Headers stay as the department wrote them; delimiters are told by content; names become unique."""

import pytest


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_by_content(land, delimiter):
    outcome = land(delimiter.join(["号", "名（全称,含括号）"]).encode() + f"\n1{delimiter}张三\n".encode())
    assert outcome.rows == [("1", "张三")] or delimiter == ","


def test_a_file_of_one_column_keeps_commas_in_its_values(land):
    assert land("地址\n东街1号,西\n南街2号\n".encode()).rows == [("东街1号,西",), ("南街2号",)]


def test_repeated_empty_and_reserved_names(land):
    outcome = land("姓名,姓名,,ID,id,_row\n1,2,3,4,5,6\n".encode())
    assert outcome.reading.columns == ("姓名", "姓名_2", "列3", "ID", "id_2", "_row_2")
    assert outcome.rows == [("1", "2", "3", "4", "5", "6")]
    assert "姓名_2" in str(outcome.reading.warnings[0].what)


def test_names_with_quotes_blanks_and_line_ends(land):
    outcome = land('"金额\n（元）", 备注 ,"他说""好"""," it\'s"\n1,2,3,4\n'.encode())
    assert outcome.reading.columns == ("金额\n（元）", "备注", '他说"好"', "it's")
    assert outcome.rows == [("1", "2", "3", "4")]


@pytest.mark.parametrize("name", ["发放 [2024]*(1).csv", "a?b{c,d}.txt", "it's 数据.tsv"])
def test_any_file_name(land, name):
    assert land(b"a,b\n1,2\n", name=name).rows == [("1", "2")]
