"""A city with something of everything that is locked, made once for the tests of keys and backups."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CITY = Path(__file__).parents[1] / "unit" / "ops" / "city"


def keeping(*said: object, key_file: Path) -> subprocess.CompletedProcess[str]:
    """``tests.ops.keeping`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.ops.keeping", *map(str, said)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SHUZHI_KEY_FILE": str(key_file)},
    )


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city; its keys are in ``keys.json`` beside it. To be copied, not changed."""
    folder = tmp_path_factory.mktemp("kept") / "city"
    shutil.copytree(CITY, folder)
    made = keeping("make", folder, key_file=folder.parent / "keys.json")
    assert made.returncode == 0, made.stderr
    return folder
