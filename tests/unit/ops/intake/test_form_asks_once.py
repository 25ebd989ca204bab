"""A form that is to be sent out is held against what the city has, by who has to do with files; nothing is kept."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.unit.ops.conftest import Api

Ask = Callable[[str | None], Api]


def blank(*headers: str) -> SimpleUploadedFile:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["高龄老人走访登记表"])
    book.active.append(headers)
    book.save(out)
    return SimpleUploadedFile("走访登记表.xlsx", out.getvalue())


def test_what_the_city_has_is_named_with_its_owner(api: Ask, city_folder: Path) -> None:
    answer = api("shenyouju").client.post(
        "/api/intake/form", {"file": blank("身份证号", "发放日期", "是否独居")}
    )
    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()
    found = {field["header"]: field for field in told["fields"]}
    assert told["twice"] == 1
    assert found["身份证号"]["identifies"]
    (held,) = found["发放日期"]["held"]
    assert (held["table"], held["owner"]) == ("standard.高龄津贴发放", "民政局")
    assert (held["often"]["zh"], held["sharing"]["zh"]) == ("每月更新", "共享属性未定")
    assert found["是否独居"]["held"] == []
    named = api("shenyouju").post("intake/form/names", {"names": ["身份证号", " 发放日期 ", "", "是否独居"]})
    assert named.json() == told


def test_who_has_nothing_to_do_with_files_and_what_is_no_form_are_refused(api: Ask) -> None:
    assert api("jiandu").post("intake/form/names", {"names": ["姓名"]}).status_code == 403
    assert api("jiandu").client.post("/api/intake/form", {"file": blank("姓名")}).status_code == 403
    steward = api("shenzhiming").client
    for file in (SimpleUploadedFile("表.exe", b"MZ"), SimpleUploadedFile("表.xlsx", b"PK\x03\x04")):
        assert steward.post("/api/intake/form", {"file": file}).status_code == 400
