"""Pairs that wait: side by side, judged once by who may, published for the next run, and taken back without a trace."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city
from shuzhi.ops.entities.models import Answer
from shuzhi.ops.outcomes.publish import publish
from tests.unit.ops.conftest import Api

AT = {"kind": "company", "purpose": "高龄津贴监督"}
Apis = Callable[[str | None], Api]


@pytest.fixture
def waiting(api: Apis, lake: Path) -> list[dict[str, Any]]:
    told = api("jiandu").get("entities/review", **AT).json()
    assert told["waiting"] == len(told["pairs"])
    pairs: list[dict[str, Any]] = told["pairs"]
    return pairs


def said(pair: dict[str, Any], answer: str = "same") -> dict[str, object]:
    return {**AT, "l": pair["l"], "r": pair["r"], "answer": answer, "note": "核对过营业执照"}


def published() -> list[dict[str, Any]]:
    publish(city().folder)
    lines = (city().folder / "outcomes/answers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_both_records_stand_side_by_side_with_what_decides(waiting: list[dict[str, Any]]) -> None:
    for pair in waiting:
        assert {side["department"] for side in pair["sides"]} <= {"市场监管局", "人社局"}
        told = {cell["name"]: cell for cell in pair["cells"]}
        assert told["name"]["left"]
        assert told["name"]["says"]["zh"]
        assert sum(cell["deciding"] for cell in pair["cells"]) >= 1


def test_an_answer_is_recorded_published_and_not_asked_again(
    api: Apis, waiting: list[dict[str, Any]]
) -> None:
    pair = waiting[0]
    answer = api("jiandu").post("entities/answers", said(pair))
    assert answer.status_code == 200
    assert (pair["l"], pair["r"]) not in _pairs(api)
    assert [(one["l"], one["r"], one["answer"]) for one in published()] == [(pair["l"], pair["r"], "same")]
    record = Record.objects.get(action="entities.answer")
    assert (record.by, record.about["answer"]) == ("jiandu", "same")
    assert api("jiandu").post("entities/answers", said(pair, "different")).status_code == 409


def test_unsure_is_kept_and_not_published(api: Apis, waiting: list[dict[str, Any]]) -> None:
    assert api("jiandu").post("entities/answers", said(waiting[0], "unsure")).status_code == 200
    assert published() == []


def test_taken_back_it_is_asked_again(api: Apis, waiting: list[dict[str, Any]]) -> None:
    pair = waiting[0]
    made = api("jiandu").post("entities/answers", said(pair)).json()["answer"]
    assert api("jiandu").post(f"entities/answers/{made}/undo").json()["undone_by"] == "jiandu"
    assert published() == []
    assert (pair["l"], pair["r"]) in _pairs(api)
    assert api("jiandu").post(f"entities/answers/{made}/undo").status_code == 409
    assert Record.objects.filter(action="entities.undo").count() == 1


@pytest.mark.parametrize("login", ["xibei", "kezhang", "pangguan"])
def test_who_may_not_judge_neither_sees_nor_answers(
    api: Apis, waiting: list[dict[str, Any]], login: str
) -> None:
    assert api(login).get("entities/review", **AT).status_code == 403
    assert api(login).post("entities/answers", said(waiting[0])).status_code == 403
    assert not Answer.objects.exists()


def test_only_pairs_that_wait_are_judged(api: Apis, lake: Path) -> None:
    made_up = {"l": "R0000000000000000", "r": "R1111111111111111"}
    assert api("jiandu").post("entities/answers", said(made_up)).status_code == 404


def _pairs(api: Apis) -> set[tuple[str, str]]:
    told = api("jiandu").get("entities/review", **AT).json()["pairs"]
    return {(pair["l"], pair["r"]) for pair in told}
