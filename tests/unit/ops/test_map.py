"""The map shows a layer to whoever is granted every column of it as it is, only what lies in the area and period, and
no count that would tell of few."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.ops.conftest import Api

Caller = Callable[[str | None], Api]
LAYER = "letters/诉求"


@pytest.fixture
def clerk(api: Caller, lake: Path) -> Api:
    return api("jiexian")


def found(clerk: Api, **asked: object) -> list[str]:
    """Numbers of what the one layer of points has there."""
    (layer,) = clerk.get("map/found", **asked).json()
    assert layer["total"] == len(layer["items"])
    return [item["shows"][0]["value"] for item in layer["items"]]


def test_a_layer_is_there_for_whoever_sees_its_places(api: Caller, lake: Path) -> None:
    layers = {
        login: {layer["name"] for layer in api(login).get("map").json()["layers"]}
        for login in ("jiexian", "zhiban", "jiandu", "pangguan", "system")
    }
    # The shift leader's grant masks numbers: a masked place would be a wrong place.
    assert layers == {
        "jiexian": {LAYER}, "zhiban": set(), "jiandu": {"old_age/疑点"}, "pangguan": set(), "system": set(),
    }  # fmt: skip


def test_a_layer_that_is_not_there_answers_nothing(api: Caller, lake: Path) -> None:
    for login in ("zhiban", "pangguan"):
        assert api(login).get("map/found", circle="83.4,39.2,5000").json() == []
        assert api(login).get("map/points", layer=LAYER).status_code == 404
        assert api(login).get("map/counts", layer="old_age/疑点").status_code == 404


def test_a_yes_or_no_is_told_as_one_and_what_is_not_known_is_left_out(clerk: Api) -> None:
    (layer,) = clerk.get("map/found", circle="83.4,39.2,500").json()
    assert [item["shows"] for item in layer["items"]] == [
        [{"name": "编号", "value": "A2"}],
        [{"name": "编号", "value": "A1"}, {"name": "已办", "value": True}],
    ]


def test_it_says_what_has_no_place(clerk: Api) -> None:
    (layer,) = clerk.get("map").json()["layers"]
    assert (layer["placed"], layer["unplaced"]) == (2, 1)
    assert (layer["first"], layer["last"]) == ("2026-05-01", "2026-05-03")


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"circle": "83.4,39.2,300"}, ["A1"]),
        ({"circle": "83.4,39.2,500"}, ["A2", "A1"]),
        ({"circle": "83.4,39.2,500", "until": "2026-05-01"}, ["A1"]),
        ({"circle": "83.4,39.2,500", "since": "2026-05-03"}, []),
        ({"polygon": "83.402,39.1;83.41,39.1;83.41,39.3;83.402,39.3"}, ["A2"]),
        ({"region": "990202"}, ["A2", "A1"]),
        ({"region": "990221"}, []),
    ],
)
def test_only_what_happened_there_and_then_is_found(
    clerk: Api, asked: dict[str, Any], there: list[str]
) -> None:
    assert found(clerk, **asked) == there


@pytest.mark.parametrize(
    "asked",
    [
        {"circle": "83.4,39.2"},
        {"circle": "83.4,39.2,nan"},
        {"circle": "83.4,139.2,500"},
        {"circle": "83.4,39.2,9000000"},
        {"polygon": "83,39;84,39"},
        {"circle": "83.4,39.2,500", "since": "2026-05-03", "until": "2026-05-01"},
    ],
)
def test_what_is_no_question_is_refused_in_words(clerk: Api, asked: dict[str, Any]) -> None:
    answer = clerk.get("map/found", **asked)
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["todo"]["zh"]


def test_a_region_that_is_not_on_the_map_is_missing(clerk: Api) -> None:
    assert clerk.get("map/found", region="990299").status_code == 404


def test_points_are_drawn_from_threes_of_floats(clerk: Api) -> None:
    answer = clerk.get("map/points", layer=LAYER)
    assert answer.headers["X-Kind"] == "points"
    threes = np.frombuffer(answer.content, dtype="<f4").reshape(-1, 3)
    told = sorted([round(part, 3) for part in three] for three in threes.tolist())
    assert told == [[83.4, 39.2, 20574.0], [83.405, 39.2, 20575.0]]


def test_few_people_are_not_counted(api: Caller, lake: Path) -> None:
    counts = api("jiandu").get("map/counts", layer="old_age/疑点").json()
    told = {row["name"]: row["n"] for row in counts}
    # Five, and four: fewer than five are not told.
    assert told == {"溪北区": 5, "石桥县": None}


def test_the_ground_is_for_whoever_is_signed_in(api: Caller, clerk: Api) -> None:
    answer = clerk.get("map/ground")
    assert [each["properties"]["name"] for each in answer.json()["regions"]["features"]] == [
        "溪北区",
        "石桥县",
    ]
    again = clerk.client.get("/api/map/ground", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert api(None).get("map/ground").status_code == 401
