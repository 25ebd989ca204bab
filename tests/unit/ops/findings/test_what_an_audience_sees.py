"""What ops stores and shows for an audience is exactly what the gateway gives it, no more, whatever the grants say."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from shuzhi.act.findings import FINDING, FINDING_COLUMNS
from shuzhi.ops.clock import today
from shuzhi.ops.findings import audiences, intake, sight
from shuzhi.ops.findings.models import Audience, Copy, Finding, FindingText
from shuzhi.packs.city_file import Grant, Reader
from shuzhi.packs.schema import City
from shuzhi.run.loop import lake_of
from shuzhi.run.read import desk

PURPOSE = "高龄津贴监督"
LEVELS = st.sampled_from(["none", "partial", "full"])
GRANTS = st.builds(
    Grant,
    who=st.builds(Reader, role=st.sampled_from(["监督员", "核查员", "科长"]))
    | st.builds(Reader, user=st.just("jiandu")),
    tables=st.sampled_from(
        [("finding.*",), ("finding.finding",), ("*",), ("standard.*",), ("finding.signal",)]
    ),
    purpose=st.sampled_from([PURPOSE, "诉求办理"]),
    rows=st.sampled_from([None, "score > 0.5", "region is not null", "rule = 'paid_twice'", "false"]),
    mask=LEVELS,
    columns=st.dictionaries(st.sampled_from([name for name in FINDING_COLUMNS if name != "finding"]), LEVELS),
    until=st.sampled_from([None, date(2020, 1, 1), date(2099, 1, 1)]),
)


@pytest.fixture
def granting(monkeypatch: pytest.MonkeyPatch, city: City) -> Callable[..., City]:
    """The city with other grants, served from now on."""

    def served(*grants: Grant) -> City:
        other = replace(city, grants=grants)
        for module in (intake, sight):
            monkeypatch.setattr(module, "city", lambda: other)
        return other

    return served


@settings(
    max_examples=12,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(grants=st.lists(GRANTS, max_size=5))
def test_stored_is_what_the_gateway_gives(
    grants: list[Grant], granting: Callable[..., City], copied: None
) -> None:
    other = granting(*grants)
    intake.follow_lake()
    with lake_of(other, read_only=True) as lake:
        for audience in Audience.objects.select_related("copy"):
            reader = audiences.reader(audience.who, audience.purpose)
            every = exp.select("*").from_(FINDING.tree)
            given_ = {row["finding"]: row for row in desk(lake, other, reader, today()).rows(every)}
            stored = dict(FindingText.objects.filter(copy=audience.copy).values_list("finding_id", "shown"))
            # An id that is masked names no finding.
            assert stored == {finding: _shown(row) for finding, row in given_.items() if finding != "***"}
            # What lists are sorted and filtered by is what the copy shows, wherever it may be used for that.
            for name in {"score", "region", "amount"} & set(audience.copy.plain):
                own = dict(Finding.objects.values_list("id", name))
                assert all(shown[name] == (_json(own[finding]) or None) for finding, shown in stored.items())
    named = {
        (f"role:{grant.who.role}" if grant.who.role else f"user:{grant.who.user}", grant.purpose)
        for grant in grants
        if "standard.*" not in grant.tables
        and "finding.signal" not in grant.tables
        and grant.until != date(2020, 1, 1)
    }
    assert {(audience.who, audience.purpose) for audience in Audience.objects.all()} == named


def test_without_a_grant_nothing_is_kept_and_nothing_shown(
    granting: Callable[..., City], copied: None, api: Callable[[str], Any]
) -> None:
    seen = api("jiandu").get("findings").json()
    assert len(seen["rows"]) == 11
    granting()
    # The grant is gone from the files, the copies are not removed yet: nothing is shown all the same.
    assert api("jiandu").get("findings").json()["rows"] == []
    assert api("jiandu").get(f"findings/{seen['rows'][0]['finding']}").status_code == 404
    intake.follow_lake()
    assert not FindingText.objects.exists()
    assert not Copy.objects.exists()
    assert Finding.objects.count() == 11


@pytest.mark.parametrize("mask", ["partial", "full"])
def test_a_masked_sentence_is_left_out_and_not_shown_as_stars(
    mask: Literal["partial", "full"], granting: Callable[..., City], copied: None, api: Callable[[str], Any]
) -> None:
    granting(
        Grant(
            who=Reader(role="监督员"),
            tables=("finding.finding",),
            purpose=PURPOSE,
            mask="none",
            columns={"reason": mask},
        )
    )
    intake.follow_lake()
    (first, *_) = api("jiandu").get("findings").json()["rows"]
    assert (first["reason"], bool(first["title"]["zh"])) == (None, True)
    assert api("jiandu").get(f"findings/{first['finding']}").json()["reason"] is None


def test_every_page_of_the_list_is_what_the_gateway_gives(
    copied: None, api: Callable[[str], Any], city: City
) -> None:
    for login, who in (("jiandu", "role:监督员"), ("kezhang", "role:科长")):
        with lake_of(city, read_only=True) as lake:
            every = exp.select("*").from_(FINDING.tree)
            given_ = desk(lake, city, audiences.reader(who, PURPOSE), today()).rows(every)
        listed: list[Mapping[str, Any]] = []
        after = None
        while after is not None or not listed:
            page = api(login).get("findings", limit=2, **({"after": after} if after else {})).json()
            listed += page["rows"]
            after = page["next"]
            if after is None:
                break
        names = ("reason", "score", "region", "amount", "rule")
        expected = {row["finding"]: [_shown(row)[name] for name in names] for row in given_}
        if who == "role:科长":
            # Masked for him, which tells him nothing: left out.
            expected = {finding: [None, *told] for finding, (_, *told) in expected.items()}
        assert {row["finding"]: [row[name] for name in names] for row in listed} == expected
        assert len(listed) == len(expected)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in row.items() if name not in {"finding", "as_of"}}


def _json(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date) else value
