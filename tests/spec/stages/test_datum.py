"""Points between reference systems: the published example, and there and back again."""

import pytest

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.datum import Datum, selected
from tests.spec.case import Case
from tests.spec.conftest import Answer

POINTS = TableName("standard", "point")
WGS84 = {"id": 1, "longitude": 116.404, "latitude": 39.915}
# The example that the formula's implementations are published with.
GCJ02 = {"id": 1, "longitude": 116.41024449916938, "latitude": 39.91640428150164}


def rounded(of: Datum, to: Datum, keep: int = 9) -> object:
    query = selected(sql.query("select * from standard.point"), of=of, to=to, keep=("id",))
    return sql.query(
        f"select id, round(longitude, {keep}) as longitude, round(latitude, {keep}) as latitude from made"
    ).with_("made", as_=query)


@pytest.mark.parametrize(
    ("of", "to", "given", "expected"),
    [
        ("wgs84", "gcj02", WGS84, GCJ02),
        ("gcj02", "wgs84", GCJ02, WGS84),
        ("gcj02", "bd09", WGS84, {"id": 1, "longitude": 116.41036949371029, "latitude": 39.92133699351021}),
        ("bd09", "gcj02", {"id": 1, "longitude": 116.41036949371029, "latitude": 39.92133699351021}, WGS84),
        ("cgcs2000", "wgs84", WGS84, WGS84),
        (
            "wgs84",
            "gcj02",
            {"id": 1, "longitude": 0.5, "latitude": 51.0},
            {"id": 1, "longitude": 0.5, "latitude": 51.0},
        ),
    ],
)
def test_points_are_converted(
    answer: Answer, of: Datum, to: Datum, given: dict[str, float], expected: dict[str, float]
) -> None:
    case = Case(
        given={"standard.point": [given]},
        sql=rounded(of, to, 7),  # type: ignore[arg-type]
        oracle=lambda _: [
            {name: round(value, 7) if name != "id" else value for name, value in expected.items()}
        ],
    )
    assert answer(case) == case.expected
