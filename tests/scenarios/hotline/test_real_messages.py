"""On real messages: the issues that the task and two teams name are hot, and labels beat chance by far.

The data are public but not ours to keep: they stand outside the repository, and without them these tests skip.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from sklearn.metrics import f1_score

from bench import hotline
from shuzhi.analyse.classify import train

FOLDER: Path = hotline.real_data()
pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason=f"no real messages in {FOLDER.name}: SHUZHI_REAL_DATA"
)


@pytest.fixture(scope="module")
def letters() -> pa.Table:
    return hotline.messages(FOLDER)


@pytest.fixture(scope="module")
def issues(letters: pa.Table) -> pa.Table:
    return hotline.issues_of(letters)


@pytest.mark.parametrize(
    ("place", "matter"),
    [("魅力之城", "油烟|噪音"), ("经济学院", "实习|打工"), ("丽发新城", "搅拌"), ("伊景园滨河苑", "车位")],
)
def test_issues_named_by_the_task_and_the_teams_are_in_the_top_ten(
    letters: pa.Table, issues: pa.Table, place: str, matter: str
) -> None:
    top = [issue["议题"] for issue in hotline.ranked(letters, issues)[:10] if place in str(issue["地点"])]
    told = letters.join(issues, "编号").filter(pc.field("议题").isin(top))["主题"]
    assert len(top) == 1
    assert pc.mean(pc.match_substring_regex(told, matter).cast(pa.int8())).as_py() > 0.5


@pytest.mark.parametrize("team", ["teamAsimok", "team15625"])
def test_messages_a_team_put_together_are_mostly_together(issues: pa.Table, team: str) -> None:
    recall, precision = hotline.agreement(issues, FOLDER / f"{team}_hot_detail.xls")
    assert recall > 0.8
    assert precision > 0.9


def test_labels_of_unseen_messages_are_mostly_right() -> None:
    texts, labels = hotline.labelled(FOLDER)
    held = np.arange(len(texts)) % 5 == 0
    seen = {text for text, out in zip(texts, held, strict=True) if not out}
    judge = [at for at in np.flatnonzero(held) if texts[at] not in seen]
    learn = np.flatnonzero(~held)
    model = train([texts[at] for at in learn], [labels[at] for at in learn])
    found = model.predict([texts[at] for at in judge])
    assert f1_score([labels[at] for at in judge], found, average="macro") > 0.83
