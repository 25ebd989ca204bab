"""A server that is killed while events are posted to it: whatever it acknowledged is in the mirror, once."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from shuzhi.collect.layout import FED
from shuzhi.collect.mirror import Mirror
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.feeds import pull_feeds
from tests.serving import serving

SOURCE, TOKEN = "死亡登记", "only for tests"
FEED = """push:
  token: {env: PUSH_TOKEN}
  key: [身份证号]
  time: 死亡日期
  posts_per_second: 1000
"""


class Sender(threading.Thread):
    """Posts events one after another, each until it is acknowledged."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.acknowledged = 0
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            number = self.acknowledged
            at = f"2026-07-01T{number % 24:02}:00:00"
            body = json.dumps({"身份证号": str(number), "死亡日期": at}).encode()
            request = urllib.request.Request(
                self.address, body, {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
            )
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    assert json.load(answer)["taken"] == 1
                self.acknowledged += 1
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)


def test_whatever_was_acknowledged_is_there_once(tmp_path: Path) -> None:
    folder = tmp_path / "市"
    write_city(folder)
    (folder / "feeds").mkdir()
    (folder / "feeds" / f"{SOURCE}.yml").write_text(FEED, encoding="utf-8")
    environment = {"PUSH_TOKEN": TOKEN}
    with serving(folder, environment=environment) as served:
        path = f"/api/intake/push/{quote(SOURCE)}"
        sender = Sender(served.address + path)
        sender.start()
        _wait(lambda: sender.acknowledged >= 50)
        served.kill()
        port = int(served.address.rpartition(":")[2])
    killed_at = sender.acknowledged
    with serving(folder, environment=environment, port=port):
        _wait(lambda: sender.acknowledged >= killed_at + 50)
        sender.enough.set()
        sender.join()
        place = folder / "data" / FED / SOURCE
        # The server closes its logs by itself, those of the killed one too.
        _wait(lambda: not list(place.glob(".log/*.open")))
    pull_feeds(load_city(folder), lambda _: None)
    with Mirror(place).locked() as mirror:
        keys = [row["身份证号"] for part in mirror.parts() for row in mirror.read(part.name).to_pylist()]
    # The one on its way when the server was killed may be there too, though nobody was told so.
    assert sorted(map(int, keys)) == list(range(sender.acknowledged))


def _wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
