"""Notices as they come, through the front door: each once and in order, whatever is cut off in between."""

import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.serving import Served, serving
from tests.signed_in import sign_in

CITY = Path(__file__).parents[1] / "unit" / "ops" / "city"
ORDER = {"scenario": "letters", "flow": "诉求", "title": "井盖缺失", "region": "990202001"}


def open_order(served: Served, session: requests.Session) -> None:
    answer = session.post(f"{served.address}/api/orders", json=ORDER, timeout=20)
    assert answer.status_code == 200, answer.text


Event = tuple[str, int, dict[str, object]]


def events(answer: requests.Response) -> Iterator[Event]:
    """What comes over a stream: (event, id, data). Ends with it."""
    said: dict[str, str] = {}
    for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
        if line:
            name, _, value = line.partition(": ")
            said[name] = value
        elif "event" in said:
            yield said["event"], int(said["id"]), json.loads(said["data"])
            said = {}


@contextmanager
def listening(
    served: Served, session: requests.Session, after: int | None = None
) -> Iterator[Iterator[Event]]:
    headers = {"Last-Event-ID": str(after)} if after is not None else {}
    address = f"{served.address}/api/notices/stream"
    with session.get(address, headers=headers, stream=True, timeout=60) as answer:
        assert answer.status_code == 200, answer.text
        answer.encoding = "utf-8"
        heard = events(answer)
        assert next(heard)[0] == "ready"
        yield heard


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stream") / "city"
    shutil.copytree(CITY, folder)
    return folder


def test_notices_come_at_once_in_order_and_none_is_lost(city: Path) -> None:
    with serving(city) as served:
        nobody = requests.get(f"{served.address}/api/notices/stream", timeout=20)
        assert (nobody.status_code, "problems" in nobody.json()) == (401, True)
        passwords = dict(served.passwords)
        desk, listener = (sign_in(served, login, passwords[login]) for login in ("zhiban", "jiexian"))
        with listening(served, listener) as heard:
            began = time.monotonic()
            open_order(served, desk)
            event, last, told = next(heard)
            assert (event, told["link"]) == ("notice", "/orders/2026-000001")
            assert time.monotonic() - began < 3
        for _ in range(3):
            open_order(served, desk)
        with listening(served, listener, after=last) as heard:
            missed = [next(heard)[1] for _ in range(3)]
        assert missed == sorted(set(missed))
        assert missed[0] > last
        served.kill()
    with serving(city, demo=False) as served:
        listener = sign_in(served, "jiexian", passwords["jiexian"])
        with listening(served, listener, after=missed[0]) as heard:
            assert [next(heard)[1] for _ in range(2)] == missed[1:]
            hands = [sign_in(served, "zhiban", passwords["zhiban"]) for _ in range(4)]
            with ThreadPoolExecutor(4) as at_once:
                list(at_once.map(lambda number: open_order(served, hands[number % 4]), range(20)))
                came = [next(heard)[1] for _ in range(20)]
            assert came == sorted(set(came))
            # Signed out elsewhere, the stream ends by itself.
            assert listener.delete(f"{served.address}/api/session", timeout=20).status_code == 204
            assert list(heard) == []


def test_an_open_stream_does_not_hold_up_the_end(tmp_path: Path) -> None:
    shutil.copytree(CITY, tmp_path / "city")
    with serving(tmp_path / "city") as served:
        listener = sign_in(served, "jiexian", served.passwords["jiexian"])
        with listening(served, listener):
            began = time.monotonic()
            served.process.terminate()
            served.process.wait(timeout=15)
            assert time.monotonic() - began < 10
