"""Figures are answered from copies that a run makes, and the next run's changes are in them."""

import shutil
from datetime import date
from pathlib import Path

from shuzhi.core import sql
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

COUNTED = """
title: {zh: 发放笔数, en: Payments}
definition: {zh: 有效的发放记录数, en: valid payments}
unit: {zh: 笔, en: payments}
owner: 民政局
table: old_age.发放
time: 日期
value: {count: rows}
"""


def payments(city: Path) -> int:
    with lake_of(load_city(city), read_only=True) as lake:
        answer = Pipeline(lake=lake, scope=EVERYTHING).fetch(
            sql.query("select count(*) as n from old_age.发放")
        )
        return int(answer["n"][0].as_py())


def test_figures_are_answered_from_copies_of_what_the_last_run_made(tmp_path: Path) -> None:
    city = tmp_path / "市"
    write_city(city)
    (city / "scenarios/old_age/indicators").mkdir()
    (city / "scenarios/old_age/indicators/发放笔数.yml").write_text(COUNTED, encoding="utf-8")
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    before = payments(city)
    shutil.copytree(city / "lake/data", tmp_path / "data")
    shutil.rmtree(city / "lake/data")
    assert payments(city) == before
    shutil.copytree(tmp_path / "data", city / "lake/data")

    paid = city / "data/民政局/高龄津贴2026.csv"
    header, _, *rest = paid.read_bytes().splitlines(keepends=True)
    paid.write_bytes(b"".join([header, *rest]))
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    assert payments(city) == before - 1
