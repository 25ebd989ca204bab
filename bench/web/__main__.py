"""What the pages cost the one server process, with little and with much in its tables; its memory; open streams.

    python -m bench.web [--orders 20000 200000] [--findings 5000 50000] [--seconds 10]

Needs wrk (Debian, Ubuntu: apt-get install wrk). Yunlan is generated and run, then orders and findings are written to
its tables as years of work would leave them. `shuzhi serve` runs as in service: scheduler, lake, desk, and the audit of
every reading. wrk asks with 16 connections, of this machine. Rates are requests per second of CPU of the whole server
process, so that other work on the machine counts little; p95 is of the clock, so that it counts much.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.web.load import Answers, Page, ask, check_tools, cookie
from bench.web.process import cpu, memory, settle
from bench.web.streams import measure_streams
from tests.serving import Served, serving
from tests.signed_in import sign_in
from tests.yunlan import copy_yunlan

ROOT = Path(__file__).resolve().parents[2]
TARGET_RATE = 150
SESSIONS = 8
"""Of each user: one alone is held to 100 requests a second."""

CITY, COUNTY, FINDER, DESK = "yunkaiyuan", "xiyingda", "sijianqing", "zhongxiaoban"
"""Who sees all orders; a county's; all findings; and who leads the hotline's desk."""
PAGES = (
    Page("orders, list: open", CITY, "/api/orders?state=open"),
    Page("orders, list: open, one county's", COUNTY, "/api/orders?state=open"),
    Page("orders, list: all", CITY, "/api/orders"),
    Page("orders, list: overdue, of a category", CITY, "/api/orders?state=overdue&category=环境"),
    Page("orders, search: common word", CITY, "/api/orders?q=停车"),
    Page("orders, search: one number", CITY, "/api/orders?q=2025-%06d", "orders"),
    Page("orders, search: words, county, open", CITY, "/api/orders?q=路灯&region=990121&state=open"),
    Page("orders, detail", CITY, "/api/orders/2025-%06d", "orders"),
    Page("tasks of one's department", DESK, "/api/orders/tasks?whose=department"),
    Page("counts for the badges", DESK, "/api/orders/counts"),
    Page("findings, list", FINDER, "/api/findings"),
    Page("findings, list: one rule, a county", FINDER, "/api/findings?rule=vehicle_over_limit&region=990102"),
    Page("findings, search: common word", FINDER, "/api/findings?q=低保"),
    Page("findings, search: two words", FINDER, "/api/findings?q=委员 特困"),
    Page("findings, detail", FINDER, "/api/findings/F%016d", "findings"),
)


@dataclass(frozen=True)
class Size:
    orders: int
    findings: int

    def __str__(self) -> str:
        return f"{self.orders:,} orders, {self.findings:,} findings"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, nargs=2, default=(20_000, 200_000))
    parser.add_argument("--findings", type=int, nargs=2, default=(5_000, 50_000))
    parser.add_argument("--seconds", type=int, default=10, help="of load for each page")
    asked = parser.parse_args()
    check_tools()
    sizes = [Size(*each) for each in zip(asked.orders, asked.findings, strict=True)]
    measured: list[Mapping[Page, Answers]] = []
    with tempfile.TemporaryDirectory() as scratch:
        city, passwords = new_city(Path(scratch) / "yunlan"), {}
        for size in sizes:
            passwords |= seed(city, size)
            with serving(city, demo=False) as served:
                is_last = size == sizes[-1]
                measured.append(measure(served, passwords, size, asked.seconds))
                if is_last:
                    measure_streams(served, signed_in(served, passwords, DESK), DESK, asked.seconds)
    tell(sizes, measured)
    first_page()


def new_city(folder: Path) -> Path:
    """Yunlan in a folder of its own, generated and run: the server shall hold a lake and a desk that has learnt."""
    copy_yunlan(folder)
    for verb in ("generate", "run"):
        subprocess.run(
            [Path(sys.executable).parent / "shuzhi", verb, folder], check=True, capture_output=True
        )
    return folder


def seed(city: Path, size: Size) -> dict[str, str]:
    """Bring the tables to this size, in a process of its own. The passwords it told, if it was the first."""
    command = [sys.executable, "-m", "bench.web.seed", str(city), str(size.orders), str(size.findings)]
    began = time.monotonic()
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    print(f"seeded: {size}, {time.monotonic() - began:.0f} s", flush=True)
    return dict(re.findall(r"^  (\S+)\s+([0-9a-f]{4}(?:-[0-9a-f]{4}){3})\s", told, re.MULTILINE))


def measure(served: Served, passwords: Mapping[str, str], size: Size, seconds: int) -> Mapping[Page, Answers]:
    pid = served.process.pid
    sessions = {login: signed_in(served, passwords, login) for login in {page.login for page in PAGES}}
    wait_for_desk(served, sessions[DESK][0])
    began = settle(pid)
    idle = memory(pid)
    idling = f"{idle:.0f} MB, {cpu_of_idling(pid):.3f} of a core"
    print(f"{size}: idle, the desk having learnt, after {began:.0f} s of CPU: {idling}", flush=True)
    cookies = {login: [cookie(each) for each in held] for login, held in sessions.items()}
    found = {}
    for page in PAGES:
        most = getattr(size, page.numbered) if page.numbered else 0
        found[page] = ask(served.address, pid, page, cookies[page.login], most=most, seconds=seconds)
        print(f"  {page.name:<38} {found[page]}", flush=True)
    print(f"{size}: after all pages, {memory(pid):.0f} MB", flush=True)
    return found


def signed_in(served: Served, passwords: Mapping[str, str], login: str) -> list[requests.Session]:
    return [sign_in(served, login, passwords[login]) for _ in range(SESSIONS)]


def wait_for_desk(served: Served, session: requests.Session, most: float = 600) -> None:
    """Until it has learnt from the lake: before, the server is smaller than it will be. Raises TimeoutError."""
    deadline = time.monotonic() + most
    while time.monotonic() < deadline:
        # A connection of its own each time: one that was kept may be closed while it is taken up again.
        asked = {"cookies": session.cookies, "timeout": 60}
        if requests.get(f"{served.address}/api/desk/choices", **asked).json()["readiness"] == "ready":
            return
        time.sleep(2)
    raise TimeoutError("the desk has not learnt")


def cpu_of_idling(pid: int, seconds: float = 20) -> float:
    before = cpu(pid)
    time.sleep(seconds)
    return (cpu(pid) - before) / seconds


def tell(sizes: Sequence[Size], measured: Sequence[Mapping[Page, Answers]]) -> None:
    """The table for docs/figures.md."""
    small, large = measured
    print(f"\n| requests per CPU-second | {sizes[0]} | {sizes[1]} | cost grows | p95, 16 connections |")
    print("|---|---|---|---|---|")
    for page in PAGES:
        few, many = small[page], large[page]
        missed = " **missed**" if many.rate < TARGET_RATE else ""
        wrong = f" {few.wrong + many.wrong} REFUSED" if few.wrong + many.wrong else ""
        grows, slowest = few.rate / many.rate, many.p95 * 1000
        print(
            f"| {page.name} | {few.rate:.0f} | {many.rate:.0f}{missed}{wrong} | {grows:.2f} × | {slowest:.0f} ms |"
        )


def first_page() -> None:
    """Bytes over the wire of the first page, and of the first list: what tests/browser/test_weight.py counts."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            f"--junitxml={report.name}",
            "tests/browser/test_weight.py",
        ]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        said = Path(report.name).read_text("utf-8")
    weights = re.findall(r'name="transferred" value="(\d+)"', said)
    if ran.returncode or not weights:
        print(f"first page: not measured\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
        return
    first, listed = (int(weight) / 1000 for weight in weights)
    print(f"first page {first:.0f} kB over the wire, first list {listed:.0f} kB (less than 400)")


if __name__ == "__main__":
    main()
