"""The API, as somebody's browser calls it: for what a test needs to exist before it looks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import APIRequestContext, APIResponse, Browser


class Calls:
    """Calls of one user. Whatever is not a success fails the test, with what the server said."""

    def __init__(self, sender: APIRequestContext, token: str) -> None:
        self._sender, self._token = sender, token

    def get(self, path: str, **asked: str | float | bool) -> Any:
        return self._told(self._sender.get(f"/api{path}", params=asked))

    def post(self, path: str, **said: object) -> Any:
        return self._told(self._sender.post(f"/api{path}", data=said, headers=self._headers))

    def send_file(self, path: str, name: str, content: bytes, kind: str, **said: str) -> Any:
        parts: dict[str, Any] = {**said, "file": {"name": name, "mimeType": kind, "buffer": content}}
        return self._told(self._sender.post(f"/api{path}", multipart=parts, headers=self._headers))

    @property
    def _headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self._token}

    def _told(self, answer: APIResponse) -> Any:
        assert answer.ok, f"{answer.status} {answer.url}: {answer.text()}"
        return answer.json() if answer.body() else None


@contextmanager
def calling(browser: Browser, address: str, state: Mapping[str, Any]) -> Iterator[Calls]:
    """Who has these cookies calls the server at this address."""
    context = browser.new_context(base_url=address, storage_state=dict(state))  # type: ignore[arg-type]
    try:
        token = next(cookie["value"] for cookie in state["cookies"] if cookie["name"] == "csrftoken")
        yield Calls(context.request, token)
    finally:
        context.close()
