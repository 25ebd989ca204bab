"""A value of a form is kept as declared, or refused; whatever is sent, nothing but that."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.orders.forms import filled
from shuzhi.packs.flow_file import FlowStep

KINDS = ("text", "long_text", "choice", "amount", "integer", "date", "photo", "location", "yes_no")
STEP = FlowStep.model_validate_json(
    json.dumps(
        {
            "name": "办理",
            "title": {"zh": "办理", "en": "Handle"},
            "by": {"role": "承办员", "at": "town"},
            "days": 1,
            "form": [
                {
                    "name": kind,
                    "label": {"zh": kind, "en": kind},
                    "kind": kind,
                    "options": ["甲", "乙"] if kind == "choice" else [],
                }
                for kind in KINDS
            ],
            "results": {"办结": {"next": "end"}},
        }
    )
)


@pytest.mark.parametrize(
    ("kind", "told", "kept"),
    [
        ("text", " 井盖 ", "井盖"),
        ("amount", "1200", "1200.00"),
        ("amount", 12.5, "12.50"),
        ("amount", 0, "0.00"),
        ("integer", -3, -3),
        ("date", "2026-07-06", "2026-07-06"),
        ("choice", "甲", "甲"),
        ("yes_no", False, False),
        ("photo", [2, 1, 2], [2, 1]),
        ("location", {"lat": 29.1234567, "lon": 109}, {"lat": 29.123457, "lon": 109.0}),
        ("location", {"place": " 人民路口 "}, {"place": "人民路口"}),
    ],
)
def test_kept_as(kind: str, told: object, kept: object) -> None:
    assert filled(STEP, "办结", {kind: told}, photos={1, 2}) == {kind: kept}


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("text", "字" * 201),
        ("text", 1),
        ("amount", "-1"),
        ("amount", "0.001"),
        ("amount", "NaN"),
        ("amount", "1e99"),
        ("amount", True),
        ("integer", 1.0),
        ("integer", True),
        ("date", "2026-02-30"),
        ("date", "20260206"),
        ("choice", "丙"),
        ("yes_no", 1),
        ("photo", [3]),
        ("photo", ["1"]),
        ("photo", {"id": 1}),
        ("location", {"lat": 91, "lon": 0}),
        ("location", {"lat": 1}),
        ("location", {"lat": 1, "lon": float("nan")}),
        ("location", {"lat": 1, "lon": 1, "accuracy": -1}),
        ("location", {"place": 1}),
        ("location", {"place": " "}),
        ("nothing", 1),
    ],
)
def test_refused(kind: str, told: object) -> None:
    with pytest.raises(ShuzhiError):
        filled(STEP, "办结", {kind: told}, photos={1, 2})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(KINDS), JSON, max_size=4))
def test_what_is_kept_is_plain_json_and_kept_again_the_same(form: dict[str, object]) -> None:
    try:
        kept = filled(STEP, "办结", form, photos=())
    except ShuzhiError:
        return
    assert filled(STEP, "办结", json.loads(json.dumps(kept, allow_nan=False)), photos=()) == kept
