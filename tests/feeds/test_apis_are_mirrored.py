"""An API that pages oddly, refuses at times and breaks off: each record comes once, exactly, or nothing is changed."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pyarrow.parquet as pq
import pytest

from shuzhi.collect.apis.asking import Asking
from shuzhi.collect.apis.pull import pull
from shuzhi.collect.mirror import Mirror
from shuzhi.collect.pulled import Pulled
from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.feed_file import Api
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.execute import Told
from shuzhi.run.feeds import pull_feeds

Answer = Callable[[dict[str, str], int], "tuple[int, dict[str, str], bytes]"]
"""Parameters and how many requests came before -> status, headers, body."""


@dataclass
class Server:
    """An API on this machine that answers as a test says."""

    answer: Answer
    port: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server(lambda parameters, _: (404, {}, b""))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parameters = dict(parse_qsl(urlsplit(self.path).query))
            status, headers, body = told.answer(parameters, len(told.asked))
            told.asked.append(parameters)
            told.headers.append(dict(self.headers))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = "Content-Length" in headers

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        told.port = http.server_address[1]
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield told
        http.shutdown()


def record(number: int, **more: Any) -> dict[str, Any]:
    return {"id": 900000000000000000 + number, "金额": 1.10, "名称": f"许可{number}", "at": number, **more}


def whole(rows: list[dict[str, Any]], **more: Any) -> tuple[int, dict[str, str], bytes]:
    # 1.10 is written as it is: a float would lose its nought.
    text = json.dumps({"data": {"rows": rows}, **more}, ensure_ascii=False).replace("1.1,", "1.10,")
    return 200, {}, text.encode()


@dataclass
class Feed:
    server: Server
    folder: Path
    slept: list[float] = field(default_factory=list)

    def pull(
        self, *, headers: dict[str, str] | None = None, rate: float | None = None, **said: Any
    ) -> Pulled:
        asked = Api.model_validate(
            {
                "address": f"http://127.0.0.1:{self.server.port}/permits",
                "records": "data/rows",
                "key": ("id",),
                **said,
            }
        )
        api = Asking(
            asked.address, "feeds/许可.yml", headers or {}, asked.parameters, None, asked.retries, rate,
            sleep=self.slept.append, clock=lambda: sum(self.slept),
        )  # fmt: skip
        try:
            with Mirror(self.folder).locked() as mirror:
                return pull(api, asked, mirror, "feeds/许可.yml")
        finally:
            api.close()

    def rows(self) -> list[dict[str, str | None]]:
        found = [row for part in self.folder.glob("*.parquet") for row in pq.read_table(part).to_pylist()]
        return sorted(found, key=lambda row: row["id"])

    def numbers(self) -> list[int]:
        return [int(row["id"] or 0) - 900000000000000000 for row in self.rows()]


@pytest.fixture
def feed(server: Server, tmp_path: Path) -> Feed:
    return Feed(server, tmp_path / "接入" / "许可")


BY_PAGE = {"kind": "page", "parameter": "page", "size": "rows", "rows": 10}


def pages(rows: list[dict[str, Any]], size: int = 10) -> Answer:
    def answer(parameters: dict[str, str], _: int) -> tuple[int, dict[str, str], bytes]:
        start = (int(parameters["page"]) - 1) * size
        return whole(rows[start : start + size], total=len(rows))

    return answer


def test_values_are_text_as_they_were_written(feed: Feed) -> None:
    feed.server.answer = lambda *_: whole([record(1, 在用=True, 详情={"层": [1, 2]}, 空=None)])
    assert feed.pull().rows == 1
    assert feed.rows() == [
        {"id": "900000000000000001", "金额": "1.10", "名称": "许可1", "at": "1", "在用": "true",
         "详情": '{"层": ["1", "2"]}', "空": None}
    ]  # fmt: skip
    feed.pull(columns={"id": "id", "详情/层": "层"})
    assert feed.rows() == [{"id": "900000000000000001", "层": '["1", "2"]'}]


def test_every_way_of_paging(feed: Feed) -> None:
    rows = [record(number) for number in range(47)]
    feed.server.answer = pages(rows)
    assert feed.pull(paging=BY_PAGE, total="total").rows == 47
    assert len(feed.server.asked) == 5, "the total spares the empty page"

    feed.server.answer = lambda said, _: whole(rows[int(said["start"]) :][:10])
    assert feed.pull(paging={"kind": "offset", "parameter": "start"}).rows == 47

    def marked(said: dict[str, str], _: int) -> tuple[int, dict[str, str], bytes]:
        start = int(said.get("mark", "0"))
        return whole(rows[start : start + 20], next=str(start + 20) if start + 20 < 47 else None)

    feed.server.answer = marked
    assert feed.pull(paging={"kind": "cursor", "parameter": "mark", "path": "next"}).rows == 47

    def linked(said: dict[str, str], _: int) -> tuple[int, dict[str, str], bytes]:
        start = int(said.get("from", "0"))
        return whole(rows[start : start + 20], next=f"/permits?from={start + 20}" if start + 20 < 47 else "")

    feed.server.answer = linked
    assert feed.pull(paging={"kind": "next", "path": "next"}).rows == 47
    assert feed.numbers() == list(range(47))


def test_short_pages_and_rows_that_shift_are_no_end_and_no_double(feed: Feed) -> None:
    given = {"1": range(10), "2": range(8, 11), "3": range(11, 20), "4": range(19, 21)}
    feed.server.answer = lambda said, _: whole([record(n) for n in given.get(said["page"], ())])
    assert feed.pull(paging=BY_PAGE).rows == 21
    assert feed.numbers() == list(range(21))


def test_refusals_and_broken_answers_are_tried_again(feed: Feed) -> None:
    rows = [record(number) for number in range(25)]
    calm = pages(rows)

    def moody(said: dict[str, str], before: int) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = calm(said, before)
        if before % 4 == 0:
            return 429, {"Retry-After": "7"}, b""
        if before % 4 == 1:
            return 500, {}, b"<html>"
        if before % 4 == 2:
            return status, {**headers, "Content-Length": str(len(body))}, body[: len(body) // 2]
        return status, headers, body

    feed.server.answer = moody
    assert feed.pull(paging=BY_PAGE, total="total").rows == 25
    assert feed.numbers() == list(range(25))
    assert 7.0 in feed.slept
    feed.server.answer = lambda *_: (503, {}, b"")
    with pytest.raises(ShuzhiError, match="HTTP 503"):
        feed.pull(paging=BY_PAGE, retries=2)
    assert feed.numbers() == list(range(25)), "what is there stays"


@pytest.mark.parametrize(
    ("answer", "said", "told"),
    [
        (lambda *_: (401, {}, b"geheim"), {}, "HTTP 401"),
        (lambda *_: (302, {"Location": "http://127.0.0.2/"}, b""), {}, "HTTP 302"),
        (lambda *_: (200, {}, b'{"data": {"rows": [{"id":'), {"retries": 1}, "不是完整的 JSON"),
        (lambda *_: (200, {}, b'{"list": []}'), {}, "data/rows"),
        (lambda *_: whole([{"名称": "无键"}]), {}, "没有键"),
        (lambda *_: whole([record(1)]), {"paging": BY_PAGE}, "同样的一页"),
        (lambda *_: whole([record(1)], n="a"), {"paging": {"kind": "cursor", "parameter": "c", "path": "n"}},
         "同样的一页"),
        (lambda *_: whole([record(1)], n="http://127.0.0.9/x"), {"paging": {"kind": "next", "path": "n"}},
         "另一台|不在这台主机"),
        (lambda said, _: whole([record(1)] if said["page"] == "1" else [], total=5),
         {"paging": BY_PAGE, "total": "total"}, "说有 5 条，取到 1 条"),
    ],
)  # fmt: skip
def test_what_is_not_as_the_feed_says_is_refused(
    feed: Feed, answer: Answer, said: dict[str, Any], told: str
) -> None:
    feed.server.answer = answer
    with pytest.raises(ShuzhiError, match=told) as refused:
        feed.pull(**said)
    assert "feeds/许可.yml" in str(refused.value)
    assert "geheim" not in str(refused.value)
    assert not list(feed.folder.glob("*.parquet"))


def test_only_what_is_new_is_asked_for_and_takes_the_place_of_what_it_was(feed: Feed) -> None:
    rows = [record(number) for number in range(30)]

    def since(said: dict[str, str], _: int) -> tuple[int, dict[str, str], bytes]:
        return whole([row for row in rows if row["at"] >= int(said.get("since", "0"))])

    asked = {"since": {"parameter": "since", "column": "at"}}
    feed.server.answer = since
    assert feed.pull(**asked).taken == 30
    parts = sorted(path.name for path in feed.folder.glob("*.parquet"))
    assert feed.pull(**asked).taken == 1, "the last one comes again"
    assert sorted(path.name for path in feed.folder.glob("*.parquet")) == parts, "and changes nothing"
    rows[3] = record(3, 名称="改名", at=31)
    rows.append(record(30, at=32))
    assert feed.pull(**asked).rows == 31
    assert feed.numbers() == list(range(31))
    assert feed.rows()[3]["名称"] == "改名"
    assert feed.server.asked[-1] == {"since": "29"}


def test_gently_and_with_its_token(feed: Feed) -> None:
    rows = [record(number) for number in range(40)]
    feed.server.answer = pages(rows)
    feed.pull(paging=BY_PAGE, total="total", rate=2.0, headers={"Authorization": "Bearer geheim"})
    assert sum(feed.slept) == pytest.approx(1.5)
    assert all(each["Authorization"] == "Bearer geheim" for each in feed.server.headers)


def test_a_source_that_is_suddenly_empty_changes_nothing(feed: Feed) -> None:
    feed.server.answer = lambda *_: whole([record(1)])
    feed.pull()
    feed.server.answer = lambda *_: whole([])
    with pytest.raises(ShuzhiError, match="来源现在是空的"):
        feed.pull()
    assert feed.numbers() == [1]


@pytest.mark.parametrize(
    ("auth", "sent"),
    [
        ("{kind: bearer, secret: {env: XUKE}}", ("Authorization", "Bearer geheim")),
        ("{kind: header, name: X-Key, secret: {env: XUKE}}", ("X-Key", "geheim")),
        ("{kind: basic, name: yonghu, secret: {env: XUKE}}", ("Authorization", "Basic eW9uZ2h1OmdlaGVpbQ==")),
        ("{kind: parameter, name: key, secret: {env: XUKE}}", None),
    ],
)
def test_a_citys_feed_says_who_asks(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, auth: str, sent: tuple[str, str] | None
) -> None:
    write_city(tmp_path / "市")
    (tmp_path / "市" / "feeds").mkdir()
    (tmp_path / "市" / "feeds" / "死亡登记.yml").write_text(
        f"api:\n  address: http://127.0.0.1:{server.port}/deaths\n  auth: {auth}\n"
        "  records: data/rows\n  key: [身份证号]\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("XUKE", "geheim")
    server.answer = lambda *_: whole(
        [{"身份证号": "99010119500101001X", "姓名": "张一", "死亡日期": "2026-01-01"}]
    )
    events: list[Told] = []
    assert pull_feeds(load_city(tmp_path / "市"), events.append) == {"死亡登记": 1}
    assert not [problem for event in events for problem in event.problems]
    if sent is None:
        assert server.asked == [{"key": "geheim"}]
    else:
        assert server.headers[0][sent[0]] == sent[1]
