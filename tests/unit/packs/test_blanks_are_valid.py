"""A model whose blank is not valid itself is told to whoever wrote it; validating never goes on for ever."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest

from shuzhi.packs.files import Model
from shuzhi.packs.scenario_reader import read_document
from shuzhi.packs.validate import validate


class Kept(Model):
    cadence: Literal["daily", "monthly"]
    files: tuple[str, ...]


@pytest.mark.parametrize(
    "blanks",
    [{"cadence": "often", "files": ()}, {"files": ()}],
    ids=["wrong", "forgotten"],
)
def test_a_blank_that_is_wrong_is_told(tmp_path: Path, blanks: Mapping[str, object]) -> None:
    file = tmp_path / "kept.yml"
    file.write_text("files: [a.csv]\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="the blank of cadence in Kept is not valid"):
        validate(Kept, read_document(file), blanks=blanks)


def test_a_right_blank_stands_in_for_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "kept.yml"
    file.write_text("files: [a.csv]\n", encoding="utf-8")
    kept, places, (problem,) = validate(Kept, read_document(file), blanks={"cadence": "daily", "files": ()})
    assert (kept.cadence, kept.files, places.lost) == ("daily", ("a.csv",), frozenset({"cadence"}))
    assert "cadence" in problem.what.en
