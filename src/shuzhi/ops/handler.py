"""How a request meets Django: its synchronous stack, run whole in one of a few lasting threads.

Django's own ASGI handler starts a thread for every request, opens a database connection in it, and changes threads
for every middleware, which is most of what a small answer costs.
"""

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from shuzhi.ops.later import Later

THREADS = 4
"""While one waits for the lake or for a lock, others answer. More of them would only take turns."""


class _Thread:
    """A thread, and how many requests are with it."""

    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="request")
        self.busy = 0


class Handler(ASGIHandler):
    """Every request goes to the thread that has fewest. Streams share theirs: they seldom need it."""

    def __init__(self) -> None:
        # Not the parent's own, which makes the chain of middleware for asynchronous use.
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = [_Thread() for _ in range(THREADS)]

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        thread = min(self._threads, key=lambda each: each.busy)
        thread.busy += 1
        try:
            async with ThreadSensitiveContext(executor=thread.executor):
                await self.handle(scope, receive, send)
        finally:
            thread.busy -= 1

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer = await sync_to_async(self.get_response)(request)
        if isinstance(answer, Later):
            await answer.settle()
        return answer
