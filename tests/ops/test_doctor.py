"""`shuzhi doctor` finds what is wrong with a deployment, clause by clause, and says so by its exit code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.ops.conftest import CITY


def doctor(city: Path, key_file: Path, *said: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "shuzhi"), "doctor", str(city), *said],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SHUZHI_KEY_FILE": str(key_file), **environment},
    )


def states(told: subprocess.CompletedProcess[str]) -> dict[str, str]:
    assert "Traceback" not in told.stderr
    return {row["clause"]: row["state"] for row in map(json.loads, told.stdout.splitlines())}


def test_every_clause_has_a_row_in_both_languages_and_people_have_theirs(city: Path) -> None:
    told = doctor(city, city.parent / "keys.json")
    assert told.returncode == 1
    assert "8.1.4.1 d)" in told.stdout
    assert "人工核查" in told.stdout
    english = doctor(city, city.parent / "keys.json", SHUZHI_LANG="en")
    assert "accounts without a second factor" in english.stdout


def test_what_is_broken_is_told_where_it_is(city: Path, tmp_path: Path) -> None:
    key_file = city.parent / "keys.json"
    fine = states(doctor(city, key_file, "--json"))
    assert fine["8.1.4.3 c)"] == fine["8.1.4.8 b)"] == fine["8.1.4.2 d)"] == "met"
    assert fine["8.1.4.9 a)"] == "not met", "nobody has made a backup yet"
    assert fine["8.1.1"] == "people"
    broken = Path(shutil.copytree(city, tmp_path / "city"))
    lines = (broken / "lake" / "audit.jsonl").read_bytes().splitlines(keepends=True)
    (broken / "lake" / "audit.jsonl").write_bytes(b"".join(lines[:-2]))
    (broken / "ops" / "uploads" / "00").mkdir(parents=True)
    (broken / "ops" / "uploads" / "00" / "00ff").write_bytes(b"in clear")
    told = states(doctor(broken, key_file, "--json", SHUZHI_HOSTS="city.example.cn"))
    changed = {clause for clause in fine if told[clause] != fine[clause]}
    assert {"8.1.4.3 c)", "8.1.4.7 b)", "8.1.4.8 b)", "8.1.4.8 a)", "8.1.2.2 b)"} <= changed
    assert {told[clause] for clause in changed} == {"not met"}


def test_a_city_never_served_has_nothing_to_look_at(tmp_path: Path) -> None:
    city = Path(shutil.copytree(CITY, tmp_path / "city"))
    told = states(doctor(city, tmp_path / "keys.json", "--json"))
    assert told["8.1.4.1 a)"] == "nothing yet"
