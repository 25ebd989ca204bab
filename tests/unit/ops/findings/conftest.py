"""The tiny city's findings, copied from its lake."""

from pathlib import Path

import pytest

from shuzhi.ops.findings.intake import follow_lake
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.people.models import User


@pytest.fixture
def copied(people: dict[str, User], lake: Path) -> None:
    """Every finding of the lake, copied for every audience."""
    assert follow_lake()


@pytest.fixture
def north(copied: None) -> list[Finding]:
    """Findings in 溪北区, highest first; all of the rule about payments after death."""
    return list(Finding.objects.filter(region__startswith="990202").order_by("-score", "id"))


@pytest.fixture
def south(copied: None) -> list[Finding]:
    """Findings in 石桥县."""
    return list(Finding.objects.filter(region__startswith="990221").order_by("-score", "id"))


@pytest.fixture
def nowhere(copied: None) -> list[Finding]:
    """Findings without a region: of the rule about two payments a day."""
    return list(Finding.objects.filter(region="").order_by("id"))
