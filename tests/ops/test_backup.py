"""Backup, wipe, restore: the same city. What is not a whole backup is never taken for one."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.conftest import keeping
from tests.serving import serving


def shuzhi(*said: object, key_file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "shuzhi"), *map(str, said)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SHUZHI_KEY_FILE": str(key_file)},
    )


@pytest.fixture(scope="module")
def saved(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup, another made while the city was served, a copy of its keys, and what the city held."""
    folder = tmp_path_factory.mktemp("saved")
    shutil.copytree(city, folder / "city")
    key_file = Path(shutil.copy(city.parent / "keys.json", folder / "keys.json"))
    (folder / "before.json").write_text(keeping("look", folder / "city", key_file=key_file).stdout)
    made = shuzhi("backup", folder / "city", folder / "a.backup", key_file=key_file)
    assert made.returncode == 0, made.stderr
    assert "密钥不在其中" in made.stdout
    with serving(folder / "city", environment={"SHUZHI_KEY_FILE": str(key_file)}):
        made = shuzhi("backup", folder / "city", folder / "served.backup", key_file=key_file)
    assert made.returncode == 0, made.stderr
    shutil.rmtree(folder / "city")
    return folder


def test_what_comes_back_is_what_was_there(saved: Path, tmp_path: Path) -> None:
    key_file = saved / "keys.json"
    came = shuzhi("restore", saved / "a.backup", tmp_path / "city", key_file=key_file)
    assert came.returncode == 0, came.stderr
    before = json.loads((saved / "before.json").read_text())
    after = json.loads(keeping("look", tmp_path / "city", key_file=key_file).stdout)
    assert (after["clear"], after["audit"]) == (before["clear"], before["audit"])
    assert shuzhi("audit", tmp_path / "city", key_file=key_file).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_one_made_while_the_city_was_served_is_whole(saved: Path, tmp_path: Path) -> None:
    key_file = saved / "keys.json"
    came = shuzhi("restore", saved / "served.backup", tmp_path / "city", key_file=key_file)
    assert came.returncode == 0, came.stderr
    before = json.loads((saved / "before.json").read_text())
    after = json.loads(keeping("look", tmp_path / "city", key_file=key_file).stdout)
    assert after["clear"][:3] == before["clear"][:3]
    assert after["audit"][: len(before["audit"])] == before["audit"]


def test_a_backup_tells_nothing_without_its_key(saved: Path, tmp_path: Path) -> None:
    content = (saved / "a.backup").read_bytes()
    for word in ("溪石", "监督", "city.yml", "manifest", "ustar"):
        assert word.encode() not in content
    came = shuzhi("restore", saved / "a.backup", tmp_path / "city", key_file=tmp_path / "other.json")
    assert (came.returncode, "缺少密钥" in came.stderr) == (1, True)


@pytest.mark.parametrize("where", ["beginning", "middle", "end", "cut off", "longer"])
def test_a_backup_that_was_touched_is_refused_and_leaves_nothing(
    saved: Path, tmp_path: Path, where: str
) -> None:
    content = bytearray((saved / "a.backup").read_bytes())
    if where == "cut off":
        del content[-(1 << 20) :]
    elif where == "longer":
        content += content[-100:]
    else:
        content[{"beginning": 60, "middle": len(content) // 2, "end": -1}[where]] ^= 1
    (tmp_path / "b.backup").write_bytes(content)
    came = shuzhi("restore", tmp_path / "b.backup", tmp_path / "city", key_file=saved / "keys.json")
    assert (came.returncode, "不完整，或被改动过" in came.stderr) == (1, True), came.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["b.backup"]


def test_a_backup_that_was_killed_is_none(city: Path, tmp_path: Path) -> None:
    key_file = city.parent / "keys.json"
    stopped = keeping("stop", city, tmp_path / "a.backup", 12, key_file=key_file)
    assert stopped.returncode == -signal.SIGKILL
    assert not (tmp_path / "a.backup").exists()
    (half,) = tmp_path.glob("*.part")
    assert half.stat().st_mode & 0o077 == 0
    came = shuzhi("restore", half, tmp_path / "city", key_file=key_file)
    assert (came.returncode, (tmp_path / "city").exists()) == (1, False)


def test_nothing_is_written_over(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "city.yml").write_text("mine")
    came = shuzhi("restore", saved / "a.backup", tmp_path / "city", key_file=saved / "keys.json")
    assert (came.returncode, (tmp_path / "city" / "city.yml").read_text()) == (1, "mine")
