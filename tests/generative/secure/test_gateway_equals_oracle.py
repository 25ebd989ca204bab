"""Whatever the query and whatever the policy: the gateway answers as a copy that has only what may be seen.

More than the few hundred of every day: ``pytest tests/generative/secure --queries 20000``.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from shuzhi.core import sql
from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.secure import gateway
from shuzhi.secure.gateway import EngineSettings, Lake, Pipeline
from shuzhi.secure.policy import Policy, Scope
from tests.generative.secure.queries import READER, TABLES, TODAY, answer, comparable, policies, queries
from tests.spec.conftest import spark_remote

__all__ = ["spark_remote"]


SLOWER = {"ducklake": 1, "spark": 5}
"""Of so many queries an engine gets one: a server answers as many in five times the time."""


@pytest.fixture(scope="module", params=tuple(SLOWER))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def lake(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lake]:
    remote = request.getfixturevalue("spark_remote") if engine == "spark" else None
    folder = tmp_path_factory.mktemp("oracle") / "lake"
    with gateway.open_lake(folder, EngineSettings(remote=remote)) as made:
        everything = Pipeline(lake=made, scope=Scope(name="test", reads=("*",), writes=("*",)))
        for table, rows in TABLES.items():
            everything.replace_arrow(table, rows)
    with gateway.open_lake(folder, EngineSettings(remote=remote), read_only=True) as held:
        yield held


def governed(lake: Lake, policy: Policy, query: str) -> list[str] | None:
    try:
        answered = gateway.read(lake, READER, sql.query(query), policy=policy, today=TODAY)
    except Refused:
        return None
    return comparable(answered)


def test_the_gateway_answers_as_a_filtered_and_masked_copy(
    lake: Lake, engine: str, request: pytest.FixtureRequest
) -> None:
    refused, answered, unable = 0, 0, 0

    @settings(
        max_examples=request.config.getoption("--queries") // SLOWER[engine],
        suppress_health_check=list(HealthCheck),
    )
    @given(policies(), queries())
    def agree(policy: Policy, query: str) -> None:
        nonlocal refused, answered, unable
        expected = answer(policy, query)
        try:
            told = governed(lake, policy, query)
        except ShuzhiError:
            # Sail cannot run every query within a query; then nothing is answered.
            assert engine == "spark"
            unable += 1
            return
        assert told == expected
        refused, answered = refused + (expected is None), answered + (expected is not None)

    agree()
    assert answered > refused / 10
    assert unable <= answered / 20
    print(f"{answered} answered, {refused} refused, {unable} the engine could not run")
