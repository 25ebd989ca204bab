"""Every attack, by every reader, on every way to ask: no cell leaks. And each leaks once its defence is off."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from shuzhi.core import sql
from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.secure import gateway
from shuzhi.secure.differencing import ASKED
from shuzhi.secure.gateway import Lake
from tests.leaks import attacks_gate, attacks_masks, attacks_policy, attacks_rows
from tests.leaks.attack import Attack, leaked
from tests.leaks.defences import composed, exported, sealed, typed, ungated, without
from tests.leaks.world import (
    CLERK,
    HIDDEN,
    LEADER,
    OWNER,
    PEOPLE,
    POLICY,
    RESEARCHER,
    STATISTICIAN,
    TODAY,
    Person,
    world,
)

ATTACKS = (
    *attacks_rows.ATTACKS,
    *attacks_masks.ATTACKS,
    *attacks_gate.ATTACKS,
    *attacks_policy.ATTACKS,
)
by_name = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with world(tmp_path_factory.mktemp("leaks") / "lake") as held:
        yield held


def ask(lake: Lake, who: Person, attack: Attack, way: Callable[[Lake, Any, str], Any]) -> bool:
    """Whether the attack got through."""
    (lake.folder / ASKED).unlink(missing_ok=True)
    for text in attack.before:
        try:
            way(lake, who.reader, text)
        except ShuzhiError:
            return False
    try:
        rows, said = way(lake, who.reader, attack.sql), ""
    except ShuzhiError as error:
        rows, said = [], str(error)
    return leaked(who, attack, rows, said)


def test_there_are_enough_attacks_and_no_name_is_said_twice() -> None:
    assert len(ATTACKS) >= 120
    assert not [name for name, count in Counter(attack.name for attack in ATTACKS).items() if count > 1]


@by_name
def test_nothing_leaks_to_anybody(lake: Lake, attack: Attack) -> None:
    through = [who.name for who in PEOPLE if ask(lake, who, attack, composed)]
    through += [f"{who.name}, typed" for who in (CLERK, LEADER, RESEARCHER) if ask(lake, who, attack, typed)]
    through += [f"{who.name}, as a file" for who in (OWNER, CLERK) if ask(lake, who, attack, exported)]
    assert not through


@by_name
def test_it_leaks_with_its_defence_off(lake: Lake, attack: Attack) -> None:
    if attack.defence == "gate":
        rows = ungated_or_none(lake, attack)
        assert rows is not None
        return
    with without(attack.defence):
        assert ask(lake, attack.by, attack, composed)


def ungated_or_none(lake: Lake, attack: Attack) -> Any:
    """What the engine does when nobody asks whether it may; None when it would not do it anyway."""
    try:
        return ungated(lake, attack)
    except duckdb.Error:
        return None


@pytest.mark.parametrize(
    "attack",
    [each for each in ATTACKS if each.defence in {"masks", "errors"}][::24],
    ids=lambda each: each.name,
)
def test_the_sealed_process_itself_leaks_nothing(lake: Lake, attack: Attack) -> None:
    assert not ask(lake, CLERK, attack, sealed)


def test_the_harness_sees_what_may_be_seen(lake: Lake) -> None:
    """A harness that nobody gets an answer from would find no leak either."""
    assert len(composed(lake, OWNER.reader, "select * from standard.名册")) == 40
    assert len(composed(lake, CLERK.reader, "select * from standard.名册")) == 20
    asked = "select 区划, count(*) as n from standard.名册 group by 区划 order by 区划"
    assert [row["n"] for row in typed(lake, STATISTICIAN.reader, asked)] == [20, 20]


def test_what_is_granted_to_be_seen_is_not_thereby_granted_to_be_taken_out(lake: Lake) -> None:
    asked = "select 区划 from standard.名册"
    assert len(exported(lake, OWNER.reader, asked)) == 40
    for who in (CLERK, LEADER):
        with pytest.raises(Refused):
            exported(lake, who.reader, asked)


def test_the_audit_tells_of_questions_without_the_values_in_them(lake: Lake) -> None:
    for attack in ATTACKS[:60]:
        ask(lake, CLERK, attack, composed)
    written = lake.audit.read_text(encoding="utf-8")
    assert gateway.mark(lake, "990102") in written
    assert not [value for value in HIDDEN if value in written]


def test_what_was_allowed_before_is_not_allowed_after_the_grant_is_gone(lake: Lake) -> None:
    query = sql.query("select 区划 from standard.名册")
    assert gateway.read(lake, CLERK.reader, query, policy=POLICY, today=TODAY).num_rows == 20
    with pytest.raises(Refused):
        gateway.read(lake, CLERK.reader, query, policy=replace(POLICY, grants=()), today=TODAY)
