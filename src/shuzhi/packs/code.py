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
from shuzhi.packs.steps import EXTRAS, STEPS, StepFunction


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


def step_function(name: str, folder: Path) -> StepFunction:
    """The step of that name: a public function of the scenario's steps.py, else the platform's.

    Raises ShuzhiError if there is none.
    """
    own = getattr(module(folder, "steps"), name, None)
    if callable(own):
        step: StepFunction = own
        return step
    if name not in STEPS:
        known = Text(f"已有：{listed(STEPS)}", f"there are: {listed(STEPS)}")
        raise ShuzhiError(
            [
                Problem(
                    what=Text(f"没有步骤“{name}”", f"there is no step “{name}”"),
                    where=f"{folder.name}/scenario.yml",
                    todo=did_you_mean(name, STEPS, otherwise=known),
                )
            ]
        )
    where, _, function = STEPS[name].partition(":")
    try:
        named: StepFunction = getattr(importlib.import_module(where), function)
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").split(".")[0])
        if extra is None:
            raise
        raise ShuzhiError([_missing(name, folder, str(error.name), extra)]) from None
    return named


def _missing(step: str, folder: Path, library: str, extra: str) -> Problem:
    return Problem(
        what=Text(
            f"步骤“{step}”需要的程序库没有安装", f"a library that step “{step}” needs is not installed"
        ),
        where=f"{folder.name}/scenario.yml",
        why=Text(f"没有 {library}", f"there is no {library}"),
        todo=Text(f"安装 shuzhi[{extra}]", f"install shuzhi[{extra}]"),
    )


def generator(folder: Path) -> Callable[..., Any] | None:
    """The scenario's ``generate(folder, **arguments)``, or None if it has none."""
    found = module(folder, "generate")
    return getattr(found, "generate", None) if found else None
