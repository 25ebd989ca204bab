"""Open messages of the same matter are found as a message is typed, and only those open now."""

from functools import cache

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuzhi.analyse.duplicates import as_told
from shuzhi.analyse.similar import Message, MessageIndex, shared_phrases
from shuzhi.analyse.whereabouts import PlaceFinder, learn_whereabouts
from shuzhi.analyse.wording import Wording, clean_text, learn_wording

PLACES = ("鹭汀雅苑", "墨砚花园", "棠梨家园", "澄岚公馆", "栖霞里", "砚池新村")
TROUBLES = (
    ("搅拌站扰民", "小区旁的搅拌站半夜还在响，粉尘落满窗台"),
    ("电梯坏了", "电梯坏了半个月没有人修，老人下不了楼"),
    ("频繁停水", "一周停水三次，自来水发黄，没有通知"),
)
REGIONS = pa.table(
    {
        "code": ["990100", "990102", "990103"],
        "name": ["云澜市", "云溪区", "澜东区"],
        "level": ["city", "county", "county"],
        "parent": ["990000", "990100", "990100"],
    }
)


def letters() -> list[Message]:
    told = [
        (f"{'云溪区' if at % 2 == 0 else '澜东区'}{place}{title}", f"{place}{body}")
        for at, place in enumerate(PLACES)
        for title, body in TROUBLES
    ]
    return [Message(str(100 + at), title, body) for at, (title, body) in enumerate(told)]


@cache
def learnt() -> tuple[Wording, PlaceFinder]:
    titles, bodies = (pa.array([getattr(m, part) for m in letters()]) for part in ("title", "body"))
    finder = learn_whereabouts(clean_text(titles), clean_text(bodies), REGIONS, REGIONS)
    return learn_wording(as_told(titles, bodies)), finder


def opened(messages: list[Message]) -> MessageIndex:
    index = MessageIndex(*learnt())
    index.add(messages)
    return index


def found(index: MessageIndex, title: str, body: str = "", at: str = "new") -> list[str]:
    return [similar.id for similar in index.similar(Message(at, title, body))]


def test_the_same_matter_in_the_same_place_comes_first() -> None:
    index = opened(letters())
    assert found(index, "云溪区鹭汀雅苑旁边的搅拌站", "搅拌站半夜还在响")[0] == "100"


def test_the_same_words_of_another_district_are_another_matter() -> None:
    index = opened(letters())
    told = found(index, "云溪区鹭汀雅苑电梯坏了", "电梯坏了半个月没有人修")
    assert "101" in told
    assert not {"104", "110"} & set(told)


def test_what_nobody_wrote_of_finds_nothing() -> None:
    assert found(opened(letters()), "请问护照怎么办理", "出国旅游要哪些材料") == []


def test_an_empty_message_finds_nothing() -> None:
    assert found(opened(letters()), " ", "　") == []


def test_a_message_does_not_find_itself() -> None:
    own = letters()[0]
    assert own.id not in found(opened(letters()), own.title, own.body, at=own.id)


def test_a_message_told_again_says_so() -> None:
    own = letters()[0]
    first, *_ = opened(letters()).similar(Message("new", own.title, own.body))
    assert (first.id, first.retold, first.places) == ("100", True, ("鹭汀雅苑",))


def test_words_never_met_before_are_found_once_a_message_has_them() -> None:
    index = opened(letters())
    index.add([Message("201", "珂鹭大桥塌了", "珂鹭大桥中间一段垮塌，车辆绕行")])
    assert found(index, "珂鹭大桥垮塌何时修复")[0] == "201"


def test_a_closed_message_is_not_found_any_more() -> None:
    index = opened(letters())
    index.remove(["100", "never there"])
    assert "100" not in found(index, "云溪区鹭汀雅苑旁边的搅拌站", "搅拌站半夜还在响")


def test_a_message_rewritten_is_found_by_its_new_words_only() -> None:
    index = opened(letters())
    index.add([Message("100", "老街路灯不亮", "晚上黑漆漆的不敢出门")])
    assert "100" not in found(index, "云溪区鹭汀雅苑旁边的搅拌站", "搅拌站半夜还在响")
    assert found(index, "老街路灯晚上不亮，黑漆漆的")[0] == "100"
    assert len(index) == len(letters())


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, len(PLACES) * len(TROUBLES) - 1)), max_size=12))
def test_however_it_came_about_the_index_answers_as_a_new_one(changes: list[tuple[bool, int]]) -> None:
    index, here = opened([]), dict[str, Message]()
    for added, at in changes:
        message = letters()[at]
        if added:
            index.add([message])
            here[message.id] = message
        else:
            index.remove([message.id])
            here.pop(message.id, None)
    fresh = opened(list(here.values()))
    asked = Message("new", "云溪区鹭汀雅苑搅拌站扰民", "粉尘落满窗台")
    by_id = {similar.id: similar.likeness for similar in index.similar(asked, most=20)}
    assert by_id == {similar.id: similar.likeness for similar in fresh.similar(asked, most=20)}


@pytest.mark.parametrize(
    ("one", "other", "phrases"),
    [
        ("搅拌站半夜还在响", "那个搅拌站半夜还开工", ("搅拌站半夜还",)),
        ("完全不同", "没有共同之处", ()),
        ("停水，停水三次", "一周停水三次", ("停水三次",)),
    ],
)
def test_what_two_messages_have_in_common_is_said_in_their_words(
    one: str, other: str, phrases: tuple[str, ...]
) -> None:
    assert shared_phrases(learn_wording([one, other]), one, other) == phrases
