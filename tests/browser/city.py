"""A small Yunlan: the demo city's departments, people, flows and grants over few data, gone through the loop once."""

from datetime import date
from pathlib import Path

from shuzhi.packs.generate import generate
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import run_city
from tests.yunlan import copy_yunlan

AS_OF = date(2026, 6, 30)
ARRANGED = "编排"
"""A view of the city's own, for whoever arranges one."""
VIEW = """\
title: {zh: 编排, en: Arranged}
panels:
  # 留着的注释
  - {kind: kpi, at: [1, 1, 6, 2], title: {zh: 甲, en: One}, asks: [{indicator: hotline.诉求量}]}
  - {kind: kpi, at: [7, 1, 6, 2], title: {zh: 乙, en: Two}, asks: [{indicator: hotline.诉求量, period: this_year}]}
  - {kind: text, at: [1, 3, 4, 2], title: {zh: 丙, en: Three}, text: {zh: 说明, en: Words}}
"""


def small_yunlan(folder: Path) -> Path:
    """The city's folder, with its findings made."""
    city = copy_yunlan(
        folder / "yunlan",
        {
            "subsidy": {"people": 8_000, "payments": 60_000, "seed": 11, "density": 2.0},
            "hotline": {"messages": 300, "seed": 7},
            "outbreak": {"outbreaks": 4, "seed": 7},
            "inspection_fire": {"buildings": 600, "seed": 7},
            "sanitation": {"complaints": 4000, "seed": 7},
            "enterprise": {"companies": 150, "seed": 7},
        },
    )
    (city / "views" / f"{ARRANGED}.yml").write_text(VIEW, encoding="utf-8")
    generate(load_city(city))
    run_city(load_city(city), as_of=AS_OF, tell=lambda _: None)
    return city
