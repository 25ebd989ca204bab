"""A real server process on a city, for tests that go through the front door."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running server: its address, the passwords it told at its first start, its process."""

    address: str
    passwords: Mapping[str, str]
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """As if the plug were pulled."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(
    city: Path, *, demo: bool = True, environment: Mapping[str, str] | None = None, port: int | None = None
) -> Iterator[Served]:
    """The city served by a process of its own until the block ends. A process that dies fails the test with its log."""
    port = port or _free_port()
    log = city.parent / f"{city.name}.{port}.log"
    command = [str(Path(sys.executable).parent / "shuzhi"), "serve", str(city), "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--demo"] if demo else command,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **(environment or {}), "PYTHONUNBUFFERED": "1"},
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        yield Served(address=address, passwords=_passwords(log.read_text()), process=process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[str], log: Path) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/api/session", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def _passwords(told: str) -> dict[str, str]:
    line = re.compile(r"^  (\S+)\s+([0-9a-f]{4}(?:-[0-9a-f]{4}){3})\s", re.MULTILINE)
    return {match[1]: match[2] for match in line.finditer(told)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
