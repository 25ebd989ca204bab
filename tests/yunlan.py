"""The demo city's own files in a folder of a test's or a bench's own."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
YUNLAN = ROOT / "cities" / "yunlan"
_MADE = shutil.ignore_patterns("data", "lake", "ops", "outcomes", "secret.key")


def copy_yunlan(folder: Path, generate: Mapping[str, Mapping[str, Any]] | None = None) -> Path:
    """Yunlan in ``folder``, which is not there yet: neither data nor lake; scenarios stay where they are.

    ``generate``: what its generators are told instead, by scenario.
    """
    shutil.copytree(YUNLAN, folder, ignore=_MADE)
    told = yaml.safe_load((YUNLAN / "city.yml").read_text(encoding="utf-8"))
    told["scenario_path"] = [str(ROOT / "scenarios")]
    for scenario, instead in (generate or {}).items():
        told["generate"][scenario] |= instead
    (folder / "city.yml").write_text(
        yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return folder
