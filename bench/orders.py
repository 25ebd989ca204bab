"""What one order page costs: requests per second of CPU of the whole serving process, at 20,000 and 200,000 orders.

    python -m bench.orders [counts …]       needs wrk

Real server process (`shuzhi serve`), real sign-in, wrk with 16 connections for some seconds a page. The scheduler and
the audit of readings are on, as in service. Readers: who leads the whole city (sees every order), the hotline's shift
leader (every order), one county (a sixth).
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.orders_seed import new_city, seed
from tests.serving import serving
from tests.signed_in import sign_in

SECONDS = 15
PAGES = {
    "list": ("/api/orders?state=open", ""),
    "list, all": ("/api/orders", ""),
    "list, overdue": ("/api/orders?state=overdue", ""),
    "search, common": ("/api/orders?q=%E5%81%9C%E8%BD%A6", ""),
    "search, rare": ("", "/api/orders?q=%d"),
    "search, filtered": ("/api/orders?q=%E8%B7%AF%E7%81%AF&region=990121&state=open", ""),
    "tasks": ("/api/orders/tasks?whose=department", ""),
    "counts": ("/api/orders/counts", ""),
    "detail": ("", "/api/orders/2025-%06d"),
}
"""Page -> a fixed address, or one with a random number in it."""
READERS = ("yunkaiyuan", "zhongxiaoban", "xixingyuan")


def main(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        city, made, passwords = new_city(Path(scratch) / "city"), 0, {}
        for count in counts:
            passwords |= _seed(city, count - made)
            made = count
            _measure(city, count, passwords)


def _seed(city: Path, count: int) -> dict[str, str]:
    """In a process of its own: Django is set up for one city."""
    command = [sys.executable, "-c", _SEED, str(city), str(count)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^  (\S+)\s+([0-9a-f]{4}(?:-[0-9a-f]{4}){3})\s", told, re.MULTILINE))


_SEED = """
import sys
from pathlib import Path
from shuzhi.ops.serve import prepare
from bench.orders_seed import seed
prepare(Path(sys.argv[1]), demo=True, say=print)
seed(int(sys.argv[2]), print)
"""


def _measure(city: Path, count: int, passwords: dict[str, str]) -> None:
    with serving(city, demo=False) as served:
        for login in READERS:
            cookies = sign_in(served, login, passwords[login]).cookies
            cookie = "; ".join(f"{each.name}={each.value}" for each in cookies)
            for page, (fixed, numbered) in PAGES.items():
                script = _script(city.parent, cookie, fixed, numbered, count)
                before = _cpu(served.process.pid)
                said = subprocess.run(
                    ["wrk", "-t1", "-c16", f"-d{SECONDS}", "--latency", "-s", str(script), served.address],
                    capture_output=True, text=True, check=True,
                ).stdout  # fmt: skip
                spent = _cpu(served.process.pid) - before
                requests = int(re.search(r"(\d+) requests in", said)[1])
                wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
                p95 = re.search(r"90%\s+(\S+)", said)[1]
                print(
                    f"{count:>8,} {login:<13} {page:<18} {requests / spent:>7.0f} requests per CPU-second, "
                    f"90% within {p95}, {requests} answered, {wrong[1] if wrong else 0} refused",
                    flush=True,
                )


def _script(folder: Path, cookie: str, fixed: str, numbered: str, count: int) -> Path:
    path = folder / "wrk.lua"
    address = f'"{fixed}"' if fixed else f'string.format("{numbered}", math.random(1, {count}))'
    path.write_text(
        f'wrk.headers["Cookie"] = "{cookie}"\nmath.randomseed(7)\n'
        f'request = function() return wrk.format("GET", {address}) end\n'
    )
    return path


def _cpu(pid: int) -> float:
    """Seconds of CPU the process has used, in all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    started = time.monotonic()
    main([int(each) for each in sys.argv[1:]] or [20_000, 200_000])
    print(f"{time.monotonic() - started:.0f} s")
