"""A header finds its column, and never somebody else's."""

import pytest

from shuzhi.core.elements import ELEMENTS
from shuzhi.govern.match import guesses, matched


def found(declared: dict[str, str], landed: list[str], **headers: tuple[str, ...]) -> dict[str, str | None]:
    return matched({name: (kind, headers.get(name, ())) for name, kind in declared.items()}, landed)


def test_by_its_own_name() -> None:
    assert found({"姓名": "person_name"}, ["序号", "姓名"]) == {"姓名": "姓名"}


@pytest.mark.parametrize("header", ["发放金额（元）", " 发放 金额 ", "*发放金额"])
def test_whatever_the_width_blanks_and_units(header: str) -> None:
    assert found({"发放金额": "amount"}, [header]) == {"发放金额": header}


def test_by_a_header_the_source_declares() -> None:
    assert found({"金额": "amount"}, ["本次补助"], 金额=("本次补助",)) == {"金额": "本次补助"}


def test_by_a_synonym_of_its_element() -> None:
    assert found({"身份证号": "id_card"}, ["公民身份号码"]) == {"身份证号": "公民身份号码"}


def test_two_columns_of_one_element_are_never_guessed() -> None:
    declared = {"申领人": "person_name", "审核人": "person_name"}
    assert found(declared, ["户主姓名", "经办人"]) == {"申领人": None, "审核人": None}


def test_two_fitting_headers_are_never_guessed() -> None:
    assert found({"身份证号": "id_card"}, ["户主身份证号", "领取人身份证号"]) == {"身份证号": None}


def test_a_name_is_not_taken_by_a_synonym_of_another_column() -> None:
    declared = {"户主": "person_name", "姓名": "person_name"}
    assert found(declared, ["姓名", "户主姓名"]) == {"户主": "户主姓名", "姓名": "姓名"}


def test_a_missing_column_has_no_header() -> None:
    assert found({"身份证号": "id_card"}, ["备注"]) == {"身份证号": None}


def measured(**counts: int) -> list[dict[str, int]]:
    kinds = [kind.name for kind in ELEMENTS if kind.looks != "false"]
    return [{"place": 0, "filled": 100} | {kind: counts.get(kind, 0) for kind in kinds}]


def test_values_alone_tell_a_column() -> None:
    (guess,) = guesses(["列1"], measured(id_card=98))
    assert (guess.element.name, guess.confidence) == ("id_card", 0.88)


def test_a_header_and_values_that_agree_tell_it_better() -> None:
    (guess,) = guesses(["身份证"], measured(id_card=98))
    assert guess.confidence == 0.94
    assert "98%" in guess.reason.zh


def test_values_win_over_a_header_that_lies() -> None:
    (guess,) = guesses(["身份证"], measured(phone=100))
    assert guess.element.name == "phone"


def test_an_empty_column_is_told_by_its_header() -> None:
    (guess,) = guesses(["手机号"], [])
    assert (guess.element.name, guess.confidence) == ("phone", 0.6)


def test_what_is_like_nothing_is_text() -> None:
    (guess,) = guesses(["列1"], measured())
    assert (guess.element.name, guess.confidence) == ("text", 0.5)


def test_numbers_without_a_header_that_says_so_are_no_money() -> None:
    (guess,) = guesses(["邮编"], measured(amount=100))
    assert guess.element.name == "text"
