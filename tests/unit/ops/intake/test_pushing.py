"""Events are taken from whoever shows the source's token or signs with its key, and from nobody else; none is lost."""

import base64
import hmac
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from shuzhi.collect.layout import FED
from shuzhi.collect.mirror import Mirror
from shuzhi.collect.streams import log as logs
from shuzhi.collect.streams.merge import BAD, merge
from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city as served
from shuzhi.ops.intake import pushing
from tests.unit.ops.conftest import MONDAY, Clock

SOURCE = "死亡登记"
EVENTS = "  key: [身份证号]\n  time: 死亡日期\n"
KEY = base64.b64encode(b"only for tests").decode()
Post = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def feeds(city_folder: Path, db: None, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    import shutil  # noqa: PLC0415

    monkeypatch.setenv("PUSH_SECRET", f"whsec_{KEY}")
    monkeypatch.setattr(pushing, "_DOORS", {})
    monkeypatch.setattr(pushing, "_BUCKETS", pushing.Buckets(lambda: 0.0))
    folder = city_folder / "feeds"
    folder.mkdir()
    yield city_folder
    shutil.rmtree(folder)
    shutil.rmtree(city_folder / "data" / FED, ignore_errors=True)
    served.cache_clear()


def declare(folder: Path, text: str) -> None:
    (folder / "feeds" / f"{SOURCE}.yml").write_text(f"push:\n{EVENTS}{text}", encoding="utf-8")
    served.cache_clear()


def post(body: object, source: str = SOURCE, **headers: str) -> HttpResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(
        f"/api/intake/push/{source}", content, content_type="application/json", headers=headers
    )


def signature(body: bytes, at: float, key: str = KEY) -> dict[str, str]:
    told = base64.b64encode(hmac.digest(base64.b64decode(key), f"1.{at:.0f}.".encode() + body, "sha256"))
    return {
        "webhook-id": "1",
        "webhook-timestamp": f"{at:.0f}",
        "webhook-signature": f"v1,zzz v1,{told.decode()}",
    }


def kept(folder: Path) -> list[tuple[str, str]]:
    for door in pushing._DOORS.values():
        door.log.close()
    return [event for path in logs.closed(folder / "data" / FED / SOURCE) for event in logs.events(path)]


def test_only_the_token_opens_and_nothing_tells_which_sources_there_are(feeds: Path) -> None:
    declare(feeds, "  token: {env: PUSH_SECRET}\n")
    event = {"身份证号": "1", "死亡日期": "2026-07-01"}
    refused = [
        post(event), post(event, authorization="Bearer x"), post(event, authorization=f"Bearer whsec_{KEY}x"),
        post(event, authorization=f"Basic whsec_{KEY}"),
        post(event, "高龄津贴发放", authorization=f"Bearer whsec_{KEY}"),
    ]  # fmt: skip
    assert {answer.status_code for answer in refused} == {401}
    assert all(
        answer.json()["problems"][0]["what"] == refused[0].json()["problems"][0]["what"] for answer in refused
    )
    assert kept(feeds) == []
    answer = post(event, authorization=f"Bearer whsec_{KEY}")
    assert (answer.status_code, answer.json()) == (200, {"taken": 1, "quarantined": 0})
    assert [json.loads(payload) for _, payload in kept(feeds)] == [event]


def test_a_signature_of_another_body_key_or_time_is_none(feeds: Path) -> None:
    declare(feeds, "  signature: {env: PUSH_SECRET}\n")
    body, at = '[{"身份证号": "1", "死亡日期": "2026-07-01"}]'.encode(), MONDAY.timestamp()
    other = base64.b64encode(b"another").decode()
    for headers in (
        {}, signature(body + b" ", at), signature(body, at, other), signature(body, at - 301),
        signature(body, at + 301),
        signature(body, at) | {"webhook-id": "2"}, signature(body, at) | {"webhook-timestamp": "x"},
    ):  # fmt: skip
        assert post(body, **headers).status_code == 401
    assert kept(feeds) == []
    assert post(body, **signature(body, at - 299)).status_code == 200
    pushing.TOLD_EVERY, before = 0.0, pushing.TOLD_EVERY
    pushing.settle()
    pushing.TOLD_EVERY = before
    told = Record.objects.get(action="intake.push")
    assert (told.by, told.object, told.about) == (
        f"push:{SOURCE}", f"source:{SOURCE}", {"posts": 1, "events": 1, "bytes": len(body), "refused": 7},
    )  # fmt: skip


def test_without_a_secret_nobody_is_let_in(feeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(feeds, "  token: {env: PUSH_SECRET}\n")
    monkeypatch.setenv("PUSH_SECRET", "")
    assert post({}, authorization="Bearer ").status_code == 503
    monkeypatch.delenv("PUSH_SECRET")
    assert post({}, authorization="Bearer ").status_code == 503


def test_too_large_too_often_and_no_json_are_told_and_not_kept(feeds: Path) -> None:
    declare(feeds, "  token: {env: PUSH_SECRET}\n  most_bytes: 1024\n  posts_per_second: 4\n")
    by = f"Bearer whsec_{KEY}"
    assert post(b"[" + b" " * 1024 + b"]", authorization=by).status_code == 413
    for wrong in (b"", b"{", b"3", b'"x"', b'["\\ud800"]', b"\xff", b"[" * 900):
        pushing._BUCKETS = pushing.Buckets(lambda: 0.0)
        assert post(wrong, authorization=by).status_code == 400
    pushing._BUCKETS = pushing.Buckets(lambda: 0.0)
    answers = [post([], authorization=by) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) >= 1
    assert {payload for _, payload in kept(feeds)} == {"[]"}


def test_late_twice_and_wrong_events_come_out_once_in_their_hour_or_quarantined(feeds: Path) -> None:
    declare(feeds, "  token: {env: PUSH_SECRET}\n  posts_per_second: 1000\n")
    by = f"Bearer whsec_{KEY}"
    on = [{"身份证号": str(number), "死亡日期": f"2026-07-01T{number:02}:30:00"} for number in (9, 8, 10)]
    assert post([*on, {"身份证号": "7"}], authorization=by).json() == {"taken": 4, "quarantined": 1}
    assert post(on[:2], authorization=by).json()["taken"] == 2
    assert post({"身份证号": "11", "死亡日期": "2026-07-01T08:10:00"}, authorization=by).json()["taken"] == 1
    kept(feeds)
    place = feeds / "data" / FED / SOURCE
    _, asked = pushing.declared(SOURCE)
    with Mirror(place).locked() as mirror:
        merge(place, asked, mirror)
        told = {
            part.name: [row["身份证号"] for row in mirror.read(part.name).to_pylist()]
            for part in mirror.parts()
        }
    assert told == {"2026070108": ["11", "8"], "2026070109": ["9"], "2026070110": ["10"]}
    assert (place / BAD).read_text(encoding="utf-8") == 'push: {"身份证号": "7"}\n'


def test_what_could_not_be_kept_is_not_acknowledged_and_what_follows_is_whole(
    feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full in the middle of a line."""
    declare(feeds, "  token: {env: PUSH_SECRET}\n")
    by, write = f"Bearer whsec_{KEY}", logs.os.write
    first, second, third = ({"身份证号": str(number), "死亡日期": "2026-07-01"} for number in range(3))
    assert post(first, authorization=by).status_code == 200

    def full(file: int, data: memoryview) -> int:
        if len(data) > 10:
            return write(file, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(logs.os, "write", full)
    assert post(second, authorization=by).status_code == 503
    monkeypatch.setattr(logs.os, "write", write)
    assert post(third, authorization=by).status_code == 200
    assert [json.loads(payload) for _, payload in kept(feeds)] == [first, third]
