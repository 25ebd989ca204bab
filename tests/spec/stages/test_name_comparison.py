"""Names of people: what is one name typed twice, and how that shows. Made-up names."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.characters import characters
from shuzhi.fuse.comparison import level
from shuzhi.fuse.names import forms
from shuzhi.fuse.persons import NAME
from tests.spec.case import Case
from tests.spec.conftest import Answer

SAME, FORMER, SOUND, TURNED, ALIKE, ONE_OTHER, DIFFERENT = range(1, 8)

PAIRS = (
    ("虚晓明", "虚晓明", SAME),
    ("虚曉明", "虚晓明", SAME),
    ("虚 晓明", "虚晓明", SAME),
    ("虚晓明同志", "虚晓明", SAME),
    ("阿卜杜·热合曼", "阿卜杜热合曼", SAME),
    ("虚小明", "虚晓明", SOUND),
    ("曾伟", "增伟", SOUND),
    ("曾伟", "曾炜", SOUND),
    ("单玉梅", "山玉梅", SOUND),
    ("明虚", "虚明", TURNED),
    ("晓明虚", "虚晓明", TURNED),
    ("虚芳", "虚坊", SOUND),
    ("虚浇明", "虚晓明", ALIKE),
    ("虚未", "虚末", ALIKE),
    ("刘兰", "牛南", ALIKE),
    ("张胜男", "张森兰", ALIKE),
    ("虚晓亮", "虚晓明", ONE_OTHER),
    ("虚晓明", "虚明", ONE_OTHER),
    ("虚伟", "虚刚", DIFFERENT),
    ("虚建国", "虚志强", DIFFERENT),
)


@pytest.fixture(scope="module")
def known() -> list[dict[str, str]]:
    """The rows of reference.character for the characters of these names."""
    used = pa.array(sorted(set("".join(a + b for a, b, _ in PAIRS))))
    table = characters()
    rows: list[dict[str, str]] = table.filter(pc.is_in(table["character"], used)).to_pylist()
    return rows


def test_levels_of_names(answer: Answer, known: list[dict[str, str]]) -> None:
    query = sql.query(
        f"""
        select p.a, p.b, {level(NAME)} as level
        from standard.pair p
        join (select f.*, cast(null as varchar) as former from form f) l on l.written = p.a
        join (select f.*, cast(null as varchar) as former from form f) r on r.written = p.b
        """
    )
    case = Case(
        given={
            "standard.pair": [{"a": a, "b": b} for a, b, _ in PAIRS],
            "standard.name": [{"name": name} for pair in PAIRS for name in pair[:2]],
            "reference.character": known,
        },
        sql=query.with_("form", as_=forms(TableName("standard", "name"), "name")),
        oracle=lambda _: [{"a": a, "b": b, "level": level} for a, b, level in PAIRS],
    )
    assert answer(case) == case.expected
