"""Events as they came, on the disk before their sender is told so: logs in a hidden folder beside the mirror.

One process writes, another takes what is closed. A line that was being written when the power went is no line: its
event was not acknowledged, and comes again.
"""

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

LOGS = ".log"
OPEN = ".open"
CLOSED = ".closed"


class Log:
    """What the listener writes. ``seconds``: how long a log stays open."""

    def __init__(self, folder: Path, *, seconds: float = 5.0) -> None:
        self._folder = folder / LOGS
        self._folder.mkdir(parents=True, exist_ok=True)
        self._seconds = seconds
        self._file = -1
        self._path = Path()
        self._begun = 0.0
        for left in self._folder.glob(f"*{OPEN}"):
            left.rename(left.with_suffix(CLOSED))

    def keep(self, events: Sequence[tuple[str, bytes]]) -> None:
        """Topic and payload of each event; on the disk when this returns. Raises OSError: then they may not be, must
        not be acknowledged, and come again."""
        if not events:
            return
        if self._file < 0:
            # Names in the order of time, whatever the clock does: never one that was there.
            self._path = self._folder / f"{time.time_ns():020}-{os.getpid()}{OPEN}"
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._begun = time.monotonic()
        lines = [
            json.dumps([topic, payload.decode("utf-8", "backslashreplace")], ensure_ascii=False)
            for topic, payload in events
        ]
        data = memoryview(("\n".join(lines) + "\n").encode())
        try:
            while data:
                data = data[os.write(self._file, data) :]
            os.fdatasync(self._file)
        except OSError:
            # Half a line may stand at its end: nothing may be written behind that.
            self.close()
            raise

    def close_in_time(self) -> None:
        """Close the log when it has been open long enough."""
        if self._file >= 0 and time.monotonic() - self._begun >= self._seconds:
            self.close()

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._path.rename(self._path.with_suffix(CLOSED))
            self._file = -1


def closed(folder: Path) -> list[Path]:
    """The logs that may be taken, oldest first."""
    return sorted((folder / LOGS).glob(f"*{CLOSED}"))


def events(path: Path) -> Iterator[tuple[str, str]]:
    """Topic and payload of each event of a log."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        for line in file:
            if line.endswith("\n"):
                topic, payload = json.loads(line)
                yield topic, payload
