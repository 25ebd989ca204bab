"""Events from a real broker: kept before they are acknowledged, each landed once, in the hour it happened."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from shuzhi.collect.mirror import Mirror
from shuzhi.collect.pulled import Pulled
from shuzhi.collect.streams import log, merge
from shuzhi.collect.streams.mqtt import Listener
from shuzhi.packs.feed_file import Mqtt
from shuzhi.packs.init import write_city
from tests import servers


@pytest.fixture(scope="module")
def broker() -> Iterator[servers.Broker]:
    with servers.mosquitto() as started:
        yield started


def asked(port: int = 1, **more: Any) -> Mqtt:
    return Mqtt.model_validate(
        {
            "address": f"mqtt://127.0.0.1:{port}",
            "topics": ("meters/#",),
            "key": ("meter", "at"),
            "time": "at",
            **more,
        }
    )


def reading(meter: int, second: int, hour: int = 8) -> dict[str, Any]:
    return {
        "meter": f"m{meter}",
        "at": f"2026-06-01 {hour:02}:{second // 60 % 60:02}:{second % 60:02}",
        "m3": 1.50,
    }


class Sender(threading.Thread):
    """Publishes events, each until the broker has it, through restarts."""

    def __init__(self, port: int, count: int, rate: float) -> None:
        super().__init__()
        self._port, self._count, self._rate = port, count, rate
        self.sent = 0

    def run(self) -> None:
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id="sender", clean_session=False)
        client.max_queued_messages_set(0)
        client.max_inflight_messages_set(500)
        client.reconnect_delay_set(1, 1)
        # What publish() itself answers says nothing of an event that waits for the broker to come back.
        had: set[int] = set()
        client.on_publish = lambda _client, _userdata, mid, *_: had.add(mid)
        client.connect("127.0.0.1", self._port)
        client.loop_start()
        begun = time.monotonic()
        for number in range(self._count):
            client.publish(f"meters/{number % 20}", json.dumps(reading(number % 20, number // 20)), qos=1)
            self.sent += 1
            early = begun + number / self._rate - time.monotonic()
            if early > 0.01:
                time.sleep(early)
        until = time.monotonic() + 60
        while len(had) < self._count and time.monotonic() < until:
            time.sleep(0.05)
        client.disconnect()
        client.loop_stop()


def listening(folder: Path, said: Mqtt, name: str, until: Callable[[Listener], bool]) -> Listener:
    listener = Listener(said, None, log.Log(folder, seconds=0.2), name=name, sleep=lambda _: time.sleep(0.1))
    end = time.monotonic() + 120
    listener.listen(lambda: time.monotonic() < end and not until(listener))
    return listener


def merged(folder: Path, said: Mqtt) -> Pulled:
    with Mirror(folder).locked() as mirror:
        return merge.merge(folder, said, mirror)


def rows(folder: Path) -> list[dict[str, str | None]]:
    return [row for part in sorted(folder.glob("*.parquet")) for row in pq.read_table(part).to_pylist()]


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_broker_and_listener_die_under_load_and_nothing_is_lost(
    broker: servers.Broker, tmp_path: Path, version: str
) -> None:
    said = asked(broker.port, version=version)
    name = f"listener-{version}"
    known = time.monotonic() + 1
    # Known to the broker before the first event: from now on it keeps what comes.
    listening(tmp_path, said, name, lambda _: time.monotonic() > known)
    sender = Sender(broker.port, 6000, 2000)
    sender.start()
    child = os.fork()
    if child == 0:
        listening(tmp_path, said, name, lambda listener: listener.kept > 1500 and os._exit(9))
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9, (
        "killed, with events kept and not acknowledged"
    )
    broker.stop()
    time.sleep(0.3)
    broker.start()
    quiet = {"kept": 0, "since": time.monotonic()}

    def done(listener: Listener) -> bool:
        if listener.kept != quiet["kept"] or sender.is_alive():
            quiet.update(kept=listener.kept, since=time.monotonic())
        return time.monotonic() - quiet["since"] > 2

    listening(tmp_path, said, name, done)
    sender.join()
    pulled = merged(tmp_path, said)
    assert pulled.rows == sender.sent == 6000
    assert pulled.taken >= 6000
    found = rows(tmp_path)
    assert {(row["meter"], row["at"]) for row in found} == {
        (told["meter"], told["at"]) for told in (reading(n % 20, n // 20) for n in range(6000))
    }
    assert [row["at"] for row in found] == sorted(str(row["at"]) for row in found)


def kept(folder: Path, *payloads: object) -> None:
    book = log.Log(folder)
    book.keep([("meters/1", p if isinstance(p, bytes) else json.dumps(p).encode()) for p in payloads])
    book.close()


def test_late_events_go_where_they_belong_and_each_stays_once(tmp_path: Path) -> None:
    kept(
        tmp_path, reading(1, 5, hour=9), reading(1, 1, hour=8), [reading(2, 3, hour=8), reading(1, 5, hour=9)]
    )
    assert merged(tmp_path, asked()).rows == 3
    kept(tmp_path, reading(1, 0, hour=8), reading(1, 1, hour=8))
    assert merged(tmp_path, asked()).rows == 4
    assert [(row["meter"], row["at"]) for row in rows(tmp_path)] == [
        ("m1", "2026-06-01 08:00:00"), ("m1", "2026-06-01 08:00:01"), ("m2", "2026-06-01 08:00:03"),
        ("m1", "2026-06-01 09:00:05"),
    ]  # fmt: skip
    assert sorted(path.stem for path in tmp_path.glob("*.parquet")) == ["2026060108", "2026060109"]


def test_times_are_understood(tmp_path: Path) -> None:
    kept(
        tmp_path,
        *({"meter": "m", "at": at} for at in (1780272000, 1780272000000, "2026-06-01T08:00:00+08:00")),
    )
    merged(tmp_path, asked())
    assert [path.stem for path in tmp_path.glob("*.parquet")] == ["2026060108"]
    assert len(rows(tmp_path)) == 3


def test_what_is_no_event_is_kept_apart(tmp_path: Path) -> None:
    bad = (
        b"\xff\xfe",
        b"{not json\n}",
        [1],
        {"meter": "m1"},
        {"meter": "m1", "at": "yesterday"},
        {"at": 1780272000},
    )
    kept(tmp_path, *bad, reading(1, 1))
    assert merged(tmp_path, asked()).rows == 1
    told = (tmp_path / merge.BAD).read_text(encoding="utf-8").splitlines()
    assert len(told) == len(bad)
    assert all(line.startswith("meters/1: ") for line in told)


def test_merged_again_after_a_kill_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, *(reading(1, second) for second in range(50)), b"bad")

    def cut(*_: Any, **__: Any) -> None:
        raise OSError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", cut)
        with pytest.raises(OSError, match="cut off"):
            merged(tmp_path, asked())
    before = rows(tmp_path)
    assert len(before) == 50
    assert merged(tmp_path, asked()).rows == 50
    assert rows(tmp_path) == before
    assert len((tmp_path / merge.BAD).read_text(encoding="utf-8").splitlines()) == 1
    assert not log.closed(tmp_path)


def test_a_line_that_was_being_written_is_no_event(tmp_path: Path) -> None:
    book = log.Log(tmp_path)
    book.keep([("meters/1", json.dumps(reading(1, 1)).encode())])
    (path,) = (tmp_path / ".log").glob("*.open")
    with path.open("ab") as file:
        file.write(b'["meters/1", "{\\"met')
    log.Log(tmp_path)
    assert merged(tmp_path, asked()).rows == 1


def test_the_command_listens_until_it_is_stopped(broker: servers.Broker, tmp_path: Path) -> None:
    city = tmp_path / "市"
    write_city(city)
    (city / "feeds").mkdir()
    (city / "feeds" / "死亡登记.yml").write_text(
        f"mqtt:\n  address: mqtt://127.0.0.1:{broker.port}\n  topics: [deaths]\n  key: [meter]\n  time: at\n",
        encoding="utf-8",
    )
    command = [str(Path(sys.executable).parent / "shuzhi"), "intake", "listen", str(city)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "开始收听" in process.stdout.readline()
        sender = paho.Client(CallbackAPIVersion.VERSION2, client_id="one")
        sender.connect("127.0.0.1", broker.port)
        sender.loop_start()
        logs = city / "data" / "接入" / "死亡登记" / ".log"
        until = time.monotonic() + 60
        # Retained: it is given to the listener whenever it has subscribed.
        sender.publish("deaths", json.dumps(reading(1, 1)), qos=1, retain=True).wait_for_publish(30)
        while not (logs.is_dir() and any(path.stat().st_size for path in logs.iterdir())):
            assert time.monotonic() < until
            time.sleep(0.1)
        sender.disconnect()
        sender.loop_stop()
        process.terminate()
        assert "死亡登记：存下 1 条消息" in process.stdout.read()
    assert process.returncode == 0
    assert len(log.closed(logs.parent)) == 1
