"""People across sources: who mistyped his number is found, twins stay two, and how files came in changes nothing."""

import csv
import random
from datetime import date
from pathlib import Path

import duckdb
import pytest

from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run import step
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

SOURCE = """
title: {{zh: {name}, en: {name}}}
owner: {owner}
basis: 虚构
cadence: monthly
licence: 政务内部共享
files: ["{owner}/{name}*.csv"]
columns: {{姓名: person_name, 身份证号: id_card, 性别: text, 出生日期: date, 电话: phone, 住址: address}}
people:
  - {{id_card: 身份证号, name: 姓名, sex: 性别, birth: 出生日期, phone: 电话, address: 住址, authority: {authority}}}
"""
HEADER = ("姓名", "身份证号", "性别", "出生日期", "电话", "住址")
Row = tuple[str, ...]
MENTIONED = "select record from entity.person_mention"
CHANGED = "select * from entity.person_change"
GIVEN = "安平和顺康宁福禄祥瑞春夏秋冬晨曦"


def born(id_card: str) -> str:
    return f"{id_card[6:10]}-{id_card[10:12]}-{id_card[12:14]}"


def register(size: int) -> list[Row]:
    """Fictional people, each with everything known."""
    number = sql.text(sql.fill(element("id_card").fictional, n=sql.column("n")))
    ids = duckdb.sql(f"select {number} from (select unnest(range({size})) * 131 as n) t").fetchall()
    return [
        (
            f"虚{GIVEN[n % 16]}{GIVEN[n // 16 % 16]}",
            id_card,
            "男" if int(id_card[16]) % 2 else "女",
            born(id_card),
            f"154{n * 7919 % 10**8:08d}",
            f"示例市东湖区虚构{GIVEN[n % 5]}路{n // 3 + 1}号",
        )
        for n, (id_card,) in enumerate(ids)
    ]


PEOPLE = register(90)


def visits() -> list[Row]:
    """The same people as a counter clerk wrote them: numbers mistyped or missing, homophones, half of the rest."""
    told = []
    for n, (name, id_card, sex, birth, phone, address) in enumerate(PEOPLE):
        wrong = id_card[:16] + str((int(id_card[16]) + 2) % 10) + id_card[17]
        number = ("", wrong, id_card)[n % 3]
        told.append(
            (name.replace("平", "萍"), number, sex, birth, phone if n % 2 else "", address if n % 5 else "")
        )
    return told


def made(folder: Path) -> Path:
    write_city(folder)
    for name, owner, authority in (("名册", "公安局", 1), ("来访", "民政局", 4)):
        text = SOURCE.format(name=name, owner=owner, authority=authority)
        (folder / f"scenarios/old_age/sources/{name}.yml").write_text(text, encoding="utf-8")
    (folder / "secret.key").write_text("0" * 64)
    return folder


def write(city: Path, file: str, rows: list[Row]) -> None:
    with (city / "data" / file).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *rows])


def run(city: Path) -> None:
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)


def rows(city: Path, query: str) -> list[dict[str, object]]:
    with lake_of(load_city(city), read_only=True) as lake:
        found = Pipeline(lake=lake, scope=EVERYTHING).fetch(sql.query(query)).to_pylist()
    return sorted(found, key=repr)


def entities(city: Path) -> list[list[dict[str, object]]]:
    return [
        rows(city, f"select * from entity.{table}") for table in ("person", "person_record", "person_link")
    ]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    city = made(tmp_path_factory.mktemp("市") / "市")
    twin = ("虚双子", "", PEOPLE[1][2], PEOPLE[1][3], PEOPLE[1][4], PEOPLE[1][5])
    write(city, "公安局/名册1.csv", PEOPLE)
    write(city, "民政局/来访1.csv", [*visits(), twin])
    run(city)
    return city


