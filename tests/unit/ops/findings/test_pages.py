"""What the pages about findings are given: lists in stretches, evidence as granted, counts in scope."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.findings import actions, tally
from shuzhi.ops.findings.actions.batches import Choice, Kind
from shuzhi.ops.findings.actions.working import conclude
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.people.access import Access
from shuzhi.secure import audit
from shuzhi.secure.gateway import AUDIT
from tests.unit.ops.conftest import Clock

Api = Callable[[str], Any]


@pytest.mark.parametrize("sort", ["score", "amount", "first_seen"])
def test_a_list_is_walked_in_stretches_without_gap_or_repeat(copied: None, api: Api, sort: str) -> None:
    whole = api("jiandu").get("findings", sort=sort, limit=100).json()["rows"]
    walked, after = [], {}
    while True:
        page = api("jiandu").get("findings", sort=sort, limit=3, **after).json()
        walked += page["rows"]
        assert page["total"] == 11
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert walked == whole
    assert len(whole) == 11
    values = [float(row[sort]) for row in whole if sort != "first_seen" and row[sort] is not None]
    assert values == sorted(values, reverse=True)


def test_words_and_filters_narrow_the_list(copied: None, api: Api, north: list[Finding]) -> None:
    def found(login: str, **asked: object) -> set[str]:
        return {row["finding"] for row in api(login).get("findings", limit=100, **asked).json()["rows"]}

    assert found("jiandu", region="990202") == {finding.pk for finding in north}
    assert found("jiandu", q="安如初") == {
        north_ for north_ in found("jiandu") if north_ in found("jiandu", q="安如")
    }
    assert len(found("jiandu", q="安如初")) == 1
    assert len(found("jiandu", q="领取高龄津贴 死亡")) == 9
    assert found("jiandu", q="无此人") == set()
    assert len(found("jiandu", rule="paid_twice")) == 2
    assert found("jiandu", least_amount=1000) == {
        finding.pk for finding in Finding.objects.filter(amount__gte=1000)
    }
    assert found("xibei") == {finding.pk for finding in north}


def test_what_is_masked_is_neither_sorted_nor_filtered_by(copied: None, api: Api) -> None:
    assert api("xibei").get("findings", sort="amount").status_code == 400
    assert api("xibei").get("findings", least_amount=500).status_code == 400
    assert api("kezhang").get("findings", region="990202").status_code == 400
    # Where the score is masked, the newest come first instead.
    assert api("kezhang").get("findings").status_code == 200
    assert api("jiandu").get("findings", after="x|y").status_code == 400


def test_who_reads_findings_is_in_the_chain(copied: None, api: Api, lake: Path, north: list[Finding]) -> None:
    api("xibei").get(f"findings/{north[0].pk}")
    last = (lake / AUDIT).read_text(encoding="utf-8").splitlines()[-1]
    assert '"by":"xibei"' in last
    assert north[0].pk in last
    assert audit.verify(lake / AUDIT) is None


def test_evidence_stands_side_by_side_with_what_decided_marked(
    copied: None, api: Api, north: list[Finding]
) -> None:
    told = api("jiandu").get(f"findings/{north[0].pk}/evidence").json()
    assert {exhibit["department"] for exhibit in told["exhibits"]} == {"公安局", "民政局"}
    (death,) = [exhibit for exhibit in told["exhibits"] if exhibit["department"] == "公安局"]
    assert {column["name"]: column["deciding"] for column in death["columns"]} == {
        "身份证号": False, "姓名": True, "死亡日期": True,
    }  # fmt: skip
    paid = next(exhibit for exhibit in told["exhibits"] if exhibit["department"] == "民政局")
    deciding = {column["name"] for column in paid["columns"] if column["deciding"]}
    assert deciding == {"姓名", "金额", "发放日期"}
    assert told["signals"]
    # Masked as his grants say: partly for him, and not at all for who has no grant on the departments' rows.
    names = [row["values"][1] for row in death["rows"]]
    assert all("*" in name for name in names)
    county = api("xibei").get(f"findings/{north[0].pk}/evidence").json()
    assert county["withheld"]
    assert api("shiqiao").get(f"findings/{north[0].pk}/evidence").status_code == 404
    lines = api("jiandu").get(f"findings/{north[0].pk}/evidence", lines=True).json()
    assert lines["exhibits"][0]["rows"][0]["place"].endswith("行")


def test_the_sheet_for_the_person_names_nobody(copied: None, api: Api, north: list[Finding]) -> None:
    reason = api("jiandu").get(f"findings/{north[0].pk}").json()["reason"]
    name = reason[: reason.index("于")]
    sheet = api("jiandu").get(f"findings/{north[0].pk}/sheet").json()
    assert sheet["reason"].startswith(name[0] + "*")
    assert reason[reason.index("于") :] == sheet["reason"][sheet["reason"].index("于") :]
    assert name not in str(sheet)
    assert "9902021" not in str(sheet["exhibits"])
    assert sheet["basis"]


def test_the_funnel_counts_what_ones_posts_cover(
    clock: Clock, north: list[Finding], south: list[Finding], api: Api, by: Callable[[str], Access]
) -> None:
    actions.decide(by=by("jiandu"), choice=Choice(kind=Kind.ACCEPT), findings=[north[0].pk, south[0].pk])
    actions.decide(by=by("jiandu"), choice=Choice(kind=Kind.TAKE_UP), findings=[south[0].pk])
    dismiss = Choice(kind=Kind.DISMISS, reason="data")
    actions.decide(by=by("jiandu"), choice=dismiss, findings=[south[1].pk])
    conclude(
        by=by("jiandu"),
        finding=Finding.objects.get(pk=north[0].pk),
        order="2026-000001",
        conclusion="线索",
        recovered=600,
    )
    tally.count_again()
    told = api("jiandu").get("funnel", group="rule").json()
    assert {row["key"]: row["findings"] for row in told["rows"]} == {
        "old_age/paid_after_death": 9, "old_age/paid_twice": 2,
    }  # fmt: skip
    total = told["total"]
    counts = [total[name] for name in ("findings", "judged", "leads", "cases", "closed", "dismissed")]
    assert counts == [11, 3, 2, 1, 1, 1]
    assert float(total["recovered"]) == 600
    months = api("jiandu").get("funnel", group="month").json()["rows"]
    assert sum(row["findings"] for row in months) == 11
    assert next(row for row in months if row["key"] == "2026-07")["leads"] == 2
    regions = {row["key"]: row["leads"] for row in api("jiandu").get("funnel", group="region").json()["rows"]}
    assert regions == {"990202": 1, "990221": 1, "": 0}
    assert api("xibei").get("funnel").status_code == 403
    assert api("kezhang").get("funnel").json()["total"]["findings"] == 11
    # He leads the hotline's shift: statistics are his to see, but no grant gives him findings of any scenario.
    for group in ("scenario", "rule", "department", "region", "month"):
        told = api("zhiban").get("funnel", group=group).json()
        assert (told["total"]["findings"], told["rows"]) == (0, [])


def test_a_rule_says_what_it_asks_and_what_is_not_granted_stays_away(copied: None, api: Api) -> None:
    tally.count_again()
    told = api("jiandu").get("rules/old_age/paid_after_death").json()
    assert told["title"]["zh"] == "死亡后继续领取"
    assert told["funnel"]["total"]["findings"] == 9
    assert api("xibei").get("rules/old_age/paid_after_death").json()["funnel"] is None
    assert api("xibei").get("rules/old_age/paid_after_death").json()["judged_withheld"]
    assert api("jiandu").get("rules/old_age/nothing").status_code == 404
    assert api("chengguan").get("rules/old_age/paid_after_death").status_code == 403
