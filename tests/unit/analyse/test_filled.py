"""What a language model fills in is an inquiry of the asker's own words, or it is nothing."""

from collections.abc import Mapping
from typing import Any

import pytest

from shuzhi.analyse.indicators.form import By, Inquiry, Only
from shuzhi.analyse.questions.filled import Filled, filled
from shuzhi.analyse.questions.parse import NotKnown, Understood, parse
from shuzhi.analyse.questions.vocabulary import Vocabulary
from tests.unit.analyse.conftest import TODAY

ASKED = "去年云溪区老百姓打电话反映的事情有多少，按分类说说"
RIGHT: Mapping[str, Any] = {
    "understood": True,
    "indicator": "hotline.诉求量",
    "period": "previous_year",
    "by": [{"dimension": "分类"}],
    "where": [{"word": "云溪区"}],
}


def test_a_right_form_is_the_inquiry(words: Vocabulary) -> None:
    told = filled(ASKED, Filled.model_validate(RIGHT), words, TODAY)
    assert told == Understood(
        inquiry=Inquiry(
            indicator="hotline.诉求量",
            period="previous_year",
            by=(By(dimension="分类"),),
            where=(Only(dimension="区划", values=("990102",)),),
        )
    ), told


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"indicator": "hotline.没有的"}, "没有指标"),
        ({"indicator": "subsidy.发放金额; drop table x"}, "没有指标"),
        ({"by": [{"dimension": "身份证号"}]}, "身份证号"),
        ({"where": []}, "条件不符"),
        ({"where": [{"word": "云溪区", "but": True}]}, "条件不符"),
        ({"where": [{"word": "云溪区"}, {"word": "环境保护"}]}, "问题里没有“环境保护”"),
        ({"where": [{"word": "云溪区"}, {"word": "老百姓"}]}, "没有“老百姓”这一项"),
        ({"period": "this_year"}, "时间不符"),
        ({"period": "2026 or 1=1"}, ""),
    ],
    ids=str,
)
def test_a_form_that_is_not_the_question_is_refused(
    wrong: Mapping[str, Any], why: str, words: Vocabulary
) -> None:
    told = filled(ASKED, Filled.model_validate({**RIGHT, **wrong}), words, TODAY)
    assert isinstance(told, NotKnown), told
    assert why in told.why.zh


def test_without_a_model_the_question_is_not_understood(words: Vocabulary) -> None:
    assert isinstance(parse(ASKED, words, TODAY), NotKnown)
