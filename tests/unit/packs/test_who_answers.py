"""Whoever a flow asks for is found by level, region and duty; where a place has nobody, the level above answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.packs.answering import departments_for, jurisdiction, with_regions
from shuzhi.packs.city_file import Department
from shuzhi.packs.flow_file import Who

DEPARTMENTS = with_regions(
    [
        Department(name="纪委", duties=("监督",)),
        Department(name="民政局", region="990100", duties=("救助",)),
        Department(name="东县", region="990101", kind="county"),
        Department(name="东县纪委", parent="东县", duties=("监督",)),
        Department(name="西县纪委", region="990102", duties=("监督",)),
        Department(name="河口镇", parent="东县", region="990101001", kind="street", duties=("监督",)),
        Department(name="山前镇", parent="东县", region="990101002000", kind="street"),
        Department(name="一号网格", parent="河口镇", region="990101001201", kind="grid", duties=("监督",)),
    ]
)


@pytest.mark.parametrize(
    ("at", "duty", "region", "expected"),
    [
        ("city", "监督", "990101", ["纪委"]),
        ("city", None, None, ["纪委", "民政局"]),
        ("county", "监督", "990101001201", ["东县纪委"]),
        ("county", "监督", "990102", ["西县纪委"]),
        ("county", None, "990101", ["东县", "东县纪委"]),
        ("town", "监督", "990101001", ["河口镇"]),
        ("town", None, "990101002003", ["山前镇"]),
        # 山前镇 has not the duty: its county answers; 救助 is nobody's below the city.
        ("town", "监督", "990101002", ["东县纪委"]),
        ("town", "救助", "990101001", ["民政局"]),
        ("grid", "监督", "990101001201", ["一号网格"]),
        # A cell that nobody keeps, and a matter of which no more is known than its town, are the town's.
        ("grid", "监督", "990101001202", ["河口镇"]),
        ("grid", "监督", "990101001", ["河口镇"]),
        ("grid", "监督", "990102", ["西县纪委"]),
        # A county without a department, a matter of the whole city, and one of unknown region go to the city.
        ("county", "监督", "990103", ["纪委"]),
        ("county", "监督", "990100", ["纪委"]),
        ("town", "监督", None, ["纪委"]),
        # The town is not known: the county answers.
        ("town", "监督", "990101", ["东县纪委"]),
        ("county", "拆迁", "990101", []),
    ],
)
def test_the_departments_that_answer(at, duty, region, expected):
    who = Who(role="核查员", duty=duty, at=at)
    assert [found.name for found in departments_for(who, DEPARTMENTS, region=region)] == expected


def test_origin_is_the_department_that_opened_the_order():
    who = Who(role="核查员", at="origin")
    found = departments_for(who, DEPARTMENTS, region="990102", origin="东县纪委")
    assert [department.name for department in found] == ["东县纪委"]


def test_a_department_answers_for_the_region_of_the_one_above():
    assert {department.name: department.region for department in DEPARTMENTS}["东县纪委"] == "990101"


CODES = st.from_regex(r"\A99[0-9]{4}([0-9]{3}([0-9]{3})?)?\Z")


@given(st.lists(CODES, max_size=6), CODES | st.none(), st.sampled_from(["city", "county", "town", "grid"]))
def test_nobody_answers_for_a_place_outside_his_own(regions, region, at):
    departments = [Department(name=code, region=code, duties=("监督",)) for code in dict.fromkeys(regions)]
    found = departments_for(Who(role="核查员", duty="监督", at=at), departments, region=region)
    inside = [jurisdiction(department.region) for department in found]
    assert all(own is None or (region or "").startswith(own) for own in inside)
    assert len(set(inside)) <= 1, "one level answers, never two"
    if any(jurisdiction(code) is None for code in regions):
        assert found, "where the city answers for a matter, somebody always does"
