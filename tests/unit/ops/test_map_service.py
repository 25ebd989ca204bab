"""Tiles of a map service are fetched by the product, within the city, with a key that nobody sees, and may fail."""

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.http import HttpResponse

from shuzhi.ops.later import Later
from shuzhi.ops.map import bases, service
from shuzhi.packs.base_file import Base
from shuzhi.packs.schema import City
from tests.unit.ops.conftest import Api

Caller = Callable[[str | None], Api]
CLERK = "jiexian"
KEY = "k3y/of the city"
PICTURE = b"\x89PNG of "
HERE = (10, 749, 388)
"""A tile of the city: 83.4 degrees east, 39.2 north."""


class Upstream(ThreadingHTTPServer):
    """A map service: what it was asked, and how it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.status, self.kind = 200, "image/png"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Upstream

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Content-Type", self.server.kind)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(PICTURE + self.path.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def upstream(city: City, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    """The city with one base map: two layers of this service."""
    with Upstream() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        asked = "LAYER={layer}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
        said = {
            "name": "img",
            "title": {"zh": "影像", "en": "Imagery"},
            "review": "GS（2024）0568号",
            "wmts": {
                "address": f"{server.address}/{{layer}}_w/wmts?{asked}",
                "layers": ("img", "cia"),
                "key": {"env": "TIANDITU_TK"},
                "deepest": 12,
            },
        }
        assert city.map is not None
        there = city.map.model_copy(update={"bases": (Base.model_validate(said),)})
        monkeypatch.setattr(bases, "city", lambda: dataclasses.replace(city, map=there))
        monkeypatch.setenv("TIANDITU_TK", KEY)
        service.KEEP.forget()
        yield server
        server.shutdown()
    service.KEEP.forget()


def tile(api: Api, sheet: int = 0, at: tuple[int, int, int] = HERE, name: str = "img") -> HttpResponse:
    answer = api.get(f"map/base/{name}/{sheet}/{'/'.join(map(str, at))}")
    if isinstance(answer, Later):
        asyncio.run(answer.settle())
    return answer


def test_the_service_is_asked_as_it_wants_to_be(api: Caller, upstream: Upstream) -> None:
    answer = tile(api(CLERK), sheet=1)
    (path,) = upstream.asked
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    assert urlsplit(path).path == "/cia_w/wmts"
    assert asked == {"LAYER": "cia", "TILEMATRIX": "10", "TILECOL": "749", "TILEROW": "388", "tk": KEY}
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.content == PICTURE + path.encode()


def test_the_page_learns_what_to_ask_and_not_the_key(api: Caller, upstream: Upstream) -> None:
    answer = api(CLERK).get("map")
    (base,) = answer.json()["bases"]
    assert (base["kind"], base["sheets"], base["zooms"]) == ("raster", 2, [0, 12])
    assert base["review"] == "GS（2024）0568号"
    told = answer.content.decode()
    assert not [secret for secret in (KEY, "TIANDITU_TK", upstream.address) if secret in told]


def test_a_tile_is_asked_for_once(api: Caller, upstream: Upstream) -> None:
    first, again = tile(api(CLERK)), tile(api(CLERK))
    assert first.content == again.content
    assert len(upstream.asked) == 1


@pytest.mark.parametrize(
    ("sheet", "at", "name"),
    [
        (0, (10, 0, 388), "img"),  # The other side of the world.
        (0, (13, 5993, 3108), "img"),  # Deeper than the service goes.
        (0, (10, 749, 1024), "img"),  # Not in the grid.
        (0, (-1, 0, 0), "img"),
        (2, HERE, "img"),
        (-1, HERE, "img"),
        (0, HERE, "other"),
    ],
)
def test_nothing_else_is_asked_of_it(
    api: Caller, upstream: Upstream, sheet: int, at: tuple[int, int, int], name: str
) -> None:
    assert tile(api(CLERK), sheet, at, name).status_code == 404
    assert upstream.asked == []


def test_signed_out_gets_nothing(api: Caller, upstream: Upstream) -> None:
    assert tile(api(None)).status_code == 401
    assert upstream.asked == []


@pytest.mark.parametrize(("status", "kind"), [(403, "image/png"), (302, "image/png"), (200, "text/html")])
def test_what_is_no_picture_is_not_handed_on(
    api: Caller, upstream: Upstream, caplog: pytest.LogCaptureFixture, status: int, kind: str
) -> None:
    upstream.status, upstream.kind = status, kind
    with caplog.at_level(logging.INFO):
        answer = tile(api(CLERK))
    assert (answer.status_code, answer.content) == (503, b"")
    assert quote(KEY, safe="") not in caplog.text
    assert "the map service answered" in caplog.text
    # A redirection is not followed, and a service that fails is left alone for a while.
    assert tile(api(CLERK), sheet=1).status_code == 503
    assert len(upstream.asked) == 1


def test_a_service_that_is_down_gives_what_is_kept(
    api: Caller, upstream: Upstream, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tile(api(CLERK))
    monkeypatch.setattr(service, "DAY", -1)
    upstream.shutdown()
    upstream.server_close()
    with caplog.at_level(logging.INFO):
        assert tile(api(CLERK), sheet=1).status_code == 503
        assert tile(api(CLERK)).content == before.content
    assert "the map service cannot be reached" in caplog.text
    assert "TILEMATRIX" not in caplog.text
    assert api(CLERK).get("map/ground").status_code == 200


def test_no_tile_there_is_no_failure(api: Caller, upstream: Upstream) -> None:
    upstream.status = 404
    assert tile(api(CLERK)).status_code == 404
    upstream.status = 200
    assert tile(api(CLERK), sheet=1).status_code == 200


def test_without_its_key_it_is_not_asked(
    api: Caller, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIANDITU_TK")
    assert tile(api(CLERK)).status_code == 503
    assert upstream.asked == []
