"""The server at rest holds no library that only some of its work needs: what it is for names it where it is used."""

import shutil
import subprocess
import sys
from pathlib import Path

CITY = Path(__file__).parents[1] / "unit" / "ops" / "city"

LARGE = ("pypinyin.phrases_dict", "xlsxwriter", "pandas", "sklearn", "scipy", "lightgbm", "ortools")


def test_what_only_some_work_needs_is_not_imported_before_it_is_done(tmp_path: Path) -> None:
    folder = shutil.copytree(CITY, tmp_path / "city")
    script = (
        "import sys; from pathlib import Path; from shuzhi.ops.serve import prepare;"
        "prepare(Path(sys.argv[1]), demo=False, say=lambda told: None);"
        "import shuzhi.ops.asgi, shuzhi.ops.urls; from shuzhi.ops.jobs import JOBS;"
        "[job.run() for job in JOBS]; print(*sys.modules)"
    )
    imported = subprocess.run(
        [sys.executable, "-c", script, folder], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in LARGE if name in imported] == []
