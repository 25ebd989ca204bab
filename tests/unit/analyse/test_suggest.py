"""At the desk a message is told what the run would say of it: one method, asked message by message."""

import pickle

import pyarrow as pa
import pytest

from shuzhi.analyse.classify import classify_text
from shuzhi.analyse.duty import propose_department
from shuzhi.analyse.similar import Message
from shuzhi.analyse.suggest import Lessons, Suggester, Suggestion, learn

LABELLED = pa.table(
    {
        "内容": [
            *(f"公交车第{n}次晚点，司机到站不停，路口拥堵" for n in range(8)),
            *(f"学校第{n}次有偿补课，老师收费，家长无奈" for n in range(8)),
            *(f"工资拖欠第{n}个月，老板不签劳动合同" for n in range(8)),
        ],
        "分类": ["交通运输"] * 8 + ["教育文体"] * 8 + ["劳动和社会保障"] * 8,
    }
)
MESSAGES = pa.table(
    {
        "编号": ["1", "2", "3", "4"],
        "主题": ["公交车晚点", "老师补课收费", "拖欠工资", "您好"],
        "内容": ["司机到站不停", "学校周末补课", "老板没签劳动合同", ""],
    }
)
CLASSIFY = {"id": "编号", "title": "主题", "body": "内容", "labelled_text": "内容", "label": "分类"}
DEPARTMENT: dict[str, object] = {
    "id": "编号",
    "title": "主题",
    "body": "内容",
    "label": "分类",
    "duties": [
        {"department": "交通局", "label": "交通运输", "words": ["公交", "司机"]},
        {"department": "教育局", "label": "教育文体", "words": ["学校", "补课"]},
        {"department": "人社局", "label": "劳动和社会保障", "words": ["工资"]},
    ],
}


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    lessons = Lessons(MESSAGES, "主题", "内容", LABELLED, {**CLASSIFY, "threshold": 0.6}, DEPARTMENT)
    return learn(lessons)


def messages() -> list[Message]:
    return [Message(row["编号"], row["主题"], row["内容"]) for row in MESSAGES.to_pylist()]


def test_category_chance_and_doubt_are_those_of_the_step(suggester: Suggester) -> None:
    step = classify_text({"messages": MESSAGES, "labelled": LABELLED}, {**CLASSIFY, "threshold": 0.6})
    told = [suggester.suggest(message) for message in messages()]
    assert [(t.categories[0].label, t.categories[0].chance, t.undecided) for t in told] == [
        (row["分类"], pytest.approx(row["把握"], abs=1e-4), row["转人工"]) for row in step.to_pylist()
    ]


def test_department_and_reason_are_those_of_the_step(suggester: Suggester) -> None:
    told = [suggester.suggest(message) for message in messages()]
    labels = pa.array([t.categories[0].label for t in told])
    step = propose_department({"messages": MESSAGES.append_column("分类", labels)}, DEPARTMENT)
    assert [(t.departments[0].department, t.departments[0].reason) for t in told] == [
        (row["部门"], row["理由"]) for row in step.to_pylist()
    ]


def test_other_likely_categories_bring_their_departments(suggester: Suggester) -> None:
    told = suggester.suggest(Message("5", "", "公交车到站不停，学校老师补课收费"))
    assert [category.label for category in told.categories][:2] == ["交通运输", "教育文体"]
    assert [proposal.department for proposal in told.departments][:2] == ["交通局", "教育局"]


def test_nothing_is_suggested_before_anything_is_written(suggester: Suggester) -> None:
    assert suggester.suggest(Message("5", " ", "　\n")) == Suggestion()


def test_a_scenario_without_labels_still_finds_similar_messages() -> None:
    plain = learn(Lessons(MESSAGES, "主题", "内容"))
    plain.open.add(messages())
    told = plain.suggest(Message("5", "公交车又晚点", "司机到站不停"))
    assert (told.categories, told.departments, told.undecided) == ((), (), True)
    assert [similar.id for similar in told.similar] == ["1"]


def test_it_can_be_learnt_in_another_process_and_handed_over(suggester: Suggester) -> None:
    copy = pickle.loads(pickle.dumps(suggester))
    assert [copy.suggest(message) for message in messages()] == [
        suggester.suggest(message) for message in messages()
    ]
