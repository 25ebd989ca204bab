"""What README, CONTRIBUTING and docs name is there: files linked to, verbs of `shuzhi`, benches, targets of make."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from shuzhi.cli.commands import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "docs/adr/*.md", "docs/reference/*.md", "scenarios/*/README.md")
    for path in ROOT.glob(pattern)
)
READMES = ("README.md", "README.zh-CN.md")


def found(pattern: str) -> Iterator[tuple[Path, str]]:
    return ((path, match) for path in DOCUMENTS for match in re.findall(pattern, path.read_text("utf-8")))


def test_every_link_leads_to_a_file() -> None:
    here = [
        (path, link.split("#")[0])
        for path, link in found(r"\]\(([^)\s]+)\)")
        if not re.match(r"https?:|mailto:|#", link)
    ]
    assert len(here) > 50
    assert [
        f"{path.relative_to(ROOT)}: {link}" for path, link in here if not (path.parent / link).exists()
    ] == []


def test_every_bench_named_is_there() -> None:
    named = list(found(r"python -m bench\.(\w+)"))
    assert named
    missing = [f"{path.name}: {name}" for path, name in named if not list(ROOT.glob(f"bench/{name}*"))]
    assert missing == []


def test_every_verb_named_is_one() -> None:
    verbs = typer.main.get_group(app).commands
    named = list(found(r"\.venv/bin/shuzhi +([a-z][a-z-]*)"))
    assert named
    assert [f"{path.name}: {verb}" for path, verb in named if verb not in verbs] == []


@pytest.mark.parametrize(
    "pattern", [r"docs/adr/(\d{4})", r"\]\(scenarios/(\w+)", r"\.venv/bin/shuzhi +([a-z-]+)"]
)
def test_both_readmes_tell_the_same(pattern: str) -> None:
    english, chinese = (set(re.findall(pattern, (ROOT / name).read_text("utf-8"))) for name in READMES)
    assert english == chinese


def test_the_readmes_name_every_scenario() -> None:
    named = set(re.findall(r"\]\(scenarios/(\w+)", (ROOT / "README.md").read_text("utf-8")))
    assert named == {path.parent.name for path in ROOT.glob("scenarios/*/README.md")}
