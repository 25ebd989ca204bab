"""The desk over the API: what a clerk at a page does, and what it answers to whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuzhi.ops.audit.models import Record
from shuzhi.ops.desk import actions
from shuzhi.ops.desk.models import Request
from shuzhi.ops.orders.models import Order
from tests.desk import By, Taken
from tests.orders import claimed, done
from tests.unit.ops.desk.test_importing import WECHAT

SAID = {
    "channel": "phone", "title": "路灯不亮", "body": "我叫王建国，中山路路灯不亮", "category": "市政",
    "region": "990202001", "contact": {"name": "虚平安", "phone": "15400000001"},
}  # fmt: skip
Api = Callable[[str | None], Any]


def test_submitting_opens_the_order_once_however_often_it_is_sent(api: Api, clock: object) -> None:
    client = api("jiexian").client
    sent = [
        client.post(
            "/api/desk/requests",
            {**SAID, "then": "order"},
            content_type="application/json",
            headers={"Idempotency-Key": "k1"},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in sent] == [200, 200]
    assert sent[0].json() == sent[1].json()
    assert (Request.objects.count(), Order.objects.count(), sent[0].json()["state"]) == (1, 1, "ordered")


def test_what_cannot_become_an_order_is_not_taken_either(api: Api, clock: object) -> None:
    answer = api("jiexian").post("desk/requests", {**SAID, "category": "", "then": "order"})
    assert (
        answer.status_code,
        Request.objects.count(),
        Record.objects.filter(action="desk.take").count(),
    ) == (400, 0, 0)


def test_merging_at_intake_takes_one_click(api: Api, taken: Taken) -> None:
    first = taken()
    answer = api("jiexian").post(
        "desk/requests", {**SAID, "then": "merge", "into": first.number, "told": True}
    )
    assert (answer.json()["state"], answer.json()["into"]) == ("merged", first.number)
    rows = api("jiexian").get("desk/requests", state="new").json()["rows"]
    assert [(row["number"], row["callers"]) for row in rows] == [(first.number, 2)]


def test_lists_are_found_by_words_and_by_what_they_are(api: Api, taken: Taken, by: By) -> None:
    one, two = (
        taken(),
        taken(title="小区停水", body="停水两天了", category="供水", urgency="urgent", channel="web"),
    )
    actions.open_order(by=by("jiexian"), number=one.number)

    def found(**asked: object) -> list[str]:
        return [row["number"] for row in api("zhiban").get("desk/requests", **asked).json()["rows"]]

    assert found() == [two.number, one.number]
    assert found(state="ordered") == found(q="路灯 中山路") == found(category="市政") == [one.number]
    assert found(channel="web") == found(urgency="urgent") == found(q="停水") == [two.number]
    assert found(q="路灯", state="new") == found(to_tell=True) == []


def test_a_long_list_comes_in_stretches(api: Api, taken: Taken) -> None:
    numbers = [taken().number for _ in range(5)]
    first = api("jiexian").get("desk/requests", limit=3).json()
    rest = api("jiexian").get("desk/requests", limit=3, after=first["next"]).json()
    assert [row["number"] for row in first["rows"] + rest["rows"]] == numbers[::-1]
    assert (first["total"], first["more"], rest["next"]) == (5, False, None)


def test_one_request_is_masked_but_for_who_works_on_it(api: Api, taken: Taken, by: By) -> None:
    request = actions.open_order(by=by("jiexian"), number=taken(**{**SAID, "contact": None}).number)
    order = request.order
    assert order is not None
    assert "王建国" in api("jiexian").get(f"desk/requests/{request.number}").json()["body"]
    assert api("qinghe").get(f"desk/requests/{request.number}").status_code == 404
    done(by("jiexian"), order, "派出")
    claimed(by("qinghe"), order)
    handled = api("qinghe").get(f"desk/requests/{order.number}").json()
    assert "王建国" in handled["body"]
    assert handled["may"] == ["contact", "order"]
    assert handled["tellings"] == handled["merged"] == []


def test_reading_one_is_in_the_chain_once_a_day(api: Api, taken: Taken, clock: Any) -> None:
    number = taken().number
    read = Record.objects.filter(action="desk.read")
    for _ in range(2):
        api("zhiban").get(f"desk/requests/{number}")
    assert read.count() == 1
    clock.move(days=1)
    api("zhiban").get(f"desk/requests/{number}")
    assert read.count() == 2


def test_no_answer_has_a_contact_in_clear_but_the_one_asked_for_with_a_purpose(
    api: Api, taken: Taken, by: By
) -> None:
    first = taken()
    actions.merge(by=by("jiexian"), number=taken().number, into=first.number)
    addresses = ("choices", "counts", "requests", f"requests/{first.number}", "requests?q=154", "imports")
    told = "".join(api("jiexian").client.get(f"/api/desk/{each}").content.decode() for each in addresses)
    told += api("jiexian").post("desk/callers", {"phone": "15400000001"}).content.decode()
    assert first.number in told
    assert "虚平安" not in told
    assert "15400000001" not in told
    clear = api("jiexian").post(f"desk/requests/{first.number}/contact", {"purpose": "回访"})
    assert clear.json() == {"name": "虚平安", "phone": "15400000001", "other": ""}


def test_what_came_from_a_telephone_before_is_found_by_who_takes_requests(api: Api, taken: Taken) -> None:
    number = taken().number
    assert [
        row["number"] for row in api("zhiban").post("desk/callers", {"phone": "154 0000 0001"}).json()
    ] == [number]
    assert api("zhiban").post("desk/callers", {"phone": "15400000009"}).json() == []
    assert Record.objects.filter(action="desk.find_caller").count() == 2
    assert api("chengguan").post("desk/callers", {"phone": "15400000001"}).status_code == 403


@pytest.mark.parametrize("path", ["choices", "counts", "requests", "imports"])
def test_without_the_permission_there_is_no_desk(api: Api, path: str) -> None:
    assert api("chengguan").get(f"desk/{path}").status_code == 403
    assert api(None).get(f"desk/{path}").status_code == 401


def test_a_file_is_looked_at_then_imported(api: Api, clock: object) -> None:
    client = api("jiexian").client

    def send(path: str, **said: str) -> Any:
        file = SimpleUploadedFile("微信.csv", WECHAT.encode(), content_type="text/csv")
        return client.post(f"/api/desk/imports{path}", {"file": file, **said}).json()

    looked = send("/look")
    assert (looked["records"], looked["guess"]["body"], looked["before"]) == (5, "消息内容", None)
    assert Request.objects.count() == 0
    batch = send("", columns='{"body": "消息内容", "phone": "联系电话"}', channel="wechat")
    assert (batch["taken"], batch["bad"], batch["name"]) == (4, 1, "微信.csv")
    again = api("zhiban").get(f"desk/imports/{batch['id']}").json()
    assert send("/look")["before"] == send("", columns='{"body": "消息内容"}', channel="web") == again
    rows = api("zhiban").get(f"desk/imports/{batch['id']}/bad").json()["rows"]
    assert [(row["line"], row["why"]["zh"]) for row in rows] == [(5, "没有内容")]
    assert "15400000003" not in rows[0]["content"]
    listed = api("zhiban").get("desk/requests", batch=batch["id"]).json()
    assert listed["total"] == 4
    assert api("chengguan").get(f"desk/imports/{batch['id']}").status_code == 403


def test_columns_that_cannot_be_read_are_told(api: Api, clock: object) -> None:
    file = SimpleUploadedFile("微信.csv", WECHAT.encode(), content_type="text/csv")
    answer = api("jiexian").client.post(
        "/api/desk/imports", {"file": file, "columns": "[1]", "channel": "wechat"}
    )
    assert (answer.status_code, answer.json()["problems"][0]["where"]) == (400, "columns")
