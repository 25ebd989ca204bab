"""Answers that wait for somebody else's server, and hold none of our few threads meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

from django.http import HttpResponse

Settled = tuple[int, str, bytes]
"""Status, type, content."""


class Later(HttpResponse):
    """Refused until it is settled: the handler settles it, once Django is done with the request."""

    def __init__(self, ask: Callable[[], Settled], pool: Executor) -> None:
        super().__init__(status=503)
        self._ask, self._pool = ask, pool

    async def settle(self) -> None:
        """Ask, in a thread of the pool, and become what came."""
        loop = asyncio.get_running_loop()
        self.status_code, self["Content-Type"], self.content = await loop.run_in_executor(
            self._pool, self._ask
        )
