"""Where tests run: in CI the generated examples are the same every time, so that a red build can be repeated."""

import os

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the tests that try random sequences of actions go on."""
    parser.addoption("--sequences", type=int, default=25, help="random sequences of actions to try")
