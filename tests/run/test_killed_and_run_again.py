"""Kill -9 at any moment, run again: the same tables and the same finding ids. (bench/kill.py does it twenty times.)"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from tests.lakes import digest


def start(city: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from shuzhi.cli import main; main()", "run", str(city)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "市"
    write_city(folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(city: Path) -> tuple[dict[str, str], float]:
    began = time.monotonic()
    assert start(city).wait() == 0
    took = time.monotonic() - began
    found = digest(city)
    (city / "lake").rename(city / "undisturbed")
    return found, took


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_run_is_finished_by_the_next(
    city: Path, undisturbed: tuple[dict[str, str], float], seed: int
) -> None:
    expected, took = undisturbed
    process = start(city)
    time.sleep(took * random.Random(seed).uniform(0.3, 0.95))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert start(city).wait() == 0
    assert digest(city) == expected
    assert start(city).wait() == 0
    assert digest(city) == expected
    (city / "lake").rename(city / f"killed-{seed}")
