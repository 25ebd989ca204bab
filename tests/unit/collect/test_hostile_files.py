"""Files that could harm the machine are refused with clear words, before anything of them is unpacked."""

import io
import stat
import struct
import zipfile

import openpyxl
import py7zr
import pytest
import xlwt

from shuzhi.collect.archives import check_package, is_archive, unpack
from shuzhi.core.errors import ShuzhiError


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def unpacked(tmp_path, data: bytes, name: str = "包.zip"):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "out").mkdir()
    assert is_archive(tmp_path / name)
    return list(unpack(tmp_path / name, tmp_path / "out", name))


def test_what_is_in_an_archive_is_read_with_its_chinese_name(tmp_path):
    data = packed(**{"AAAAAAA_BBB.csv": b"a,b\n1,2\n"})
    (member,) = unpacked(tmp_path, data.replace(b"AAAAAAA_BBB.csv", "民政局/发放.csv".encode("gbk")))
    assert (member.name, member.path.read_bytes()) == ("民政局/发放.csv", b"a,b\n1,2\n")


def test_a_7z(tmp_path):
    with py7zr.SevenZipFile(tmp_path / "源.7z", "w") as file:
        file.writestr("a,b\n1,2\n", "发放.csv")
    (member,) = unpacked(tmp_path, (tmp_path / "源.7z").read_bytes(), "包.7z")
    assert (member.name, member.path.read_text()) == ("发放.csv", "a,b\n1,2\n")


def test_an_archive_or_workbook_damaged_inside_its_packed_bytes(tmp_path):
    """Its directory is whole, so that it opens; what it holds cannot be unpacked any more."""
    data = bytearray(packed(**{"发放.csv": bytes(range(256)) * 40}))
    data[70:90] = b"\xff" * 20
    with pytest.raises(ShuzhiError, match=r"包\.zip"):
        unpacked(tmp_path, bytes(data))
    data = bytearray(packed(**{"xl/workbook.xml": b"<x/>", "xl/worksheets/a.xml": bytes(range(256)) * 40}))
    at = data.index(b"xl/worksheets/a.xml") + 19
    data[at : at + 20] = b"\xff" * 20
    (tmp_path / "书.xlsx").write_bytes(data)
    with pytest.raises(ShuzhiError, match=r"书\.xlsx"):
        check_package(tmp_path / "书.xlsx", "书.xlsx")


@pytest.mark.parametrize("name", ["../../etc/x.csv", "/etc/x.csv", "a/../../x.csv", "..\\x.csv", "C:x.csv"])
def test_a_path_that_leads_outside(tmp_path, name):
    with pytest.raises(ShuzhiError, match="指向文件夹之外"):
        unpacked(tmp_path, packed(**{name: b"x"}))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_symbolic_link(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("链.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    with pytest.raises(ShuzhiError, match="符号链接"):
        unpacked(tmp_path, out.getvalue())


def test_a_zip_bomb_and_one_that_lies_of_its_size(tmp_path):
    bomb = packed(**{"大.csv": b"0" * (80 << 20)})
    with pytest.raises(ShuzhiError, match="压缩炸弹"):
        unpacked(tmp_path, bomb)
    lying = bytearray(packed(**{"小.csv": b"0" * 100_000}))
    size = struct.pack("<I", 100_000)
    for at in (lying.find(size), lying.rfind(size)):
        lying[at : at + 4] = struct.pack("<I", 10)
    (tmp_path / "out").rmdir()
    with pytest.raises(ShuzhiError):
        unpacked(tmp_path, bytes(lying))


def test_an_archive_in_an_archive(tmp_path):
    with pytest.raises(ShuzhiError, match="压缩包里还有压缩包"):
        unpacked(tmp_path, packed(**{"内.zip": packed(a=b"x")}))


def test_a_workbook_that_is_a_bomb(land, tmp_path):
    openpyxl.Workbook().save(tmp_path / "书.xlsx")
    with zipfile.ZipFile(tmp_path / "书.xlsx", "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/media/0.bin", b"0" * (80 << 20))
    with pytest.raises(ShuzhiError, match="压缩炸弹"):
        land(name="书.xlsx")


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a><r><x>&c;</x></r></a>'
)


def test_entities_in_xml_and_inside_of_a_workbook(land, tmp_path):
    with pytest.raises(ShuzhiError, match="实体"):
        land(LAUGHS, name="笑.xml")
    with zipfile.ZipFile(tmp_path / "笑.xlsx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", LAUGHS)
    with pytest.raises(ShuzhiError, match="实体"):
        land(name="笑.xlsx")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"," * 1_000_000 + b"\n1\n", "宽.csv"),
        (b"[" * 100_000, "深.json"),
        (b"<a>" * 100_000, "深.xml"),
        (b'{"rows":[{' + b",".join(b'"k%d":1' % n for n in range(20_000)) + b"}]}", "宽.json"),
    ],
)
def test_too_wide_and_too_deep(land, data, name):
    with pytest.raises(ShuzhiError, match=r"拒绝读取|完整"):
        land(data, name=name)


def test_a_workbook_with_one_cell_far_away(land, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["XFD1048576"] = "远"
    book.save(tmp_path / "远.xlsx")
    with pytest.raises(ShuzhiError, match="XFD1048576"):
        land(name="远.xlsx")


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (b'<c r="A2"', b'<c r="A747634667"'),
        (b'<row r="2"', b"<row r='747634667'"),
        (b'<c r="A2"', b"<c r ='xfd1048576'"),
    ],
)
def test_a_cell_that_does_not_say_where_its_row_is(land, tmp_path, near, far):
    """Holding the cells before it would take more memory than there is, which ends the process."""
    book = openpyxl.Workbook()
    for row in range(1, 31):
        book.active.cell(row, 40, f"值{row}")
        book.active.cell(row, 1, f"甲{row}")
    book.save(tmp_path / "近.xlsx")
    with zipfile.ZipFile(tmp_path / "近.xlsx") as packed, zipfile.ZipFile(tmp_path / "远.xlsx", "w") as out:
        for each in packed.namelist():
            part = packed.read(each)
            out.writestr(each, part.replace(near, far) if "sheet1" in each else part)
    with pytest.raises(ShuzhiError, match=r"远在|打不开"):
        land(name="远.xlsx")


def test_an_open_document_with_one_row_repeated(land, tmp_path):
    """A row said to be there two thousand million times is not held two thousand million times."""
    content = (
        "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
        " xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
        " xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:spreadsheet>"
        "<table:table table:name='甲'><table:table-row table:number-rows-repeated='2000000000'>"
        "<table:table-cell office:value-type='string' table:number-columns-repeated='9000'><text:p>值</text:p>"
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "远.ods", "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", "<m/>")
        out.writestr("content.xml", content)
    with pytest.raises(ShuzhiError, match=r"超出上限|打不开|超过"):
        land(name="远.ods")


def test_an_old_workbook_with_one_cell_far_away(land, tmp_path):
    """Opening it would ask for 137 GB at once, which ends the process that does."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    for row in range(30):
        sheet.write(row, 4, f"值{row}")
    book.save(str(tmp_path / "远.xls"))
    near = b"\xfd\x00\x0a\x00" + struct.pack("<HH", 29, 4)
    data = (tmp_path / "远.xls").read_bytes()
    assert data.count(near) == 1
    with pytest.raises(ShuzhiError, match=r"超出上限"):
        land(data.replace(near, near[:4] + b"\xff\xff\xff\xff"), name="远.xls")
