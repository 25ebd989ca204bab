"""In the demo city every step of every flow reaches a department, and, for findings, a person who may act."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shuzhi.packs.answering import departments_for, jurisdiction
from shuzhi.packs.check_staffing import asked
from shuzhi.packs.flow_file import END
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import Flow

YUNLAN = load_city(Path(__file__).parents[2] / "cities" / "yunlan")
FLOWS = [flow for scenario in YUNLAN.scenarios for flow in scenario.flows]
PLACES = [None, *(region.code for region in YUNLAN.regions)]
POSTS = {(person.department, person.role) for person in YUNLAN.people}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
@pytest.mark.parametrize("place", PLACES)
def test_a_department_answers_wherever_it_happened(flow: Flow, place: str | None) -> None:
    for path, who, _ in asked(flow):
        found = departments_for(who, YUNLAN.departments, region=place, origin="纪委监委")
        assert found, path
        assert all((place or "").startswith(jurisdiction(department.region) or "") for department in found)


def test_the_nearest_office_checks_a_finding():
    steps = {step.name: step.by for step in flow("核查").steps}
    village = "990102100201"
    assert names("县区核查", village, steps) == ["云溪区纪委监委"]
    assert names("乡镇核查", village, steps) == ["云溪区青青镇"]
    assert names("审核", village, steps) == ["纪委监委"]


@pytest.mark.parametrize("county", [place for place in PLACES if place and place[4:] not in ("00", "0000")])
def test_somebody_checks_findings_of_every_county(county: str) -> None:
    for step in flow("核查").steps:
        who = step.by.model_copy(update={"at": "county"}) if step.by.at == "town" else step.by
        found = departments_for(who, YUNLAN.departments, region=county)
        assert any((department.name, who.role) in POSTS for department in found), step.name


def test_every_conclusion_can_be_reached_and_money_is_asked_for():
    found = {conclusion for way in ways(flow("核查")) for conclusion in way}
    assert found == {"排除", "线索", "立案"}
    assert flow("核查").recovered == "追回金额"


def ways(flow: Flow) -> Iterator[tuple[str, ...]]:
    """Conclusions along each way from the first step to the end that passes no step twice."""
    steps = {step.name: step for step in flow.steps}

    def onward(name: str, seen: frozenset[str]) -> Iterator[tuple[str, ...]]:
        for result in steps[name].results.values():
            told = (result.conclusion,) if result.conclusion else ()
            if result.next == END:
                yield told
            elif result.next not in seen:
                yield from ((*told, *rest) for rest in onward(result.next, seen | {result.next}))

    yield from onward(flow.steps[0].name, frozenset({flow.steps[0].name}))


def flow(name: str) -> Flow:
    return next(flow for flow in FLOWS if flow.name == name)


def names(step: str, place: str, steps: dict) -> list[str]:
    return [department.name for department in departments_for(steps[step], YUNLAN.departments, region=place)]
