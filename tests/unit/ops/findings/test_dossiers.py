"""The dossier of a finding: what may leave and nothing more, in both files; audited with what it rests on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.dossiers import gathering
from shuzhi.run import official_pdf, official_word
from shuzhi.run.read import Desk

Api = Callable[[str | None], Any]


@pytest.fixture
def findings(api: Api, copied: None) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = api("jiandu").get("findings", limit=20).json()["rows"]
    return told


@pytest.fixture
def taken(api: Api, tmp_path: Path) -> Callable[..., list[str]]:
    """The lines of the dossier somebody takes."""

    def made(finding: str, form: str = "docx", login: str = "jiandu") -> list[str]:
        answer = api(login).post(f"findings/{finding}/dossier", {"form": form})
        assert answer.status_code == 200, answer.content
        target = tmp_path / f"made.{form}"
        target.write_bytes(b"".join(answer.streaming_content))
        return (official_pdf if form == "pdf" else official_word).read(target)

    return made


def everything_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the city's grants let out what they show."""
    as_is = gathering.desk_of

    def let(*given: Any) -> Desk:
        at = as_is(*given)
        return replace(
            at, policy=replace(at.policy, grants=[replace(each, export=True) for each in at.policy.grants])
        )

    monkeypatch.setattr(gathering, "desk_of", let)


def test_it_says_what_was_found_by_which_rule_and_what_was_done(
    api: Api, findings: list[dict[str, Any]], taken: Callable[..., list[str]]
) -> None:
    found = next(each for each in findings if each["amount"])
    number = found["finding"]
    decided = {"findings": [number], "kind": "accept", "words": "已初核"}
    assert api("jiandu").post("findings/decisions", decided).status_code == 200
    assert api("jiandu").post(f"findings/{number}/contests", {"text": "本人有话说"}).status_code == 204
    lines = taken(number)
    told = "\n".join(lines)
    for words in (
        "一、疑点情况",
        "二、规则与口径",
        "三、证据",
        "四、对象情况",
        "五、处置经过",
        "六、数据版本",
    ):
        assert words in lines
    for words in (number, found["reason"], "已初核", "列为线索", "本人有话说", "未答复"):
        assert words in told
    kept = Record.objects.get(action="findings.dossier")
    assert kept.object == f"finding:{number}"
    assert kept.about["snapshot"] in told
    # These grants show rows and facts, and let neither out.
    assert (kept.about["evidence"], kept.about["facts"]) == (False, False)
    assert told.count("制作人可带出的授权") == 2


def test_rows_are_in_it_masked_as_granted_where_they_may_leave(
    findings: list[dict[str, Any]], taken: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything_leaves(monkeypatch)
    told = "\n".join(taken(findings[0]["finding"], "docx"))
    assert "高龄津贴2026.csv" in told
    assert "民政局《高龄津贴发放明细》" in told
    assert "*" in told
    assert "990202193001101003" not in told
    # As a person reads it in the other file.
    assert "三、证据" in "\n".join(taken(findings[0]["finding"], "pdf"))


def test_who_may_not_take_findings_out_gets_none(api: Api, findings: list[dict[str, Any]]) -> None:
    for login, status in (("kezhang", 403), ("xibei", 403), ("pangguan", 403), (None, 401)):
        number = findings[0]["finding"]
        assert api(login).post(f"findings/{number}/dossier", {"form": "docx"}).status_code in (status, 404)
    assert api("jiandu").post("findings/F0000000000000000/dossier", {"form": "docx"}).status_code == 404
    assert not Record.objects.filter(action="findings.dossier").exists()
