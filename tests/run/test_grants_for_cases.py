"""What is granted for cases is closed to every desk, and lends to one only the rows of the person and the household."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.fuse.relations import RELATION
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.run.read import desk, within_cases
from shuzhi.secure.policy import Post, Reader
from tests.run.test_people_are_fused import register

AS_OF = date(2026, 6, 30)
SOURCE = """
title: {zh: 户籍, en: Households}
owner: 公安局
basis: 虚构
cadence: monthly
licence: 政务内部共享
files: ["公安局/户籍.csv"]
columns: {姓名: person_name, 身份证号: id_card, 户号: code, 关系: text}
people:
  - {id_card: 身份证号, name: 姓名, authority: 1}
relations:
  - {relation: {zh: 同户, en: household}, who: 身份证号, of: 户号, part: 关系}
"""
ROWS = ["姓名,身份证号,户号,关系"] + [
    f"{name},{number},{household},户主"
    for (name, number, *_), household in zip(register(3), ("A1", "A1", "A2"), strict=True)
]
GRANT = {
    "who": {"role": "核查员"}, "tables": ["entity.relation"], "cases": True, "rows": "relation = '同户'",
    "purpose": "高龄津贴监督", "mask": "none",
}  # fmt: skip
QUESTION = sql.query("select l, r from entity.relation order by l")


def test_only_the_persons_own_rows_and_the_households_are_lent(tmp_path: Path) -> None:
    folder = tmp_path / "市"
    write_city(folder)
    (folder / "scenarios/old_age/sources/户籍.yml").write_text(SOURCE, encoding="utf-8")
    (folder / "data/公安局/户籍.csv").write_text("\n".join(ROWS), encoding="utf-8")
    told = yaml.safe_load((folder / "city.yml").read_text(encoding="utf-8"))
    told["grants"].append(GRANT)
    (folder / "city.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    city = load_city(folder)
    run_city(city, as_of=AS_OF, tell=lambda _: None)
    reader = Reader(name="anrushi", posts=(Post(role="核查员", department="民政局"),), purpose="高龄津贴监督")
    with lake_of(city, read_only=True) as lake:
        closed = desk(lake, city, reader, AS_OF)
        with pytest.raises(Refused):
            closed.rows(QUESTION)
        everybody = within_cases(closed, city, {RELATION: "true"}).rows(QUESTION)
        assert len({row["r"] for row in everybody}) == 2
        for one in everybody:
            lent = within_cases(closed, city, {RELATION: f"l in ('{one['l']}') or r in ('{one['r']}')"})
            assert lent.rows(QUESTION) == [row for row in everybody if row["r"] == one["r"]]
