"""Killed at any moment, no order is half way anywhere: what was said to be done is, and the rest never began."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CITY = ROOT / "tests" / "unit" / "ops" / "city"
KILLS = 100


def test_no_half_state_and_a_whole_chain(tmp_path: Path) -> None:
    city = Path(shutil.copytree(CITY, tmp_path / "city"))
    told = run(sys.executable, "-m", "tests.ops.transitions", str(city), str(KILLS))
    assert told.returncode == 0, told.stderr
    assert int(told.stdout) >= KILLS
    told = run(str(Path(sys.executable).parent / "shuzhi"), "audit", str(city))
    assert (told.returncode, "审计链完整" in told.stdout) == (0, True), told.stderr


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
