"""The API of orders: what a page needs to show an order and act on it, and nothing it must guess."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from shuzhi.ops.audit.models import Record
from shuzhi.ops.orders.models import Attachment, Order
from shuzhi.ops.orders.rights import RULES
from tests.orders import By, Made, claimed, done, fresh

Api = Callable[[str | None], Any]


@pytest.fixture
def order(request_order: Made, by: By) -> Order:
    """With 清河街道, claimed."""
    return claimed(by("qinghe"), done(by("jiexian"), request_order(), "派出"))


def test_an_order_is_told_whole(order: Order, api: Api) -> None:
    told = api("qinghe").get(f"orders/{order.number}").json()
    assert (told["number"], told["state"], told["title"]) == ("2026-000001", "open", "停车场乱收费")
    assert told["flow"]["title"] == {"zh": "诉求办理", "en": "Handling a request"}
    assert (told["task"]["step"], told["task"]["handler"], told["task"]["due"]) == (
        "办理",
        "水长流",
        "2026-07-15",
    )
    assert [field["kind"] for field in told["form"]] == ["long_text", "photo", "location", "yes_no"]
    assert [(each["name"], each["action"]) for each in told["timeline"]] == [
        ("柳听风", "open"),
        ("柳听风", "claim"),
        ("柳听风", "complete"),
        ("水长流", "claim"),
    ]


def test_it_says_what_the_reader_may_do_and_what_that_needs(order: Order, api: Api) -> None:
    offers = api("qinghe").get(f"orders/{order.number}").json()["offers"]
    assert set(offers["actions"]) == {
        "hand_over", "complete", "ask_extension", "invite", "link", "attach", "comment",
    }  # fmt: skip
    done_, back = offers["results"]
    assert (done_["word"], done_["next"], done_["needs"]) == ("办结", None, ["是否解决"])
    assert (back["next"], back["departments"][0]["name"]) == ("派单", "热线办")
    assert offers["colleagues"] == [{"login": "qinghe", "name": "水长流"}]
    assert offers["extension_days"] == 5
    assert api("zhiban").get(f"orders/{order.number}").json()["offers"]["actions"] == [
        "supervise", "cancel", "link", "attach", "comment",
    ]  # fmt: skip


def test_every_action_offered_is_taken_and_every_other_refused(order: Order, api: Api) -> None:
    bodies = {
        "hand_over": {"to": "qinghe"}, "complete": {"result": "办结", "form": {}}, "ask_extension": {"reason": "x"},
        "decide_extension": {"granted": True}, "suspend": {"reason": "x"}, "invite": {"departments": [], "ask": "x"},
        "withdraw": {"task": 1}, "answer": {"words": "x"}, "cancel": {"reason": "x"}, "reopen": {"reason": "x"},
        "supervise": {"level": 1, "words": "x", "due": "2026-07-08"}, "feedback": {"satisfaction": 5},
        "link": {"repeats": None},
    }  # fmt: skip
    for login in ("qinghe", "zhiban", "jiexian"):
        told = api(login).get(f"orders/{order.number}").json()
        for action in RULES.keys() - {"attach", "comment", *told["offers"]["actions"]}:
            body = {"version": told["version"], **bodies.get(action, {})}
            assert api(login).post(f"orders/{order.number}/{action}", body).status_code in {403, 409}, action
    assert fresh(order).version == 4


def test_who_has_no_part_in_it_is_told_there_is_none(order: Order, api: Api) -> None:
    for login in ("chengguan", "jiandu", "pangguan", "system", "audit"):
        answer = api(login).get(f"orders/{order.number}")
        assert (answer.status_code, answer.json()["problems"][0]["where"]) == (404, f"order:{order.number}")
    assert api(None).get(f"orders/{order.number}").status_code == 401


def test_reading_is_in_the_chain_once_a_day(order: Order, api: Api, clock) -> None:
    for _ in range(3):
        api("zhiban").get(f"orders/{order.number}")
    clock.move(days=1)
    api("zhiban").get(f"orders/{order.number}")
    assert Record.objects.filter(action="orders.read", by="zhiban").count() == 2


def test_a_phone_that_lost_the_answer_sends_again(order: Order, api: Api) -> None:
    body = {"version": 4, "result": "办结", "form": {"办理情况": "已办", "是否解决": True}}
    path, key = f"/api/orders/{order.number}/complete", {"Idempotency-Key": "0d6c"}
    answers = [
        api("qinghe").client.post(path, body, content_type="application/json", headers=key) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == {"number": order.number, "version": 5, "state": "closed"}
    assert api("qinghe").post(f"orders/{order.number}/complete", body).status_code == 409


def test_a_photo_goes_up_once_and_is_shown_to_whoever_sees_the_order(order: Order, api: Api) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    path, key = f"/api/orders/{order.number}/attachments", {"Idempotency-Key": "p1"}
    for _ in range(2):
        file = io.BytesIO(out.getvalue())
        file.name = "现场.png"
        answer = api("qinghe").client.post(path, {"file": file, "field": "现场照片"}, headers=key)
        assert answer.status_code == 200, answer.content
    kept = Attachment.objects.get()
    shown = api("jiexian").get(f"orders/attachments/{kept.pk}")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert api("chengguan").get(f"orders/attachments/{kept.pk}").status_code == 404
    told = api("zhiban").get(f"orders/{order.number}").json()["attachments"]
    assert [(each["name"], each["by"]) for each in told] == [("现场.png", "水长流")]


def test_mistakes_name_the_field(order: Order, api: Api) -> None:
    answer = api("qinghe").post(f"orders/{order.number}/complete", {"version": 4, "result": "办结"})
    assert answer.status_code == 400
    assert {each["where"] for each in answer.json()["problems"]} == {"form.办理情况", "form.是否解决"}


def test_an_order_by_hand(api: Api) -> None:
    body = {"scenario": "letters", "flow": "诉求", "title": "巡查发现井盖缺失", "region": "990202"}
    made = api("zhiban").post("orders", body)
    assert made.status_code == 200, made.content
    assert api("zhiban").get(f"orders/{made.json()['number']}").json()["origin"] == "hand"
    assert api("qinghe").post("orders", body).status_code == 403


def test_a_finding_one_may_not_read_opens_no_order(api: Api, finding: Callable[..., Any]) -> None:
    assert api("jiandu").post("orders", {"finding": finding().pk}).status_code == 404
