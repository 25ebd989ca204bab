"""The department in charge is proposed from declared duties, with the words that decided it."""

import pyarrow as pa

from shuzhi.analyse.duty import propose_department

PARAMETERS: dict[str, object] = {
    "id": "编号",
    "title": "主题",
    "body": "内容",
    "label": "分类",
    "duties": [
        {"department": "住建局", "label": "城乡建设", "words": ["物业", "电梯"]},
        {"department": "水务局", "label": "城乡建设", "words": ["停水"]},
    ],
}


def proposed(title: str, label: str | None) -> tuple[str | None, str]:
    table = pa.table({"编号": ["1"], "主题": [title], "内容": [""], "分类": pa.array([label], pa.string())})
    row = propose_department({"messages": table}, PARAMETERS).to_pylist()[0]
    return row["部门"], row["理由"]


def test_words_of_a_duty_decide_within_a_label() -> None:
    assert proposed("小区停水三天", "城乡建设") == ("水务局", "分类为城乡建设；提到停水")


def test_the_first_duty_of_a_label_takes_what_no_word_decides() -> None:
    assert proposed("请问怎么办", "城乡建设") == ("住建局", "分类为城乡建设")


def test_what_no_duty_covers_goes_to_a_person() -> None:
    assert proposed("请问怎么办", "其他") == (None, "权责清单中没有对应的职责，转人工")
