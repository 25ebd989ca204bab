"""Every rival of bench/screening does the same work: it finds what the governed run finds, rule by rule."""

from pathlib import Path

import pytest

from bench.screening import (
    HANDWRITTEN,
    KEPT,
    RIVALS,
    RULES,
    Engine,
    Run,
    differing,
    governed_run,
    prepared,
    rival_run,
)

PAYMENTS, PEOPLE = 100_000, 12_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("screening"), PAYMENTS, PEOPLE)


@pytest.fixture(scope="module")
def governed(folder: Path) -> Run:
    return governed_run(folder, PAYMENTS, profile=False)


def test_every_rule_finds_something(governed: Run) -> None:
    assert not [rule for rule in RULES if not governed.found[rule]]


@pytest.mark.parametrize("engine", [HANDWRITTEN, KEPT, *RIVALS], ids=lambda engine: engine.name)
def test_a_rival_finds_the_same(engine: Engine, folder: Path, governed: Run) -> None:
    pytest.importorskip(engine.package)
    run = rival_run(engine, folder, PAYMENTS)
    assert not differing(run, governed)
    assert sum(map(len, run.found.values())) == sum(map(len, governed.found.values()))
