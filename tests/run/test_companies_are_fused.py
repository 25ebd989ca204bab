"""Companies across sources: shortened, reworded and former names find their owner; branches and namesakes do not."""

import csv
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

HEAD = """
title: {{zh: {name}, en: {name}}}
owner: {owner}
basis: 虚构
cadence: monthly
licence: 政务内部共享
files: ["{owner}/{name}*.csv"]
"""
REGISTER = """
columns: {企业名称: text, 信用代码: uscc, 曾用名: text, 电话: phone, 住所: address}
companies:
  - {uscc: 信用代码, name: 企业名称, former: 曾用名, phone: 电话, address: 住所, authority: 1}
"""
INSURED = """
columns: {单位名称: text, 电话: phone, 地址: address}
companies:
  - {name: 单位名称, phone: 电话, address: 地址}
"""
TRADES = ("建材", "食品", "物流", "广告", "服装", "家具", "旅游")
BRANDS = "宏盛远达兴隆恒瑞丰嘉泰祥鑫源"
Row = tuple[str, ...]


def register(size: int) -> list[Row]:
    """Fictional companies: name, code, former name, telephone, address."""
    code = sql.text(sql.fill(element("uscc").fictional, n=sql.column("n")))
    codes = duckdb.sql(f"select {code} from (select unnest(range({size})) * 17 + 5 as n) t").fetchall()
    return [
        (
            f"示例市{BRANDS[n % 14]}{BRANDS[n // 14 % 14]}{TRADES[n % 7]}有限公司",
            uscc,
            f"示例市旧{BRANDS[n % 14]}{BRANDS[n // 14]}{TRADES[n % 7]}有限公司" if n % 5 == 4 else "",
            f"154{n * 7919 % 10**8:08d}",
            f"示例市东湖区虚构{BRANDS[n % 5]}路{n + 1}号",
        )
        for n, (uscc,) in enumerate(codes)
    ]


COMPANIES = register(196)


def written(n: int, row: Row) -> str:
    """How the insurance office writes the name of company n."""
    name, _, former, *_ = row
    ways = (
        name,
        name.removeprefix("示例市").removesuffix("有限公司"),
        name.removeprefix("示例市").replace("有限公司", "（示例）有限责任公司"),
        name.replace("有限公司", "公司"),
        former or name,
    )
    return ways[n % 5]


def insured() -> list[Row]:
    return [(written(n, row), row[3], row[4] if n % 2 else "") for n, row in enumerate(COMPANIES)]


