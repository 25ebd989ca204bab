"""A small Yunlan: the demo city's departments, people, flows and grants over few data, gone through the loop once."""

import shutil
from datetime import date
from pathlib import Path

import yaml

from shuzhi.packs.generate import generate
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import run_city

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 6, 30)


def small_yunlan(folder: Path) -> Path:
    """The city's folder, with its findings made."""
    city = folder / "yunlan"
    city.mkdir()
    shutil.copytree(ROOT / "cities" / "yunlan" / "map", city / "map")
    told = yaml.safe_load((ROOT / "cities" / "yunlan" / "city.yml").read_text(encoding="utf-8"))
    told |= {
        "scenario_path": [str(ROOT / "scenarios")],
        "generate": told["generate"]
        | {
            "subsidy": {"people": 8_000, "payments": 60_000, "seed": 11, "density": 2.0},
            "hotline": {"messages": 300, "seed": 7},
            "outbreak": {"outbreaks": 4, "seed": 7},
            "enterprise": {"companies": 150, "seed": 7},
        },
    }
    (city / "city.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    generate(load_city(city))
    run_city(load_city(city), as_of=AS_OF, tell=lambda _: None)
    return city
