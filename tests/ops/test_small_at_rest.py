"""The server at rest holds no library that only some of its work needs: what it is for names it where it is used."""

import shutil
import subprocess
import sys
from pathlib import Path

CITY = Path(__file__).parents[1] / "unit" / "ops" / "city"

LARGE = ("pypinyin.phrases_dict", "xlsxwriter", "pandas", "sklearn", "scipy", "lightgbm", "ortools")


def test_what_only_some_work_needs_is_not_imported_at_the_start(tmp_path: Path) -> None:
    folder = shutil.copytree(CITY, tmp_path / "city")
    script = (
        "import sys; from pathlib import Path; from shuzhi.ops.serve import set_up;"
        "set_up(Path(sys.argv[1])); import shuzhi.ops.asgi, shuzhi.ops.urls, shuzhi.ops.jobs;"
        "print(*sys.modules)"
    )
    imported = subprocess.run(
        [sys.executable, "-c", script, folder], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in LARGE if name in imported] == []
