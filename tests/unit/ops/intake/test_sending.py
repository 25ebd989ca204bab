"""Whoever may send a source's files sees how one is read, puts it right, confirms; another approves; nobody else."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city as served
from shuzhi.ops.intake.models import Submission
from shuzhi.ops.intake.tidying import tidy
from tests.ugly.people import check
from tests.unit.ops.conftest import Api, Clock

Ask = Callable[[str | None], Api]
PAYMENTS, DEATHS = "高龄津贴发放", "死亡登记"


def identity(order: int) -> str:
    body = f"99020219300101{order:03}"
    return body + check(body)


def workbook(*rows: list[object]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


UGLY = workbook(
    ["高龄津贴发放表"],
    ["填报单位：民政局"],
    ["姓名", "证件", "区划代码", "金额", "发放日期"],
    ["某甲", identity(1), "990202001", 200, "2026-01-10"],
    ["某乙", identity(2), "990202001", 200, "2026-01-11"],
    ["某丙", 990202193001010123, "990202001", 200, "2026-01-11"],
    ["某丁", identity(4)[:-1] + "?", "990202001", 200, "2026-01-11"],
    ["街道汇总", None, None, 800, None],
)
DEATH_LIST = f"身份证号,姓名,死亡日期\n{identity(7)},某甲,2026-01-02\n".encode()


@pytest.fixture(autouse=True)
def folders(city_folder: Path, clock: Clock) -> Iterator[Path]:
    """The city's folder, as it was once the test is over."""
    import shutil  # noqa: PLC0415

    yield city_folder
    for name in ("data/报送", "recipes", "ops/sent"):
        shutil.rmtree(city_folder / name, ignore_errors=True)
    served.cache_clear()


def send(api: Api, source: str, content: bytes, name: str = "一月（终稿）.xlsx") -> Any:
    return api.client.post(
        "/api/intake/submissions", {"source": source, "file": SimpleUploadedFile(name, content)}
    )


def sent(api: Api, source: str, content: bytes, name: str = "一月（终稿）.xlsx") -> dict[str, Any]:
    answer = send(api, source, content, name)
    assert answer.status_code == 200, answer.content.decode()
    told: dict[str, Any] = answer.json()
    return told


def test_a_workbook_is_shown_as_it_is_read_put_right_approved_and_stands_with_its_recipe(
    api: Ask, folders: Path
) -> None:
    sender, steward = api("shenyouju"), api("shenzhiming")
    told = sent(sender, PAYMENTS, UGLY)
    number = told["submission"]
    rows = told["look"]["sheets"][0]["shown"]
    assert [row["state"] for row in rows] == [
        "aside",
        "aside",
        "header",
        "data",
        "data",
        "bad",
        "data",
        "data",
    ]
    assert told["look"]["missing"] == ["身份证号"]
    unknown = next(column for column in told["look"]["columns"] if column["header"] == "证件")
    assert (unknown["means"], unknown["element"]) == (None, "id_card")
    refused = sender.post(f"intake/submissions/{number}/confirm", {})
    assert (refused.status_code, "身份证号" in refused.content.decode()) == (400, True)

    fixes = {
        "columns": {"证件": {"means": "身份证号"}},
        "set_aside": [{"column": "姓名", "text": "街道汇总"}],
    }
    told = sender.put(f"intake/submissions/{number}/fixes", fixes).json()
    assert told["look"]["missing"] == []
    assert told["counts"] == {"records": 4, "bad": 1, "aside": 3, "wrong": 1}
    wrong = next(column for column in told["look"]["columns"] if column["header"] == "证件")["invalid"]
    assert [(each["rows"], each["line"]) for each in wrong] == [(1, 7)]

    assert sender.post(f"intake/submissions/{number}/confirm", {}).json()["state"] == "waiting"
    assert not list((folders / "data").glob("报送/**/*.xlsx"))
    assert sender.post(f"intake/submissions/{number}/decide", {"allow": True}).status_code == 403
    done = steward.post(f"intake/submissions/{number}/decide", {"allow": True})
    assert done.json()["state"] == "accepted", done.content.decode()
    stored = folders / "data" / "报送" / PAYMENTS / "1" / "一月（终稿）.xlsx"
    assert stored.read_bytes() == UGLY
    layout = yaml.safe_load((folders / "recipes" / f"{PAYMENTS}.yml").read_text(encoding="utf-8"))["layouts"][
        0
    ]
    assert layout["files"] == [f"报送/{PAYMENTS}/1/*"]
    assert layout["columns"]["证件"] == {"kind": "text", "at": 2, "means": "身份证号"}
    assert not list((folders / "ops" / "sent").glob("*/file*"))
    told_of = Record.objects.filter(object=f"submission:{number}").order_by("number")
    assert [(each.by, each.action) for each in told_of] == [
        ("shenyouju", "intake.send"), ("shenyouju", "intake.confirm"), ("shenzhiming", "intake.accepted"),
    ]  # fmt: skip


