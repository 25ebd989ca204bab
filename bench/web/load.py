"""Driving one page of a server with wrk, and what that cost the server."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import requests

from bench.web.process import cpu

CONNECTIONS = 16


@dataclass(frozen=True)
class Page:
    """An address as one user asks for it. With ``numbered``, ``%d`` in it is a random number up to so many of these."""

    name: str
    login: str
    path: str
    numbered: str = ""


@dataclass(frozen=True)
class Answers:
    """What wrk counted. ``rate``: answers per second of the server's CPU."""

    answered: int
    wrong: int
    p95: float
    rate: float

    def __str__(self) -> str:
        wrong = f", {self.wrong} REFUSED" if self.wrong else ""
        return (
            f"{self.rate:6.0f} per CPU-second, p95 {self.p95 * 1000:4.0f} ms, {self.answered} answered{wrong}"
        )


def check_tools() -> None:
    """Ends the program, with what is missing and where it comes from."""
    if shutil.which("wrk") is None:
        sys.exit("bench.web needs wrk, which asks faster than Python could: apt-get install wrk")
    if not Path("/proc/self/stat").exists():
        sys.exit("bench.web needs Linux: it reads the server's CPU and memory from /proc")


def cookie(session: requests.Session) -> str:
    return "; ".join(f"{each.name}={each.value}" for each in session.cookies)


def ask(address: str, pid: int, page: Page, signed_in: Sequence[str], *, most: int, seconds: int) -> Answers:
    """So many seconds of the page, after a second nobody counts. The sessions (their cookies) ask in turn."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_script(page, signed_in, most))
        script.flush()
        _wrk(script.name, address, 1)
        before = cpu(pid)
        said = _wrk(script.name, address, seconds)
        spent = cpu(pid) - before
    answered, wrong, p95 = (int(told) for told in re.findall(r"^told \w+ (\d+)", said, re.MULTILINE))
    return Answers(answered=answered, wrong=wrong, p95=p95 / 1e6, rate=answered / spent)


def _wrk(script: str, address: str, seconds: int) -> str:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", script, address]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _script(page: Page, signed_in: Sequence[str], most: int) -> str:
    path, _, query = page.path.partition("?")
    address = f"{path}?{quote(query, safe='=&%')}" if query else path
    said = f'string.format("{address}", math.random(1, {most}))' if most else f'"{address}"'
    cookies = ", ".join(f'"{cookie}"' for cookie in signed_in)
    return f"""
local cookies, turn = {{ {cookies} }}, 0
math.randomseed(7)
request = function()
  turn = turn % #cookies + 1
  return wrk.format("GET", {said}, {{ Cookie = cookies[turn] }})
end
done = function(summary, latency)
  local errors = summary.errors
  print("told answered " .. summary.requests)
  print("told wrong " .. errors.status + errors.connect + errors.read + errors.write + errors.timeout)
  print("told p95 " .. math.floor(latency:percentile(95)))
end
"""
