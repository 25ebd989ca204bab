"""Changes of the catalogue: asked for by the table's department, signed by another, of no effect until then."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.catalogue.signers import tell_signers
from shuzhi.ops.city import city as served
from shuzhi.packs.loader import load_city
from shuzhi.run.described import decided
from tests.unit.ops.conftest import Api

Ask = Callable[[str | None], Api]
TABLE = "standard.高龄津贴发放"
PAGE = f"catalogue/tables/{TABLE}"
STEWARD, SIGNER, STRANGER = "shenzhiming", "kezhang", "pangguan"
CONDITIONAL = {"kind": "conditional", "basis": "示例条例", "condition": "限高龄津贴核查"}
WIDER = {"kind": "unconditional", "basis": "示例条例"}
NARROWER = {"kind": "withheld", "basis": "示例法律"}


@pytest.fixture(autouse=True)
def folder(city_folder: Path) -> Iterator[Path]:
    (city_folder / "catalogue.yml").write_text("# 目录\nsigning: true\n", "utf-8")
    served.cache_clear()
    yield city_folder
    for name in ("catalogue.yml", "signatures.yml"):
        (city_folder / name).unlink(missing_ok=True)
    served.cache_clear()


def propose(api: Api, sharing: dict[str, str], reason: str = "示例理由") -> int:
    return api.post(f"{PAGE}/entry", {"sharing": sharing, "reason": reason}).status_code


def decide(api: Api, verdict: str = "signed", mark: str | None = None) -> int:
    waits = told(api)["signing"]["waiting"]
    body = {"verdict": verdict, "reason": "示例意见", "mark": mark or (waits and waits["mark"]) or "none"}
    return api.post(f"{PAGE}/signature", body).status_code


def told(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = api.get(PAGE).json()
    return found


def notices(api: Api) -> list[tuple[str, str]]:
    """The words and the link of each, the latest first."""
    return [(each["text"]["zh"], each["link"]) for each in api.get("notices").json()["rows"]]


def in_force(folder: Path, api: Api) -> str | None:
    """As the files say to a run, and, alike, as the page says."""
    city = load_city(folder)
    (table,) = [source.standard for source in city.sources if str(source.standard) == TABLE]
    kind: str | None = decided(city, table)["sharing"]
    words = {None: "未定", "conditional": "有条件共享", "unconditional": "无条件共享", "withheld": "不予共享"}
    assert told(api)["sharing"]["zh"] == words[kind]
    return kind


def test_a_wider_sharing_waits_for_a_signature_and_a_narrower_one_does_not(
    api: Ask, lake: Path, folder: Path
) -> None:
    steward, signer = api(STEWARD), api(SIGNER)
    assert propose(steward, CONDITIONAL) == 204
    assert in_force(folder, signer) is None
    assert [each["table"] for each in signer.get("catalogue/signing").json()] == [TABLE]
    assert decide(signer) == 204
    assert in_force(folder, signer) == "conditional"
    assert propose(steward, WIDER) == 204
    assert in_force(folder, signer) == "conditional"
    assert decide(signer, "refused") == 204
    assert in_force(folder, signer) == "conditional"
    assert told(signer)["signing"]["waiting"] is None
    assert propose(steward, NARROWER) == 204
    assert in_force(folder, signer) == "withheld"
    versions = told(signer)["signing"]["decided"]
    assert [(each["verdict"], each["by"], each["asked_by"]) for each in versions] == [
        ("refused", SIGNER, STEWARD),
        ("signed", SIGNER, STEWARD),
    ]
    actions = (
        Record.objects.filter(object=f"table:{TABLE}").order_by("number").values_list("action", flat=True)
    )
    assert list(actions) == [
        "catalogue.propose",
        "catalogue.tell",
        "catalogue.sign",
        "catalogue.propose",
        "catalogue.tell",
        "catalogue.refuse",
        "catalogue.propose",
        "catalogue.tell",
    ]


def test_other_terms_of_the_same_sharing_wait_too(api: Ask, lake: Path, folder: Path) -> None:
    assert propose(api(STEWARD), CONDITIONAL) == 204
    assert decide(api(SIGNER)) == 204
    assert propose(api(STEWARD), CONDITIONAL | {"condition": "限任何\n  工作: #需要"}, "一\n二\x07") == 204
    assert told(api(SIGNER))["sharing_condition"] == CONDITIONAL["condition"]


def test_what_an_edited_file_says_waits_as_well(api: Ask, lake: Path, folder: Path) -> None:
    text = f"signing: true\ntables:\n  {TABLE}: {{sharing: {{kind: unconditional, basis: 示例}}}}\n"
    (folder / "catalogue.yml").write_text(text, "utf-8")
    served.cache_clear()
    assert in_force(folder, api(SIGNER)) is None
    waits = told(api(SIGNER))["signing"]["waiting"]
    assert (waits["first"], waits["asked_by"]) == (True, None)
    assert {change["what"] for change in waits["changes"]} == {"sharing", "owner", "basis", "cadence"}


def test_nobody_signs_what_he_asked_for_or_what_he_was_not_shown(api: Ask, lake: Path, folder: Path) -> None:
    assert propose(api(STEWARD), CONDITIONAL) == 204
    assert decide(api(STEWARD)) == 409
    mark = told(api(SIGNER))["signing"]["waiting"]["mark"]
    assert propose(api(STEWARD), WIDER) == 204
    assert decide(api(SIGNER), mark=mark) == 409
    assert in_force(folder, api(SIGNER)) is None


def test_only_those_whose_table_it_is_ask_and_sign_and_say_why(api: Ask, lake: Path, folder: Path) -> None:
    assert propose(api(STRANGER), CONDITIONAL) == 403
    assert propose(api(SIGNER), CONDITIONAL) == 403
    assert propose(api(STEWARD), CONDITIONAL, " \u200b") == 400
    assert propose(api(STEWARD), CONDITIONAL | {"basis": "\n"}) == 400
    assert propose(api(STEWARD), {"kind": "conditional", "basis": "示例条例"}) == 400
    assert propose(api(STEWARD), CONDITIONAL) == 204
    assert propose(api(STEWARD), CONDITIONAL) == 400
    assert decide(api(STRANGER)) == 403
    assert api(STRANGER).get("catalogue/signing").json() == []
    text = (folder / "catalogue.yml").read_text("utf-8")
    assert text.startswith("# 目录\nsigning: true\n")


def test_whoever_may_sign_is_told_once_and_whoever_asked_of_the_decision(
    api: Ask, lake: Path, folder: Path
) -> None:
    steward, signer = api(STEWARD), api(SIGNER)
    assert propose(steward, CONDITIONAL) == 204
    tell_signers()
    assert notices(signer) == [("“高龄津贴发放明细”的目录变更等您签批", f"/catalogue/{TABLE}")]
    assert [each["may_sign"] for each in signer.get("catalogue/signing").json()] == [True]
    assert [each["may_sign"] for each in steward.get("catalogue/signing").json()] == [False]
    assert notices(steward) == notices(api(STRANGER)) == []
    assert decide(signer, "refused") == 204
    assert notices(steward) == [("您提请的目录变更未获同意", f"/catalogue/{TABLE}")]
    assert propose(steward, WIDER) == propose(steward, NARROWER) == propose(steward, WIDER) == 204
    assert len(notices(signer)) == 4, "asked for again, it is told again"


def test_an_edited_file_is_told_to_whoever_may_sign(api: Ask, lake: Path, folder: Path) -> None:
    text = f"signing: true\ntables:\n  {TABLE}: {{sharing: {{kind: unconditional, basis: 示例}}}}\n"
    (folder / "catalogue.yml").write_text(text, "utf-8")
    served.cache_clear()
    tell_signers()
    tell_signers()
    assert len(notices(api(SIGNER))) == len(notices(api(STEWARD))) == 1


def test_a_city_that_signs_nothing_has_nothing_waiting(api: Ask, lake: Path, folder: Path) -> None:
    text = f"tables:\n  {TABLE}: {{sharing: {{kind: unconditional, basis: 示例}}}}\n"
    (folder / "catalogue.yml").write_text(text, "utf-8")
    served.cache_clear()
    assert in_force(folder, api(SIGNER)) == "unconditional"
    assert told(api(SIGNER))["signing"] is None
    assert propose(api(STEWARD), CONDITIONAL) == 409