def rows(city: Path, query: str) -> list[dict[str, object]]:
    with lake_of(load_city(city), read_only=True) as lake:
        return Pipeline(lake=lake, scope=EVERYTHING).fetch(sql.query(query)).to_pylist()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    city = tmp_path_factory.mktemp("市") / "市"
    write_city(city)
    branch = (COMPANIES[0][0] + "东湖分公司", COMPANIES[0][3], COMPANIES[0][4])
    neighbour = ("示例市青青餐饮有限公司", "", COMPANIES[1][4])
    files = (
        ("企业登记", "市场监管局", REGISTER, COMPANIES, ("企业名称", "信用代码", "曾用名", "电话", "住所")),
        ("参保单位", "人社局", INSURED, [*insured(), branch, neighbour], ("单位名称", "电话", "地址")),
    )
    departments = "".join(f"  - {{name: {owner}}}\n" for _, owner, *_ in files)
    told = (city / "city.yml").read_text(encoding="utf-8")
    (city / "city.yml").write_text(
        told.replace("departments:\n", f"departments:\n{departments}"), encoding="utf-8"
    )
    for name, owner, columns, content, header in files:
        source = city / f"scenarios/old_age/sources/{name}.yml"
        source.write_text(HEAD.format(name=name, owner=owner) + columns, encoding="utf-8")
        (city / "data" / owner).mkdir(exist_ok=True)
        with (city / f"data/{owner}/{name}1.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *content])
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    return city


def test_however_the_name_is_written_the_row_finds_its_company(city: Path) -> None:
    found = {
        row["_row"]: row["uscc"]
        for row in rows(city, "select _row, uscc from entity.company_row where \"table\" = '参保单位'")
    }
    wanted = {n + 1: row[1] for n, row in enumerate(COMPANIES)}
    wrong = {n: uscc for n, uscc in found.items() if uscc is not None and uscc != wanted.get(n)}
    assert wrong == {}
    missed = [written(n - 1, COMPANIES[n - 1]) for n, uscc in wanted.items() if found[n] != uscc]
    assert missed == []


def test_a_branch_and_a_neighbour_are_companies_of_their_own(city: Path) -> None:
    found = rows(city, "select name, uscc, tables from entity.company where uscc is null order by name")
    assert found == [
        {"name": f"{COMPANIES[0][0]}东湖分公司", "uscc": None, "tables": 1},
        {"name": "示例市青青餐饮有限公司", "uscc": None, "tables": 1},
    ]


def test_the_register_is_believed_and_the_office_told_so(city: Path) -> None:
    believed = {row["uscc"]: row["name"] for row in rows(city, "select uscc, name from entity.company")}
    assert all(believed[row[1]] == row[0] for row in COMPANIES)
    told = rows(city, "select distinct source, believed_source from entity.company_conflict")
    assert told == [{"source": "参保单位", "believed_source": "企业登记"}]


def test_the_office_is_told_which_of_its_values_the_register_contradicts(city: Path) -> None:
    told = rows(city, 'select "table", "column", value from quality.problem where reason = \'conflict\'')
    assert {(row["table"], row["column"]) for row in told} == {("参保单位", "单位名称")}
    unlike = sorted(written(n, row) for n, row in enumerate(COMPANIES) if written(n, row) != row[0])
    assert sorted(str(row["value"]) for row in told) == unlike


def test_every_row_about_a_company_is_found_through_it(city: Path) -> None:
    appearing = rows(
        city,
        "select company, count(*) as n from entity.company_appearance group by company having count(*) <> 2",
    )
    assert [row["n"] for row in appearing] == [1, 1]


def test_every_link_says_why_and_how_much(city: Path) -> None:
    links = rows(city, "select zh, en, weight from entity.company_link where linked")
    assert len(links) == len(COMPANIES)
    assert all("（+" in str(link["zh"]) and "(+" in str(link["en"]) for link in links)


def test_what_people_answer_holds_and_taken_back_leaves_no_trace(city: Path) -> None:
    branch, parent = f"{COMPANIES[0][0]}东湖分公司", COMPANIES[0][1]
    before = rows(city, "select record, company from entity.company_record order by record")
    said = rows(
        city,
        "select l.l, l.r, l.linked, a.name as one, b.name as two, a.uscc as code, b.uscc as other "
        "from entity.company_link l join entity.company_mention a on a.record = l.l "
        "join entity.company_mention b on b.record = l.r",
    )
    same = next(
        pair
        for pair in said
        if branch in (pair["one"], pair["two"]) and parent in (pair["code"], pair["other"])
    )
    different = next(pair for pair in said if pair["linked"] and parent not in (pair["code"], pair["other"]))
    answers = [(same, "same"), (different, "different")]
    told = [
        {
            "pair": f"{p['l']}-{p['r']}",
            "kind": "company",
            "l": p["l"],
            "r": p["r"],
            "answer": a,
            "answered": "2026-06-01",
        }
        for p, a in answers
    ]
    file = city / "outcomes/answers.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    now = {
        row["record"]: row["company"]
        for row in rows(city, "select record, company from entity.company_record")
    }
    assert now[same["l"]] == now[same["r"]]
    assert now[different["l"]] != now[different["r"]]
    moved = {row["record"]: row["company"] for row in before if now[row["record"]] != row["company"]}
    assert len(moved) == 2
    changed = rows(city, "select record, before from entity.company_change")
    assert {row["record"]: row["before"] for row in changed} == moved
    file.write_text("", encoding="utf-8")
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    assert rows(city, "select record, company from entity.company_record order by record") == before
