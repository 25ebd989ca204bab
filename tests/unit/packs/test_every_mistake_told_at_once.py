"""Cities full of mistakes: every one is told at once, with file and line, in both languages."""

from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.loader import examine, load_city

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("folder", "language", "expected"),
    [
        ("broken-city", "zh", "expected.txt"),
        ("broken-city", "en", "expected.en.txt"),
        ("broken-flows", "zh", "expected-flows.txt"),
        ("broken-flows", "en", "expected-flows.en.txt"),
    ],
)
def test_messages_are_the_golden_ones(monkeypatch, folder, language, expected):
    """After a deliberate change of wording, write what this shows into the golden file, and read it."""
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("SHUZHI_LANG", language)
    _, problems = examine(Path(folder))
    told = "".join(f"{problem}\n" for problem in problems)
    assert told == (HERE / expected).read_text(encoding="utf-8")


def test_loading_raises_all_mistakes_together(monkeypatch):
    monkeypatch.chdir(HERE)
    _, problems = examine(Path("broken-city"))
    with pytest.raises(ShuzhiError) as raised:
        load_city(Path("broken-city"))
    assert list(raised.value.problems) == [problem for problem in problems if not problem.warning]


def test_an_empty_folder_is_one_mistake(tmp_path):
    with pytest.raises(ShuzhiError) as raised:
        load_city(tmp_path)
    assert [problem.where.rpartition("/")[2] for problem in raised.value.problems] == ["city.yml"]