def test_mistyped_and_missing_numbers_find_their_owner(city: Path) -> None:
    found = rows(
        city, "select _row, id_card from entity.person_row where \"table\" = '来访' and id_card is not null"
    )
    right = [row for row in found if row["id_card"] == PEOPLE[int(str(row["_row"])) - 1][1]]
    assert right == found
    assert len(found) >= 55


def test_rows_have_the_numbers_that_were_found(city: Path) -> None:
    numbers = rows(city, "select _row, 身份证号 from standard.来访")
    filled = {row["_row"]: row["身份证号"] for row in rows(city, "select _row, 身份证号 from fused.来访")}
    found = rows(city, "select _row, id_card from entity.person_row where \"table\" = '来访'")
    assert filled == {row["_row"]: row["身份证号"] for row in numbers} | {
        row["_row"]: row["id_card"] for row in found
    }
    assert sum(one is not None for one in filled.values()) >= 85


def test_a_twin_is_somebody_else(city: Path) -> None:
    assert rows(city, "select name, id_card from entity.person where name = '虚双子'") == [
        {"name": "虚双子", "id_card": None}
    ]


def test_the_register_is_believed_and_the_counter_told_so(city: Path) -> None:
    believed = {row["id_card"]: row["name"] for row in rows(city, "select id_card, name from entity.person")}
    assert [believed[row[1]] for row in PEOPLE] == [row[0] for row in PEOPLE]
    told = rows(city, "select source, believed_source from entity.person_conflict where attribute = 'name'")
    assert told
    assert {tuple(row.values()) for row in told} == {("来访", "名册")}


def test_every_link_says_why_and_how_much(city: Path) -> None:
    links = rows(city, "select zh, en, weight from entity.person_link where linked")
    assert links
    assert all("（+" in str(link["zh"]) and "(+" in str(link["en"]) for link in links)


def test_batch_after_batch_gives_what_one_run_gives(tmp_path: Path) -> None:
    chance = random.Random(1)
    shuffled = chance.sample(visits(), len(PEOPLE))
    cuts = sorted(chance.sample(range(1, 90), 1))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, 90], strict=True)]
    whole, split = made(tmp_path / "整"), made(tmp_path / "分")
    for one in (whole, split):
        write(one, "公安局/名册1.csv", PEOPLE)
    write(whole, "民政局/来访1.csv", shuffled)
    run(whole)
    for number, part in enumerate(parts):
        seen = {str(row["record"]) for row in rows(split, MENTIONED)} if number else set()
        write(split, f"民政局/来访{number}.csv", part)
        run(split)
    assert entities(split) == entities(whole)
    assert rows(split, "select * from entity.person_change") == []
    # What the runs before compared is not compared again.
    paired = rows(split, "select l, r, pattern is not null as kept from linkage.person_candidate")
    assert any(pair["kept"] for pair in paired)
    assert all(pair["kept"] == ({str(pair["l"]), str(pair["r"])} <= seen) for pair in paired)


def test_what_was_merged_and_split_is_remembered_by_a_later_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = made(tmp_path / "市")
    write(city, "民政局/来访1.csv", visits())
    run(city)
    write(city, "公安局/名册1.csv", PEOPLE)
    run(city)
    changed = rows(city, CHANGED)
    assert changed
    monkeypatch.setattr(step, "__version__", "another")
    run(city)
    assert rows(city, CHANGED) == changed


def test_who_is_found_out_later_leaves_a_record_of_it(tmp_path: Path) -> None:
    city = made(tmp_path / "市")
    write(city, "民政局/来访1.csv", visits())
    run(city)
    before = {row["record"]: row["person"] for row in rows(city, "select * from entity.person_record")}
    write(city, "公安局/名册1.csv", PEOPLE)
    run(city)
    now = {row["record"]: row["person"] for row in rows(city, "select * from entity.person_record")}
    changed = rows(city, "select record, before, now from entity.person_change")
    assert changed == sorted(
        (
            {"record": record, "before": person, "now": now[record]}
            for record, person in before.items()
            if now[record] != person
        ),
        key=repr,
    )
    assert changed
