"""A message gets the label that people gave to messages like it, or is passed to a person."""

import pyarrow as pa

from shuzhi.analyse.classify import classify_text

PARAMETERS = {"id": "编号", "title": "主题", "body": "内容", "labelled_text": "内容", "label": "分类"}
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


def test_messages_get_the_label_of_what_they_resemble() -> None:
    found = classify_text({"messages": MESSAGES, "labelled": LABELLED}, PARAMETERS)
    assert found["分类"].to_pylist()[:3] == ["交通运输", "教育文体", "劳动和社会保障"]


def test_what_cannot_be_told_is_passed_to_a_person() -> None:
    found = classify_text({"messages": MESSAGES, "labelled": LABELLED}, {**PARAMETERS, "threshold": 0.6})
    assert found["转人工"].to_pylist()[3] is True
    assert found["转人工"].to_pylist()[0] is False


def test_the_order_of_labelled_messages_does_not_matter() -> None:
    shuffled = LABELLED.take(list(reversed(range(LABELLED.num_rows))))
    one = classify_text({"messages": MESSAGES, "labelled": LABELLED}, PARAMETERS)
    assert one.equals(classify_text({"messages": MESSAGES, "labelled": shuffled}, PARAMETERS))
