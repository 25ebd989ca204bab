"""Files found by globs, told apart by content, and watched while they are read."""

import pytest

from shuzhi.collect.intake import check_unchanged, find_files
from shuzhi.collect.scan import scan
from shuzhi.core.errors import ShuzhiError


def test_globs_find_each_file_once_in_order(tmp_path):
    for name in ("民政局/乙.csv", "民政局/甲 [1].csv", "民政局/.隐.csv", "民政局/~$甲.csv", "民政局/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_files(tmp_path, ["民政局/*.csv", "*/甲*"])
    assert [path.name for path in found] == ["乙.csv", "甲 [1].csv"]


def test_the_same_bytes_under_another_name_have_the_same_hash(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "b.csv").write_bytes(b"a,b\n1,2\n")
    assert scan(tmp_path / "a.csv").sha256 == scan(tmp_path / "b.csv").sha256


def test_progress_runs_to_the_end(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n" + b"1,2\n" * 1_000_000)
    told = []
    scan(tmp_path / "a.csv", told.append)
    assert told == sorted(told)
    assert (len(told) > 1, told[-1]) == (True, 1.0)


def test_a_file_that_changes_or_vanishes_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    found = scan(path)
    path.touch()
    check_unchanged(found)
    path.write_bytes(b"a,b\n1,2\n3,4\n")
    with pytest.raises(ShuzhiError, match="改动"):
        check_unchanged(found)
    path.unlink()
    with pytest.raises(ShuzhiError, match="读不出来"):
        check_unchanged(found)
    with pytest.raises(ShuzhiError, match="读不出来"):
        scan(path)
