"""Scenario SQL means the same on every engine."""

import pytest

from tests.spec.case import Case
from tests.spec.conftest import Answer
from tests.spec.scenario_sql.portable import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.about}: {case.says.en}")
def test_the_answer_is_that_of_plain_python(case: Case, answer: Answer) -> None:
    assert answer(case) == case.expected