def test_a_column_is_proposed_by_its_values_and_once_confirmed_as_it_was_confirmed(
    api: Ask, folders: Path
) -> None:
    sender, steward = api("shenyouju"), api("shenzhiming")

    def proposed(told: dict[str, Any]) -> dict[str, Any] | None:
        found: dict[str, Any] | None = next(
            column["proposed"] for column in told["look"]["columns"] if column["header"] == "证件"
        )
        return found

    first = sent(sender, PAYMENTS, UGLY)
    by_values = proposed(first)
    assert by_values is not None
    assert (by_values["column"], by_values["confidence"] > 0.5) == ("身份证号", True)
    assert "的值像公民身份号码" in by_values["why"]["zh"]
    number = first["submission"]
    told = sender.put(
        f"intake/submissions/{number}/fixes", {"columns": {"证件": {"means": "身份证号"}}}
    ).json()
    assert proposed(told) is None
    sender.post(f"intake/submissions/{number}/confirm", {})
    # What waits for approval is nobody's word yet.
    otherwise = [["证件", "姓名", "金额", "发放日期"], [identity(5), "某戊", 200, "2026-02-10"]]
    told = sent(sender, PAYMENTS, workbook(*otherwise), "二月.xlsx")
    assert "确认过" not in (proposed(told) or by_values)["why"]["zh"]
    steward.post(f"intake/submissions/{number}/decide", {"allow": True})
    remembered = proposed(sender.get(f"intake/submissions/{told['submission']}").json())
    assert remembered is not None
    assert (remembered["column"], remembered["confidence"]) == ("身份证号", 0.95)
    assert remembered["why"]["zh"].endswith("申有据在“高龄津贴发放明细”中确认过这个表头就是“身份证号”")


def test_the_next_file_is_read_as_the_last_and_one_laid_out_otherwise_asks(api: Ask, folders: Path) -> None:
    sender = api("gongyoushu")
    first = sent(sender, DEATHS, DEATH_LIST, "一月.csv")
    assert sender.post(f"intake/submissions/{first['submission']}/confirm", {}).json()["state"] == "accepted"
    again = DEATH_LIST + f"{identity(8)},某乙,2026-02-03\n".encode()
    told = sent(sender, DEATHS, again, "二月 最终.csv")
    assert told["drift"] == []
    done = sender.post(f"intake/submissions/{told['submission']}/confirm", {}).json()
    assert done["stored"] == f"报送/{DEATHS}/1/二月 最终.csv"

    moved = f"姓名,身份证号,死亡日期\n某丙,{identity(9)},2026-03-03\n".encode()
    told = sent(sender, DEATHS, moved, "三月.csv")
    assert "移到了" in json.dumps(told["drift"], ensure_ascii=False)
    path = f"intake/submissions/{told['submission']}/confirm"
    assert sender.post(path, {}).status_code == 400
    assert sender.post(path, {"accept_change": True}).json()["stored"] == f"报送/{DEATHS}/2/三月.csv"


def test_a_header_that_is_clicked_is_the_header(api: Ask) -> None:
    sender = api("gongyoushu")
    rows = workbook(
        ["登记", "名单", "一月"], ["身份证号", "姓名", "死亡日期"], [identity(5), "某戊", "2026-01-05"]
    )
    told = sent(sender, DEATHS, rows)
    told = sender.put(f"intake/submissions/{told['submission']}/fixes", {"header": 2}).json()
    assert [column["means"] for column in told["look"]["columns"]] == ["身份证号", "姓名", "死亡日期"]
    assert told["counts"]["records"] == 1
    wrong = sender.put(
        f"intake/submissions/{told['submission']}/fixes", {"columns": {"姓名": {"means": "没有的列"}}}
    )
    assert wrong.status_code == 400


@pytest.mark.parametrize("login", ["jiandu", "pangguan", "gongyoushu", "shenzhiming", "kezhang"])
def test_nobody_sends_for_a_source_that_is_not_his_to_send(api: Ask, login: str) -> None:
    assert send(api(login), PAYMENTS, UGLY).status_code == 403
    assert not Submission.objects.exists()


def test_what_others_sent_is_seen_only_by_those_it_concerns(api: Ask) -> None:
    number = sent(api("shenyouju"), PAYMENTS, UGLY)["submission"]
    assert api("shenzhiming").get(f"intake/submissions/{number}").status_code == 200
    assert api("gongyoushu").get(f"intake/submissions/{number}").status_code == 404
    assert api("jiandu").get(f"intake/submissions/{number}").status_code == 403
    assert api("gongyoushu").put(f"intake/submissions/{number}/fixes", {}).status_code == 404
    assert [each["source"] for each in api("gongyoushu").get("intake/sources").json()] == [DEATHS]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../city.yml", b"a: 1"),
        ("名单.zip", b"PK\x03\x04"),
        ("坏.xlsx", b"PK\x03\x04 no workbook"),
        ("空.csv", b""),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(
    api: Ask, folders: Path, name: str, content: bytes
) -> None:
    assert send(api("gongyoushu"), DEATHS, content, name).status_code == 400
    assert not Submission.objects.exists()
    assert not list((folders / "ops").glob("sent/*"))


def test_a_name_stays_in_its_folder(api: Ask, folders: Path) -> None:
    sender = api("gongyoushu")
    told = sent(sender, DEATHS, DEATH_LIST, "..\\..\\x/../~$ 一月*?.CSV")
    done = sender.post(f"intake/submissions/{told['submission']}/confirm", {}).json()
    assert done["stored"] == f"报送/{DEATHS}/1/__ 一月__.csv"
    assert (folders / "data" / done["stored"]).is_file()


def test_the_same_content_is_not_taken_twice(api: Ask) -> None:
    sender = api("gongyoushu")
    told = sent(sender, DEATHS, DEATH_LIST, "一月.csv")
    sender.post(f"intake/submissions/{told['submission']}/confirm", {})
    assert send(sender, DEATHS, DEATH_LIST, "又一次.csv").status_code == 409


def test_what_nobody_confirms_is_given_up(api: Ask, folders: Path, clock: Clock) -> None:
    sent(api("gongyoushu"), DEATHS, DEATH_LIST, "一月.csv")
    clock.move(days=2)
    tidy()
    assert list((folders / "ops").glob("sent/*"))
    clock.move(days=2)
    tidy()
    assert not list((folders / "ops").glob("sent/*"))
    assert Submission.objects.get().state == "discarded"
