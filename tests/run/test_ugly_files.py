"""What offices do to a table does not change what is read: every fifth kind of the corpus, through a whole city.

``python -m bench.ugly`` takes them all, beside other readers.
"""

import pytest

from tests.ugly.corpus import CORPUS
from tests.ugly.score import Score, make_city, scores


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    folder = tmp_path_factory.mktemp("ugly") / "city"
    folder.mkdir()
    kinds = CORPUS[::5]
    return scores(folder, kinds, make_city(folder, kinds))


def test_nothing_is_lost_in_silence(read: list[Score]) -> None:
    assert {score.kind: score.note for score in read if score.lost} == {}


def test_cells_are_right(read: list[Score]) -> None:
    wrong = {score.kind: (score.right, score.cells) for score in read if score.right < score.cells}
    assert sum(score.right for score in read) >= 0.995 * sum(score.cells for score in read), wrong


def test_the_corpus_has_a_hundred_kinds_of_files() -> None:
    assert len({kind.name for kind in CORPUS}) >= 100
