"""A scenario may not take the name of a schema that holds the platform's own tables."""

import shutil
from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine


@pytest.mark.parametrize("name", ["standard", "finding", "meta", "landed"])
def test_a_scenario_called_like_a_platform_schema_is_told(tmp_path: Path, name: str) -> None:
    city = tmp_path / "市"
    write_city(city)
    shutil.move(city / "scenarios/old_age", city / "scenarios" / name)
    file = city / "city.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("old_age", name), encoding="utf-8")
    _, problems = examine(city)
    assert f"场景不能叫“{name}”" in {problem.what.zh for problem in problems}
