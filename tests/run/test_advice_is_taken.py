"""The whole way round: people dismiss most of what a rule finds, it asks for another limit, a person takes the advice,
and the next run finds less and is more often right."""

from pathlib import Path

import pytest

from shuzhi.cli.commands import app
from shuzhi.packs.edit import apply
from shuzhi.packs.edit_parameter import Change, edit
from shuzhi.packs.loader import load_city
from tests.expenses import DAY, decide, expenses_city, rows, run


def test_from_dismissals_to_a_better_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    city = expenses_city(tmp_path)
    run(city)
    (before,) = rows(city, "select * from effect.rule_advice")
    assert (before["advice"], before["judged"]) == ("too_few", 0)

    decide(city)
    monkeypatch.setenv("COLUMNS", "200")
    app(["run", str(city)], standalone_mode=False)
    told = capsys.readouterr().out
    assert "处置结论建议调整的门槛" in told
    (worth,) = rows(city, "select * from effect.rule_precision")
    (said,) = rows(city, "select * from effect.rule_advice")
    assert worth["mostly_dismissed"]
    assert said["advice"] == "change"
    assert said["current"] == 1000
    assert f"│ 单笔限额 │ {said['current']} │ {said['proposed']} │" in told
    assert 3400 <= said["proposed"] <= 3700, "where leads begin"
    assert said["kept_leads"] >= 0.95 * said["leads"]
    assert said["dropped_dismissals"] > 0.5 * said["dismissed"]

    change = Change(
        scenario=said["scenario"],
        parameter=said["parameter"],
        since=DAY,
        value=said["proposed"],
        reason=f"已判 {said['judged']} 条，改后少查 {said['dropped_dismissals']} 条",
    )
    edited = edit(load_city(city), change)
    assert [line for line in edited.diff.splitlines()[2:] if line.startswith("-")] == []
    apply(edited)
    run(city)

    (after,) = rows(city, "select * from effect.rule_precision")
    dropped = said["dropped_dismissals"] + said["leads"] - said["kept_leads"]
    assert worth["findings"] - after["findings"] == dropped + said["dropped_undecided"], (
        "as was said beforehand"
    )
    assert (after["leads"], after["precision"]) == (said["kept_leads"], said["precision_after"])
    assert after["precision_low"] > worth["precision_high"], "more often right, and not by chance"
    assert not after["mostly_dismissed"]
    (again,) = rows(city, "select * from effect.rule_advice")
    assert again["current"] == said["proposed"]
    assert again["advice"] != "change"
