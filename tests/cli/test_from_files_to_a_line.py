"""A newcomer's first ten minutes at the command line, from `shuzhi init` to the line of a department's file."""

import re
from pathlib import Path

import pytest

from shuzhi.cli.commands import app
from shuzhi.core.errors import ShuzhiError

AS_CHECKER = ["--role", "核查员", "--purpose", "高龄津贴监督"]


def shuzhi(*words: str) -> None:
    app([*words], standalone_mode=False)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cities") / "示例市"
    shuzhi("init", str(folder))
    shuzhi("run", str(folder))
    return folder


def test_the_new_city_has_no_mistakes(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shuzhi("check", str(city))
    assert "0 处错误" in capsys.readouterr().out


def test_a_run_tells_what_it_found_and_where_to_look_next(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shuzhi("run", str(city))
    told = capsys.readouterr().out
    assert "死亡后继续领取" in told
    assert "shuzhi explain" in told


def test_a_finding_is_walked_back_to_the_lines_of_the_files(
    city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shuzhi("findings", str(city), *AS_CHECKER)
    ids = re.findall(r"F[0-9a-f]{16}", capsys.readouterr().out)
    assert ids
    shuzhi("explain", str(city), ids[0], *AS_CHECKER)
    told = capsys.readouterr().out
    written = re.findall(r"(公安局/死亡登记\.csv|民政局/高龄津贴2026\.csv) 第 (\d+) 行", told)
    assert {file for file, _ in written} == {"公安局/死亡登记.csv", "民政局/高龄津贴2026.csv"}
    deaths = (city / "data/公安局/死亡登记.csv").read_text(encoding="utf-8").splitlines()
    (line,) = {int(line) for file, line in written if file.startswith("公安局")}
    (year,) = set(re.findall(r"于(\d{4})-", told))
    assert year in deaths[line - 1]


def test_without_a_grant_nothing_is_shown(city: Path) -> None:
    with pytest.raises(ShuzhiError, match="没有授权"):
        shuzhi("findings", str(city), "--role", "外人", "--purpose", "高龄津贴监督")


def test_the_audit_chain_is_whole(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shuzhi("audit", str(city))
    assert "审计链完整" in capsys.readouterr().out
