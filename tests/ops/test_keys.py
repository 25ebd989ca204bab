"""Nothing of a city can be read without the key; the key can be changed, and the change killed anywhere."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.ops.conftest import keeping


def test_no_file_of_lake_or_ops_tells_anything(city: Path) -> None:
    said = ["CREATE TABLE", "ducklake", "监督", "溪石", "otpauth", "%PDF", "-----BEGIN", "PAR1\x15"]
    # The lake's audit file tells who asked what, not what was answered; it is closed to other accounts.
    told = {"audit.jsonl", "audit.anchor", ".lock"}
    for path in [*(city / "lake").rglob("*"), *(city / "ops").rglob("*"), city / "secret.key"]:
        if path.is_file() and path.name not in told:
            found = [word for word in said if word.encode() in path.read_bytes()]
            assert not found, (path, found)
            assert path.stat().st_mode & 0o077 == 0, path


def test_without_its_key_nothing_opens_and_it_says_which_is_missing(city: Path, tmp_path: Path) -> None:
    # Copied, as a thief would: the running machine has the lake's catalogue open in its memory.
    stolen = shutil.copytree(city, tmp_path / "city")
    for verb in ("findings", "serve"):
        told = subprocess.run(
            [str(Path(sys.executable).parent / "shuzhi"), verb, str(stolen)]
            + (["--role", "监督员", "--purpose", "核查"] if verb == "findings" else []),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "SHUZHI_KEY_FILE": str(tmp_path / "other.json")},
        )
        assert told.returncode == 1
        assert "缺少密钥" in told.stderr
        assert "Traceback" not in told.stderr


def test_the_key_is_changed_whatever_kills_the_change(city: Path, tmp_path: Path) -> None:
    rotated = Path(shutil.copytree(city, tmp_path / "city"))
    key_file = tmp_path / "keys.json"
    shutil.copy(city.parent / "keys.json", key_file)
    before = json.loads(keeping("look", rotated, key_file=key_file).stdout)
    deaths, at = 0, 1
    while (end := keeping("die", rotated, at, key_file=key_file)).returncode == -signal.SIGKILL:
        deaths, at = deaths + 1, at + 2
    assert end.returncode == 0, end.stderr
    assert deaths >= 3
    after = json.loads(keeping("look", rotated, key_file=key_file).stdout)
    assert after["clear"] == before["clear"]
    assert set(after["locked"].values()) == {after["newest"]}
    assert set(before["locked"].values()) == {before["newest"]}
    # Killed before the new key was in the file, it is begun with another; after that, never.
    assert (after["keys"], after["newest"] != before["newest"]) == (2, True)
    assert not (rotated / ".rotating").exists()
