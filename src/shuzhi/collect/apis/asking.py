"""One request of an API, tried again where that may help: its JSON, with every number as it was written."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlsplit

import requests

from shuzhi.collect.apis.refusals import answered, no_answer, not_json, too_long
from shuzhi.collect.json_cells import parsed

AGAIN = (408, 425, 429, 500, 502, 503, 504)
"""Answers that may be others a while later."""
LONGEST_WAIT = 600.0
LARGEST = 64 << 20
"""Bytes of one answer."""
PATIENCE = (15, 120)
"""Seconds for a connection, and for the next bytes of an answer."""


@dataclass
class Asking:
    """A connection to one API. ``headers`` and ``parameters`` go with every request, the secret ones among them;
    ``user``: name and password of basic authentication. ``sleep`` and ``clock`` are the machine's own unless a test
    says otherwise."""

    address: str
    where: str
    headers: Mapping[str, str]
    parameters: Mapping[str, str]
    user: tuple[str, str] | None = None
    retries: int = 5
    requests_per_second: float | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _session: requests.Session = field(default_factory=requests.Session, init=False)
    _last: float | None = field(default=None, init=False)

    def get(self, parameters: Mapping[str, str], address: str | None = None) -> object:
        """The answer to one request, numbers as text. Raises ShuzhiError when it does not come, however often asked."""
        problem = no_answer(self.where, "")
        for tried in range(self.retries + 1):
            self._pace()
            wait = min(2.0**tried, 60.0)
            try:
                with self._session.get(
                    address or self.address,
                    params=self._sent(parameters, address),
                    headers=dict(self.headers),
                    auth=self.user,
                    timeout=PATIENCE,
                    stream=True,
                    # What is sent with a request is for this host alone.
                    allow_redirects=False,
                ) as answer:
                    if answer.status_code == requests.codes.ok:
                        return parsed(self._body(answer).decode("utf-8-sig"))
                    problem = answered(self.where, answer.status_code)
                    if answer.status_code not in AGAIN:
                        raise problem
                    wait = max(wait, _asked_to_wait(answer.headers.get("Retry-After")))
            except (requests.RequestException, OSError) as error:
                problem = no_answer(self.where, type(error).__name__)
            except ValueError:
                problem = not_json(self.where)
            if tried < self.retries:
                self.sleep(wait)
        raise problem

    def _sent(self, parameters: Mapping[str, str], address: str | None) -> dict[str, str]:
        """What is asked beside the address; an address of a next page has most of it."""
        said = dict(parse_qsl(urlsplit(address or "").query))
        return {name: value for name, value in {**self.parameters, **parameters}.items() if name not in said}

    def is_ours(self, address: str) -> bool:
        """Is that address on the API's own host? What is sent with a request is for no other."""
        mine, other = urlsplit(self.address), urlsplit(address)
        return (mine.scheme, mine.netloc) == (other.scheme, other.netloc)

    def close(self) -> None:
        self._session.close()

    def _body(self, answer: requests.Response) -> bytes:
        parts, size = [], 0
        for part in answer.iter_content(1 << 16):
            size += len(part)
            if size > LARGEST:
                raise too_long(self.where, LARGEST >> 20)
            parts.append(part)
        return b"".join(parts)

    def _pace(self) -> None:
        if self.requests_per_second is not None and self._last is not None:
            early = self._last + 1 / self.requests_per_second - self.clock()
            if early > 0:
                self.sleep(early)
        self._last = self.clock()


def _asked_to_wait(said: str | None) -> float:
    """Seconds of a Retry-After, which may be a number or a date."""
    if not said:
        return 0.0
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError):
            return 0.0
    return min(max(seconds, 0.0), LONGEST_WAIT)
