"""Names are found by Chinese words, pinyin, initials and synonyms, and what answers best comes first."""

import pytest

from shuzhi.govern.word_index import Named, cut, index, search

NAMES = [
    Named(name="死亡注销登记", also=("死亡登记",), about=("公安局",)),
    Named(name="低保与特困供养发放明细", about=("民政局",)),
    Named(name="身份证号", also=("公民身份号码",), about=("低保与特困供养发放明细",), weight=0.95),
    Named(name="机动车登记", about=("公安局",)),
    Named(name="paid_after_death"),
]
HELD = index(NAMES, [("低保", "最低生活保障")])


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("死亡登记", "死亡注销登记"),
        ("死亡人员名单", "死亡注销登记"),
        ("siwang", "死亡注销登记"),
        ("swdj", "死亡注销登记"),
        ("jidongche", "机动车登记"),
        ("dengji 机动车", "机动车登记"),
        ("最低生活保障", "低保与特困供养发放明细"),
        ("公民身份号码", "身份证号"),
        ("sfzh", "身份证号"),
        ("Paid", "paid_after_death"),
        ("ｐａｉｄ_after", "paid_after_death"),
    ],
)
def test_what_is_meant_comes_first(question: str, best: str) -> None:
    (place, share), *_ = search(HELD, question)
    assert NAMES[place].name == best
    assert 0 < share <= 1


@pytest.mark.parametrize("question", ["", "的", "医院床位", "zzz", "！？"])
def test_what_nothing_has_finds_nothing(question: str) -> None:
    assert search(HELD, question) == []


def test_questions_are_cut_into_words_the_names_have() -> None:
    assert cut(HELD, "公安局的机动车登记有哪些") == ["公安局", "机动车登记"]


def test_without_names_there_is_nothing() -> None:
    assert search(index([]), "死亡") == []
