"""The encoding is told by the whole content; a line is decoded by what fits it, or quarantined."""

import pytest

TEXT = "身份证号,姓名\n1,张三\n2,买买提·艾力\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_one_text_in_every_encoding_lands_alike(land, encoding):
    outcome = land(TEXT.encode(encoding))
    assert outcome.reading.columns == ("身份证号", "姓名")
    assert outcome.rows == [("1", "张三"), ("2", "买买提·艾力")]
    assert outcome.bad == []


def test_rare_characters_of_four_gb18030_bytes(land):
    assert land("号,名\n1,李𠮷\n2,䶮㛃\n".encode("gb18030")).rows == [("1", "李𠮷"), ("2", "䶮㛃")]


MOVED = bytes.fromhex("fe59fe61fe66fe67fe6dfe7efe90fea0")


def test_characters_that_gb18030_moved_in_2022(land):
    """FE59 is 龴 (U+9FB4) by the standard of 2022; by that of 2000 it was U+E81E, which no font shows."""
    data = "号,名\n1,王".encode("gbk") + MOVED + b"\n"
    assert land(data).rows == [("1", "王龴龵龶龷龸龹龺龻")]


def test_they_are_two_wide_in_columns_of_fixed_width(land):
    lines = ["号    姓名    金额".encode("gbk")]
    lines += [b"%d     " % n + "王".encode("gbk") + MOVED[:2] + b"    %d" % (100 + n) for n in range(1, 7)]
    assert land(b"\n".join(lines) + b"\n", name="定宽.txt").rows[0] == ("1", "王龴", "101")


def test_the_encoding_is_told_by_the_last_line_if_need_be(land):
    ascii_first = b"id,name\n" + b"1,x\n" * 700_000
    outcome = land(ascii_first + "2,张三\n".encode("gbk"))
    assert outcome.rows[-1] == ("2", "张三")
    assert outcome.total == 700_001


def test_a_character_cut_in_half_takes_only_its_line(land):
    outcome = land("号,名\n1,张三\n".encode("gbk") + b"2,\xc0\n" + "3,王五\n".encode("gbk") + b"4,\xcb")
    assert outcome.rows == [("1", "张三"), ("3", "王五")]
    assert outcome.bad == [(3, "encoding", "2,\\xc0"), (5, "encoding", "4,\\xcb")]


def test_a_damaged_utf8_line_is_not_read_as_gbk(land):
    damaged = "3,乌鲁木齐市天山区".encode()[:-1] + b"\n"
    outcome = land("号,地址\n1,北京\n".encode() + damaged + "4,上海\n".encode())
    assert outcome.rows == [("1", "北京"), ("4", "上海")]
    assert [(line, reason) for line, reason, _ in outcome.bad] == [(3, "encoding")]


@pytest.mark.parametrize(("main", "other"), [("gbk", "utf-8"), ("utf-8", "gbk")])
def test_lines_in_the_other_encoding_are_read_and_told(land, main, other):
    data = ("号,名\n" + "1,张三\n" * 20).encode(main) + "2,李四\n".encode(other) * 3 + "3,王五\n".encode(main)
    outcome = land(data)
    assert outcome.rows == [("1", "张三")] * 20 + [("2", "李四")] * 3 + [("3", "王五")]
    assert "3 行按另一种编码读取" in str(outcome.reading.warnings[0].what)


def test_a_half_character_of_utf16(land):
    outcome = land("号,名\n1,张三\n".encode("utf-16") + b"2\0,\0\x00\xd8\n\0" + "3,王\n".encode("utf-16-le"))
    assert outcome.rows == [("1", "张三"), ("3", "王")]
    assert [(line, reason) for line, reason, _ in outcome.bad] == [(3, "encoding")]
