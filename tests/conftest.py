"""Where tests run: in CI the generated examples are the same every time, so that a red build can be repeated."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Tests, and the processes they start, lock with a key of their own.
_KEYS = tempfile.TemporaryDirectory()
os.environ["SHUZHI_KEY_FILE"] = str(Path(_KEYS.name) / "keys.json")

# A worker of several is told 80; what a console's width is, a test says.
os.environ.pop("COLUMNS", None)

# How long an example takes says how busy the machine is.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the tests that try random sequences of actions go on."""
    parser.addoption("--calls", type=int, default=3, help="calls of each operation of the API to try")
    parser.addoption("--sequences", type=int, default=25, help="random sequences of actions to try")
    parser.addoption("--queries", type=int, default=200, help="random queries to put through the gateway")
