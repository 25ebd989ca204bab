"""Takes README's pictures of a city that has been run: ``python -m tools.pictures cities/yunlan``, into docs/pictures.

The city is copied without what people did in it, served, and looked at as its fictional people see it.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.browser import FLAGS, chromium
from tests.browser.session import PATIENCE_MS, Look, Watched, sign_in, window
from tests.serving import serving

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
LOOK = Look("zh", "light", (1440, 900))
SEEN = {
    "screen": ("yunkaiyuan", "/screens/hotline/热线"),
    "finding": ("sijianqing", None),
    "ask": ("yunkaiyuan", "/ask?q=今年各区县热线诉求量&q=同比"),
    "map": ("yunkaiyuan", "/map?tool=region&region=990102"),
}
"""A picture's name, who looks, and at what. None: the first finding of the list."""


def main(city: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        fresh = Path(shutil.copytree(city, Path(folder) / city.name, ignore=shutil.ignore_patterns("ops")))
        with serving(fresh) as served:
            for login in dict.fromkeys(login for login, _ in SEEN.values()):
                with window(browser, served.address, LOOK) as watched:
                    watched.open("/")
                    sign_in(watched, login, served.passwords[login])
                    for name in (name for name, (who, _) in SEEN.items() if who == login):
                        _look(watched, SEEN[name][1])
                        _keep(name, watched.page.screenshot())


def _look(watched: Watched, path: str | None) -> None:
    watched.page.get_by_role("navigation", name="菜单").wait_for()
    watched.open(path or "/findings")
    if path is None:
        watched.page.locator("main tbody a[href^='/findings/']").first.click()
        watched.page.wait_for_url("**/findings/*")
        watched.rest()
    watched.page.wait_for_timeout(1000)


def _keep(name: str, picture: bytes) -> None:
    """As a picture of few colours: a third of the size, and nobody sees it."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(192, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


@contextmanager
def _browser() -> Iterator[Browser]:
    found = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, env=found.environment, args=list(FLAGS)
        )
        yield browser
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
