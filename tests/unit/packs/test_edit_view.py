"""A view arranged on the page, written into its file: what was left alone stays to the byte, and the city loads."""

import shutil
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.edit import apply
from shuzhi.packs.edit_view import Arranged, edit_view
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City, View
from shuzhi.packs.view_file import PanelFile

SMALL = Path(__file__).parents[1] / "ops/city"
VIEW = """\
# 局里每天早上看的
title: {zh: 信访一览, en: Letters}
panels:
  # 最上面
  - {kind: text, at: [1, 1, 4, 2], text: {zh: 一, en: one}}   # 左
  # 右边这块

  - kind: text
    at: [5, 1, 4, 2]   # 靠右
    text:
      zh: 二
      en: two
  - {kind: text, text: {zh: 三, en: three}, at: [9, 1, 4, 2]}
# 完
"""


@pytest.fixture
def city(tmp_path: Path) -> City:
    """The small city with a view of three panels."""
    folder = shutil.copytree(SMALL, tmp_path / "city")
    (folder / "views").mkdir(exist_ok=True)
    (folder / "views/一览.yml").write_text(VIEW, encoding="utf-8")
    return load_city(folder)


def the_view(city: City) -> View:
    (found,) = (view for view in city.views if view.name == "一览")
    return found


def as_it_is(view: View) -> list[Arranged]:
    return [Arranged(was=place, panel=panel) for place, panel in enumerate(view.panels)]


def moved(each: Arranged, *at: int) -> Arranged:
    return Arranged(was=each.was, panel=each.panel.model_copy(update={"at": at}))


def test_nothing_changed_is_the_same_file(city: City) -> None:
    view = the_view(city)
    assert edit_view(city, view, as_it_is(view)).after == VIEW


def test_a_move_changes_one_place(city: City) -> None:
    view = the_view(city)
    one, two, three = as_it_is(view)
    after = edit_view(city, view, [one, moved(two, 5, 3, 8, 6), three]).after
    assert after == VIEW.replace("[5, 1, 4, 2]", "[5, 3, 8, 6]")


def test_a_panel_leaves_with_the_comment_above_it(city: City) -> None:
    view = the_view(city)
    one, _, three = as_it_is(view)
    after = edit_view(city, view, [one, three]).after
    assert "右边这块" not in after
    assert "# 左" in after
    assert after.endswith("at: [9, 1, 4, 2]}\n# 完\n")


def test_a_new_one_comes_where_it_is_put_and_is_applied(city: City) -> None:
    view = the_view(city)
    fresh = PanelFile.model_validate(
        {
            "kind": "text",
            "at": (1, 3, 12, 1),
            "text": {"zh": "新", "en": "new"},
            "title": {"zh": "题", "en": "T"},
        },
        strict=False,
    )
    apply(edit_view(city, view, [*as_it_is(view), Arranged(was=None, panel=fresh)]))
    read = the_view(load_city(city.folder))
    assert read.panels == (*view.panels, fresh)
    assert view.path.read_text(encoding="utf-8").startswith(VIEW.rpartition("# 完")[0])


def test_the_grid_grows_with_what_stands_on_it(city: City) -> None:
    view = the_view(city)
    one, two, three = as_it_is(view)
    after = edit_view(city, view, [one, moved(two, 5, 8, 4, 2), three]).after
    assert "rows: 9\npanels:\n" in after


def test_panels_on_each_other_are_refused_and_nothing_is_written(city: City) -> None:
    view = the_view(city)
    one, two, three = as_it_is(view)
    with pytest.raises(ShuzhiError, match="盖住"):
        edit_view(city, view, [one, moved(two, 1, 1, 4, 2), three])
    assert view.path.read_text(encoding="utf-8") == VIEW


def test_a_file_with_anchors_is_left_to_hands(city: City) -> None:
    view = the_view(city)
    shared = VIEW.replace(
        "at: [1, 1, 4, 2], text: {zh: 一, en: one}", "at: [1, 1, 4, 2], text: &t {zh: 一, en: one}"
    )
    shared = shared.replace("text: {zh: 三, en: three}", "text: *t")
    view.path.write_text(shared, encoding="utf-8")
    again = load_city(city.folder)
    view = the_view(again)
    with pytest.raises(ShuzhiError):
        edit_view(again, view, as_it_is(view)[1:])
