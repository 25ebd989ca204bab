"""A parameter's value put into city.yml: one place changes, the rest stays, and only what loads is written."""

import re
import shutil
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.edit import Edit, apply
from shuzhi.packs.edit_parameter import Change, edit
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.packs.macros import value_on
from shuzhi.packs.splice import put

YUNLAN = Path(__file__).parents[3] / "cities/yunlan"
CHANGE = Change(
    scenario="subsidy",
    parameter="车辆价值上限",
    since=date(2026, 7, 1),
    value=80000,
    reason="多数疑点已排除：\n旧车不值这个价",
)
GRACE = Change(
    scenario="old_age",
    parameter="死亡登记宽限天数",
    since=date(2026, 7, 1),
    value=20,
    reason="登记常迟报",
)


@pytest.fixture
def yunlan(tmp_path: Path) -> Path:
    """The demo city's own file, beside the scenarios as in the repository."""
    city = tmp_path / "cities/yunlan"
    city.mkdir(parents=True)
    shutil.copy(YUNLAN / "city.yml", city)
    shutil.copytree(YUNLAN / "map", city / "map")
    (tmp_path / "scenarios").symlink_to(YUNLAN.parents[1] / "scenarios")
    return city


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    write_city(tmp_path / "市")
    return tmp_path / "市"


def told(error: pytest.ExceptionInfo[ShuzhiError]) -> str:
    (problem,) = error.value.problems
    return problem.what.zh


def test_the_diff_of_the_demo_city_shows_one_place(yunlan: Path) -> None:
    assert re.sub(r"@@.*@@", "@@", edit(load_city(yunlan), CHANGE).diff).splitlines()[-6:] == [
        " " + (yunlan / "city.yml").read_text(encoding="utf-8").splitlines()[-1],
        "+parameters:",
        "+  车辆价值上限:",
        "+    values:",
        "+      # 多数疑点已排除： 旧车不值这个价",
        "+      2026-07-01: 80000",
    ]


def test_an_applied_edit_is_the_citys_value_from_its_day_on(yunlan: Path) -> None:
    before = load_city(yunlan)
    apply(edit(before, CHANGE))
    (after,) = (scenario for scenario in load_city(yunlan).scenarios if scenario.name == "subsidy")
    values = after.parameters["车辆价值上限"].values
    assert (value_on(values, date(2026, 6, 30)), value_on(values, date(2026, 7, 1))) == (60000, 80000)
    text = (yunlan / "city.yml").read_text(encoding="utf-8")
    assert text.startswith((YUNLAN / "city.yml").read_text(encoding="utf-8")), "comments and all else stay"


def test_patch_makes_the_same_file_of_the_diff(yunlan: Path) -> None:
    edited = edit(load_city(yunlan), CHANGE)
    apply(edited)
    apply(edit(load_city(yunlan), replace(CHANGE, since=date(2026, 9, 1), value=90000)))
    again = edit(load_city(yunlan), replace(CHANGE, value=70000))
    if shutil.which("patch"):
        subprocess.run(["patch", "-p1", "--quiet"], input=again.diff.encode(), cwd=yunlan, check=True)
    else:
        apply(again)
    assert (yunlan / "city.yml").read_text(encoding="utf-8") == again.after


def test_a_value_of_the_citys_own_is_written_beside_the_others(sample: Path) -> None:
    apply(edit(load_city(sample), GRACE))
    lines = (sample / "city.yml").read_text(encoding="utf-8").splitlines()
    (place,) = (number for number, line in enumerate(lines) if "死亡登记宽限天数" in line)
    assert lines[place - 1 : place + 1] == [
        "  # 登记常迟报",
        "  死亡登记宽限天数: {values: {2026-01-01: 15, 2026-07-01: 20}, reference: 示例市2026年通知（虚构）}",
    ]


def test_a_computed_number_is_written_whole_where_whole_numbers_stand(sample: Path) -> None:
    assert "2026-07-01: 20}" in edit(load_city(sample), replace(GRACE, value=20.0)).after
    assert "2026-07-01: 20.5}" in edit(load_city(sample), replace(GRACE, value=20.5)).after


