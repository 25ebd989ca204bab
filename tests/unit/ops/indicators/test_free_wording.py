"""A question worded freely goes to the city's own model, which gets no data and decides nothing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.indicators import free_wording, telling
from shuzhi.packs.city_file import Wording
from shuzhi.packs.schema import City
from shuzhi.packs.secret_file import Secret

Api = Callable[[str | None], Any]
ASKED = "老人们一共拿到手多少津贴"
RIGHT = {"understood": True, "indicator": "old_age.津贴金额"}


class Model(HTTPServer):
    """Stands where the city's model would: says ``says``, keeps what it was sent."""

    says: str = json.dumps(RIGHT)

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent: list[tuple[str, dict[str, Any]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.sent.append((self.headers["Authorization"], body))
        said = json.dumps({"choices": [{"message": {"content": self.server.says}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def model(city: City, monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """A model, and the city that has it."""
    monkeypatch.setenv("MODEL_TOKEN", "of-the-model")
    with Model() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        served = replace(
            city,
            wording=Wording(
                address=f"http://127.0.0.1:{server.server_port}/v1",
                model="本地模型",
                token=Secret(env="MODEL_TOKEN"),
            ),
        )
        for module in (telling, free_wording):
            monkeypatch.setattr(module, "city", lambda: served)
        yield server
        server.shutdown()


def asked(api: Api, question: str = ASKED, login: str = "jiandu") -> Any:
    return api(login).post("indicators/ask", {"question": question}).json()


def test_the_number_is_the_one_the_form_gives_and_the_model_is_named(
    api: Api, lake: Path, model: Model
) -> None:
    told = asked(api)
    plain = api("jiandu").post("indicators/query", {"indicator": "old_age.津贴金额", "period": "this_year"})
    assert told["by_model"] is True
    assert told["answer"]["rows"] == plain.json()["rows"]
    record = Record.objects.get(action="questions.put")
    assert (record.by, record.object) == ("jiandu", "model:本地模型")
    assert record.about == {"letters": len(ASKED), "indicator": "old_age.津贴金额"}


def test_the_model_is_told_what_the_asker_may_ask_and_no_value(api: Api, lake: Path, model: Model) -> None:
    asked(api)
    ((token, sent),) = model.sent
    assert token == "Bearer of-the-model"
    assert sent["messages"][1] == {"role": "user", "content": ASKED}
    said = sent["messages"][0]["content"]
    assert "old_age.津贴金额" in said
    # Masked for him, so not his to ask; and values of dimensions stay here.
    assert "old_age.领取人数" not in said
    assert "paid_after_death" not in said


def test_what_is_understood_or_not_his_to_ask_never_leaves(api: Api, lake: Path, model: Model) -> None:
    assert asked(api, "高龄津贴疑点数")["by_model"] is False
    assert asked(api, login="pangguan")["answer"] is None
    assert model.sent == []


@pytest.mark.parametrize(
    "says",
    [
        "select sum(金额) from standard.高龄津贴",
        json.dumps({**RIGHT, "indicator": "old_age.领取人数"}),
        json.dumps({**RIGHT, "sql": "select 1"}),
        json.dumps({"understood": False}),
        json.dumps({**RIGHT, "by": [{"dimension": "姓名"}]}),
    ],
)
def test_whatever_else_it_says_is_no_answer(says: str, api: Api, lake: Path, model: Model) -> None:
    model.says = says
    told = asked(api)
    assert (told["answer"], told["by_model"]) == (None, False)
    assert "模型" in told["why"]["zh"]


def test_without_it_the_question_is_answered_as_before(api: Api, lake: Path, model: Model) -> None:
    model.shutdown()
    model.server_close()
    told = asked(api)
    assert told["answer"] is None
    assert told["why"]["zh"].endswith("大模型没有应答")
