"""Answers kept for a while: the same question, as rewritten for its reader, of the same state of the lake.

What is looked up is the text that would be run, with the reader's rows and masks already in it. So two readers share an
answer only where the engine would have given both the same; and it is looked up after the reading was decided and
recorded, never instead.
"""

import threading
from collections import OrderedDict

import pyarrow as pa

Key = tuple[str, str]
"""The state of the lake, and the query as it is run."""


class Kept:
    """At most so many bytes of answers; the one not asked for the longest goes first. For any number of threads."""

    def __init__(self, most: int = 64_000_000) -> None:
        self._most = most
        self._held: OrderedDict[Key, pa.Table] = OrderedDict()
        self._bytes = 0
        self._alone = threading.Lock()

    def get(self, key: Key) -> pa.Table | None:
        with self._alone:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def keep(self, key: Key, rows: pa.Table) -> None:
        """An answer larger than an eighth of all is not kept."""
        if rows.nbytes > self._most // 8:
            return
        with self._alone:
            before = self._held.pop(key, None)
            self._bytes += rows.nbytes - (before.nbytes if before is not None else 0)
            self._held[key] = rows
            while self._bytes > self._most:
                _, gone = self._held.popitem(last=False)
                self._bytes -= gone.nbytes
