"""A browser and Chinese fonts, wherever the tests run: the system's Chromium when there is one, else one out of npm.

The one out of npm (@sparticuz/chromium) comes compressed, with the libraries a bare Debian lacks. Fonts always come
from npm, so that screenshots look the same everywhere.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hatch_build import node, node_folder, npm_ci

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
UNPACKED = PACKAGES / ".chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    # Maps are drawn by WebGL, here by the processor.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A program to start, and what its environment must say."""

    program: str
    environment: dict[str, str]


def chromium() -> Chromium:
    """The browser of the tests, fetched and unpacked the first time."""
    npm_ci(HERE, "browser")
    # The Node that playwright brings needs a library that a bare Debian lacks.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node_folder() / "node"))
    environment = {**os.environ, "FONTCONFIG_FILE": str(_fonts())}
    system = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if system:
        return Chromium(system, environment)
    _unpack()
    environment["LD_LIBRARY_PATH"] = f"{UNPACKED / 'lib'}:{UNPACKED}"
    return Chromium(str(UNPACKED / "chromium"), environment)


def axe() -> str:
    """The source of axe-core, to be run within a page."""
    npm_ci(HERE, "browser")
    return (PACKAGES / "axe-core" / "axe.min.js").read_text()


def _fonts() -> Path:
    # The weights are picked out: with all nine, a page of Chinese takes the browser noticeably longer.
    chosen = PACKAGES / ".fonts"
    if not chosen.exists():
        chosen.mkdir()
        for weight in ("400Regular", "600SemiBold"):
            (chosen / f"{weight}.ttf").symlink_to(
                PACKAGES / "@expo-google-fonts" / "noto-sans-sc" / weight / f"NotoSansSC_{weight}.ttf"
            )
    told = PACKAGES / "fonts.conf"
    told.write_text(FONTS.format(fonts=chosen, cache=PACKAGES / ".fontcache"))
    return told


def _unpack() -> None:
    if (UNPACKED / ".done").exists():
        return
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir()
    node("unpack.mjs", str(UNPACKED), folder=HERE)
    for archive in sorted(UNPACKED.glob("*.tar")):
        subprocess.run(["tar", "-xf", str(archive), "-C", str(UNPACKED)], check=True)
        archive.unlink()
    (UNPACKED / "chromium").chmod(0o755)
    (UNPACKED / ".done").touch()
