"""The demo city's own files in a folder of a test's or a bench's own."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from shuzhi.packs.generate import generate
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run.loop import run_city

ROOT = Path(__file__).resolve().parents[1]
YUNLAN = ROOT / "cities" / "yunlan"
DAY = date(2026, 6, 30)
"""The day it is run as of."""
_BARE = frozenset({"name", "as_of", "data", "lake", "regions", "departments", "roles", "people"})
_MADE = shutil.ignore_patterns("data", "lake", "ops", "outcomes", "secret.key")


def copy_yunlan(folder: Path, instead: Mapping[str, Mapping[str, Any]] | None = None) -> Path:
    """Yunlan in ``folder``, which is not there yet: neither data nor lake; scenarios stay where they are.

    ``instead``: what its generators are told instead, by scenario.
    """
    shutil.copytree(YUNLAN, folder, ignore=_MADE)
    told = yaml.safe_load((YUNLAN / "city.yml").read_text(encoding="utf-8"))
    told["scenario_path"] = [str(ROOT / "scenarios")]
    for scenario, said in (instead or {}).items():
        told["generate"][scenario] |= said
    (folder / "city.yml").write_text(
        yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return folder


def run_alone(
    folder: Path, scenario: str, *, purposes: Sequence[str] = (), instead: Mapping[str, Any] | None = None
) -> City:
    """Yunlan with nothing but one scenario and what ``purposes`` are granted, in ``folder``: generated and run.

    ``instead``: what its generator is told instead.
    """
    told = yaml.safe_load((YUNLAN / "city.yml").read_text(encoding="utf-8"))
    small = {name: value for name, value in told.items() if name in _BARE} | {
        "scenarios": [scenario],
        "scenario_path": [str(ROOT / "scenarios")],
        "generate": {scenario: told["generate"][scenario] | (instead or {})},
        "grants": [grant for grant in told["grants"] if grant["purpose"] in purposes],
    }
    folder.mkdir(exist_ok=True)
    (folder / "city.yml").write_text(yaml.safe_dump(small, allow_unicode=True), encoding="utf-8")
    city = load_city(folder)
    generate(city)
    run_city(city, as_of=DAY, tell=lambda *_: None)
    return city