WRONG: Mapping[str, tuple[Change, str]] = {
    "scenario": (replace(GRACE, scenario="subsidy"), "没有这个参数"),
    "parameter": (replace(GRACE, parameter="宽限"), "没有这个参数"),
    "kind": (replace(GRACE, value="二十天"), "新值与原值不是同一种"),
    "not a number": (replace(GRACE, value=float("nan")), "新值与原值不是同一种"),
    "yes or no": (replace(GRACE, value=True), "新值与原值不是同一种"),
    "same": (replace(GRACE, value=15), "当日的值已是如此"),
    "reason": (replace(GRACE, reason=" \n"), "没有写理由"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_change_that_makes_no_sense_is_refused(name: str, sample: Path) -> None:
    change, what = WRONG[name]
    with pytest.raises(ShuzhiError) as error:
        edit(load_city(sample), change)
    assert told(error) == what


def test_a_parameter_that_two_scenarios_have_is_refused(sample: Path) -> None:
    city = load_city(sample)
    city = replace(city, scenarios=(*city.scenarios, replace(city.scenarios[0], name="other")))
    with pytest.raises(ShuzhiError) as error:
        edit(city, GRACE)
    assert told(error) == "other 也用这个参数，会一并改变"


def test_what_anchors_say_twice_is_left_to_people(sample: Path) -> None:
    file = sample / "city.yml"
    text = file.read_text(encoding="utf-8").replace(
        "{values: {2026-01-01: 15}", "{values: &v {2026-01-01: 15}"
    )
    file.write_text(text + "generate: {old_age: {seen: *v}}\n", encoding="utf-8")
    with pytest.raises(ShuzhiError) as error:
        edit(load_city(sample), GRACE)
    assert told(error) == "“死亡登记宽限天数”的写法无法在此修改"


def test_a_file_changed_since_is_not_overwritten(sample: Path) -> None:
    edited = edit(load_city(sample), GRACE)
    changed = edited.before + "# 别人刚写的\n"
    edited.path.write_text(changed, encoding="utf-8")
    with pytest.raises(ShuzhiError) as error:
        apply(edited)
    assert told(error) == "文件已被别人改动，没有写入"
    assert edited.path.read_text(encoding="utf-8") == changed


def test_what_would_not_load_is_not_written(sample: Path) -> None:
    edited = edit(load_city(sample), GRACE)
    spoilt = replace(edited, after=edited.after.replace("scenarios: [old_age]", "scenarios: [gone]"))
    with pytest.raises(ShuzhiError):
        apply(spoilt)
    assert edited.path.read_text(encoding="utf-8") == edited.before
    assert sorted(path.name for path in sample.iterdir()) == ["README.md", "city.yml", "data", "scenarios"]


def test_of_two_edits_at_once_one_is_told_of_the_other(sample: Path) -> None:
    edits = [edit(load_city(sample), replace(GRACE, value=value)) for value in (20, 25)]
    told: list[str] = []

    def go(edited: Edit) -> None:
        try:
            apply(edited)
        except ShuzhiError as error:
            told.append(error.problems[0].what.zh)

    threads = [threading.Thread(target=go, args=(edited,)) for edited in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["文件已被别人改动，没有写入"]
    assert edits[0].path.read_text(encoding="utf-8") in {edited.after for edited in edits}


def test_line_ends_mode_and_byte_order_mark_stay(sample: Path) -> None:
    file = sample / "city.yml"
    text = "\ufeff" + file.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(text.encode())
    file.chmod(0o640)
    apply(edit(load_city(sample), GRACE))
    after = file.read_bytes().decode()
    assert after.count("\n") == after.count("\r\n") == text.count("\r\n") + 1
    assert after.startswith("\ufeff")
    assert file.stat().st_mode & 0o777 == 0o640


NAMES = st.sampled_from(["甲", "乙, 丙", "a: b", "# no", "true", "丁"])
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
VALUES = st.dictionaries(DAYS, st.integers(0, 99) | st.floats(0, 9, width=16), max_size=4)
PARAMETER = st.fixed_dictionaries({}, optional={"values": VALUES, "reference": st.just("依：据")})
CITY = st.fixed_dictionaries(
    {"name": st.just("市")},
    optional={"parameters": st.dictionaries(NAMES, PARAMETER, max_size=3), "z": st.lists(st.integers())},
)


@given(said=CITY, flow=st.sampled_from([None, False, True]), indent=st.integers(2, 6), name=NAMES, day=DAYS)
def test_whatever_the_layout_one_value_changes_and_no_line_but_its_own(
    said: dict[str, object], *, flow: bool | None, indent: int, name: str, day: date
) -> None:
    text = yaml.safe_dump(said, allow_unicode=True, default_flow_style=flow, indent=indent, width=60)
    text = "".join(f"{line}  # {number}\n" for number, line in enumerate(text.splitlines()))
    after = put(text, ("parameters", name, "values", day), 7, comment="理由")
    expected = yaml.safe_load(text)
    expected.setdefault("parameters", {}).setdefault(name, {}).setdefault("values", {})[day] = 7
    assert yaml.safe_load(after) == expected
    assert len(set(text.splitlines()) - set(after.splitlines())) <= 1
    assert sum(line.strip() == "# 理由" for line in after.splitlines()) == 1
