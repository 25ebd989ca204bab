"""What a message asks for: the matter, then each plain question and request; wishes for attention are neither."""

import pytest

from shuzhi.analyse.asks import KINDS, asks


def told(body: str, title: str = "云溪区公租房") -> list[str]:
    return [ask.text for ask in asks(title, body)]


def test_the_matter_stands_first_then_the_questions_in_order() -> None:
    body = "您好，我来云溪区工作四年了。请问公租房什么时候开放申请？需要准备哪些材料？"
    assert told(body) == ["云溪区公租房", "请问公租房什么时候开放申请", "需要准备哪些材料"]


def test_numbered_questions_are_told_apart() -> None:
    assert told("1、评审费依据什么规定收取？2、为什么不开收据？") == [
        "云溪区公租房",
        "1、评审费依据什么规定收取",
        "2、为什么不开收据",
    ]


def test_a_request_is_quoted_from_the_clause_that_asks() -> None:
    body = "路口没有红绿灯，孩子过马路很危险，希望在鹭汀小学门口的路口装一个红绿灯。"
    assert told(body)[1:] == ["希望在鹭汀小学门口的路口装一个红绿灯"]


@pytest.mark.parametrize(
    "body",
    [
        "希望领导高度重视，尽快处理！",
        "恳请有关部门给老百姓一个合理的答复，谢谢！",
        "难道就没有人管了吗？",
        "谢谢！",
        "",
    ],
)
def test_wishes_for_attention_and_anger_ask_for_nothing(body: str) -> None:
    assert told(body) == ["云溪区公租房"]


@pytest.mark.parametrize(
    ("question", "answer", "no_answer"),
    [
        ("什么时候能修好？", "预计六月底完工。", "我们高度重视，正在推进。"),
        ("请问要交多少钱？", "每户每月30元。", "按规定收取。"),
        ("为什么只修一半？", "因地下管线尚未迁改。", "路面已完成刷黑。"),
        ("请问如何办理？", "携带身份证到窗口申请。", "感谢关注。"),
    ],
)
def test_the_form_of_an_answer_follows_from_the_question(question: str, answer: str, no_answer: str) -> None:
    (ask,) = asks("修路", question)[1:] or asks(question, "")
    (kind,) = (KINDS[at] for at in ask.kinds)
    assert kind.answer.search(answer)
    assert not kind.answer.search(no_answer)
