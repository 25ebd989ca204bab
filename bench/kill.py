"""Kill -9 at random moments of a run, run again: are the tables and the finding ids the same every time?

python -m bench.kill [--times 20] [--people 8000] [--payments 60000]
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from shuzhi.cli.commands import generate
from tests.lakes import digest

HERE = Path(__file__).resolve().parent.parent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=20)
    arguments.add_argument("--people", type=int, default=8_000)
    arguments.add_argument("--payments", type=int, default=60_000)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        city = small_city(Path(folder) / "city", people=asked.people, payments=asked.payments)
        began = time.monotonic()
        run(city).wait()
        took = time.monotonic() - began
        expected = digest(city)
        print(f"undisturbed: {len(expected)} tables, {expected['finding.finding']}, {took:.1f} s")
        same = sum(killed(city, expected, took * random.Random(n).random(), n) for n in range(asked.times))
        print(f"{same} of {asked.times} killed runs ended in the same tables and finding ids")
    sys.exit(0 if same == asked.times else 1)


def small_city(folder: Path, *, people: int, payments: int) -> Path:
    """Yunlan's subsidies at another size, with its own lake, data and key."""
    told = yaml.safe_load((HERE / "cities/yunlan/city.yml").read_text(encoding="utf-8"))
    told["scenario_path"] = [str(HERE / "scenarios")]
    told["scenarios"], told["grants"], told["map"] = ["subsidy"], [], None
    told["generate"] = {"subsidy": told["generate"]["subsidy"] | {"people": people, "payments": payments}}
    folder.mkdir()
    (folder / "city.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    generate(folder)
    return folder


def run(city: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from shuzhi.cli import main; main()", "run", str(city)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(city: Path, expected: dict[str, str], after: float, number: int) -> bool:
    """Start from nothing, kill after so many seconds, run again. Is everything as expected?"""
    shutil.rmtree(city / "lake")
    process = run(city)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    finished = run(city).wait() == 0
    found = digest(city)
    differ = sorted(
        table for table in expected.keys() | found.keys() if expected.get(table) != found.get(table)
    )
    print(
        f"{number + 1:3}  killed after {after:5.1f} s  {'same' if finished and not differ else f'DIFFERENT: {differ}'}",
        flush=True,
    )
    return finished and not differ


if __name__ == "__main__":
    main()
