"""Every command says what it is for: `--help` of each is read, not broken by what its words look like."""

from collections.abc import Iterator

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from shuzhi.cli.commands import app


def commands() -> Iterator[tuple[str, ...]]:
    def below(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, each in getattr(command, "commands", {}).items():
            yield from below(each, (*path, name))

    yield from below(get_command(app), ())


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_help_is_told(command: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, [*command, "--help"])
    assert told.exception is None
    assert told.exit_code == 0
    assert "Usage" in told.stdout
