"""A grant added on a page stands below the others in city.yml, every other byte stays; what cannot be is refused."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.city_file import Grant, Reader
from shuzhi.packs.edit import apply
from shuzhi.packs.edit_grants import add_grant
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_city(tmp_path / "市")
    return tmp_path / "市"


def grant(folder: Path, **other: object) -> Grant:
    city = load_city(folder)
    source = next(each for each in city.sources if each.owner == "公安局")
    said = {
        "who": Reader(role=city.roles[0].name, department="民政局"),
        "tables": (str(source.standard),),
        "purpose": city.scenarios[0].purpose.name,
        "mask": "partial",
        "until": date(2030, 12, 31),
        "by": source.owner,
    }
    return Grant.model_validate(said | other)


def test_nothing_but_the_grant_is_added(folder: Path) -> None:
    wanted, before = grant(folder), load_city(folder)
    edited = add_grant(before, wanted, comment="示例：共享申请 1")
    added = [line for line in edited.diff.splitlines() if line[:1] in "+-"][2:]
    assert [line[0] for line in added] == ["+", "+"]
    assert added[0].strip("+ ") == "# 示例：共享申请 1"
    apply(edited)
    assert load_city(folder).grants == (*before.grants, wanted)


@pytest.mark.parametrize("other", [{"by": "民政局"}, {"purpose": "没有登记"}, {"tables": ("standard.没有",)}])
def test_no_more_is_granted_than_the_grantor_has(folder: Path, other: dict[str, object]) -> None:
    with pytest.raises(ShuzhiError):
        add_grant(load_city(folder), grant(folder, **other), comment="示例")


def test_grants_that_stand_on_one_line_are_edited_by_hand(folder: Path) -> None:
    path = folder / "city.yml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("grants:")] + "grants: []\n", "utf-8")
    with pytest.raises(ShuzhiError, match="grants"):
        add_grant(load_city(folder), grant(folder), comment="示例")
