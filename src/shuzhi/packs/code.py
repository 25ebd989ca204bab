"""A scenario's own Python, loaded from its folder: steps.py and generate.py. Nothing is installed or put on a path."""

import hashlib
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.steps import STEPS, Step


def module(folder: Path, stem: str) -> ModuleType | None:
    """``<folder>/<stem>.py`` as a module of its own package (so that it may import its neighbours), or None."""
    if not (folder / f"{stem}.py").exists():
        return None
    whole = folder.resolve()
    # Two cities may bring two scenarios of one name: the path keeps them apart.
    package = f"scenario_{hashlib.sha256(str(whole).encode()).hexdigest()[:12]}"
    if package not in sys.modules:
        made = ModuleType(package)
        made.__path__ = [str(whole)]
        sys.modules[package] = made
    return importlib.import_module(f"{package}.{stem}")


def step_function(name: str, folder: Path) -> Step:
    """The step of that name: the scenario's own, else the platform's. Raises ShuzhiError if there is none."""
    own = module(folder, "steps")
    steps: dict[str, Step] = {**STEPS, **(getattr(own, "STEPS", {}) if own else {})}
    if name not in steps:
        raise ShuzhiError(
            [
                Problem(
                    what=Text(f"没有步骤“{name}”", f"there is no step “{name}”"),
                    where=f"{folder.name}/scenario.yml",
                    todo=did_you_mean(
                        name, steps, otherwise=Text(f"已有：{listed(steps)}", f"there are: {listed(steps)}")
                    ),
                )
            ]
        )
    return steps[name]


def generator(folder: Path) -> Callable[..., Any] | None:
    """The scenario's ``generate(folder, **arguments)``, or None if it has none."""
    found = module(folder, "generate")
    return getattr(found, "generate", None) if found else None
