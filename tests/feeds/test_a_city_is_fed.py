"""A city's feed: pulled by the run, landed and accounted for as files are; what goes wrong is told without secrets."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlglot import exp
from typer.testing import CliRunner

from shuzhi.cli.commands import app
from shuzhi.collect.streams.log import Log
from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.due import standings
from shuzhi.run.execute import Told
from shuzhi.run.feeds import pull_feeds
from shuzhi.run.intake import accounts, source_of
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING, digest

SOURCE = "死亡登记"
FEED = """database:
  address: sqlite:///民政.db
  table: siwang
  columns: {xm: 姓名, sfzh: 身份证号, swrq: 死亡日期}
  how: changed
  key: [sfzh]
  cursor: banben
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "市"
    write_city(folder)
    sources = {source.name: source for source in load_city(folder).sources}
    assert SOURCE in sources, sorted(sources)
    with closing(sqlite3.connect(folder / "民政.db")) as database:
        database.execute("create table siwang (xm text, sfzh text primary key, swrq text, banben integer)")
        database.executemany(
            "insert into siwang values (?, ?, '2026-01-05', 1)",
            [(f"张{number}", f"99010119500101{number:03}X") for number in range(300)],
        )
        database.commit()
    (folder / "feeds").mkdir()
    # The same rows came as a file before.
    for file in (folder / "data").rglob("*死亡*"):
        file.unlink()
    (folder / "feeds" / f"{SOURCE}.yml").write_text(FEED, encoding="utf-8")
    return folder


def run(folder: Path) -> list[Problem]:
    done = run_city(load_city(folder), as_of=date(2026, 6, 30), tell=lambda _: None)
    return [problem for problem in done.problems if "feeds" in problem.where]


def change(folder: Path, text: str) -> None:
    with closing(sqlite3.connect(folder / "民政.db")) as database:
        database.execute(text)
        database.commit()


def landed(folder: Path) -> int:
    with lake_of(load_city(folder), read_only=True) as lake:
        held = [batch for batch, _ in accounts(lake) if batch.source == SOURCE]
        assert all(batch.records == batch.landed + batch.quarantined + batch.set_aside for batch in held)
        query = exp.select("count(*) as n").from_(TableName("landed", SOURCE).tree)
        (row,) = Pipeline(lake=lake, scope=EVERYTHING).fetch(query).to_pylist()
        assert row["n"] == sum(batch.landed for batch in held)
        return int(row["n"])


def test_pulled_landed_and_kept_up_with(city: Path) -> None:
    assert run(city) == []
    assert landed(city) == 300
    before = digest(city)
    run(city)
    assert digest(city) == before, "nothing changed, nothing is done"
    change(city, "delete from siwang where sfzh = '99010119500101007X'")
    change(city, "insert into siwang values ('李新', '990101195001019990', '2026-02-01', 2)")
    change(city, "insert into siwang values ('李再', '990101195001019981', '2026-02-01', 2)")
    run(city)
    assert landed(city) == 301
    change(city, "delete from siwang")
    (refused,) = run(city)
    assert "来源现在是空的" in str(refused)
    assert landed(city) == 301


def told(folder: Path, feed: str) -> str:
    (folder / "feeds" / f"{SOURCE}.yml").write_text(feed, encoding="utf-8")
    events: list[Told] = []
    pull_feeds(load_city(folder), events.append)
    return "\n".join(str(problem) for event in events for problem in event.problems)


def test_the_password_is_where_it_should_be_or_the_feed_is_not_pulled(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_name = FEED.replace("  table", "  password: {env: MINZHENG}\n  table")
    assert "环境变量没有设置：MINZHENG" in told(city, by_name)
    monkeypatch.setenv("MINZHENG", "geheim")
    by_file = FEED.replace("  table", "  password: {file: minzheng.key}\n  table")
    assert "口令文件打不开" in told(city, by_file)
    (city / "minzheng.key").write_text("geheim", encoding="utf-8")
    (city / "minzheng.key").chmod(0o644)
    assert "chmod 600" in told(city, by_file)
    (city / "minzheng.key").chmod(0o600)
    away = by_file.replace("sqlite:///民政.db", "postgresql://reader@127.0.0.1:1/yw")
    said = told(city, away)
    assert "连不上数据库" in said
    assert "geheim" not in said


def test_the_command_pulls_what_is_named(city: Path) -> None:
    done = CliRunner().invoke(app, ["intake", "pull", str(city), SOURCE])
    assert done.exit_code == 0, done.output
    assert "300 行" in done.output
    missing = CliRunner().invoke(app, ["intake", "pull", str(city), "没有"])
    assert missing.exit_code == 1


def test_events_are_landed_and_what_is_none_is_quarantined(city: Path) -> None:
    (city / "feeds" / f"{SOURCE}.yml").write_text(
        "mqtt:\n  address: mqtt://127.0.0.1:1\n  topics: [deaths]\n  key: [身份证号]\n  time: 死亡日期\n  part: day\n",
        encoding="utf-8",
    )
    book = Log(city / "data" / "接入" / SOURCE)
    told = [
        {"身份证号": f"99010119500101{n:03}X", "姓名": f"张{n}", "死亡日期": "2026-01-05"} for n in range(20)
    ]
    book.keep([("deaths", json.dumps(each).encode()) for each in [*told, told[0]]])
    book.keep([("deaths", "不是 JSON".encode())])
    book.close()
    assert run(city) == []
    assert landed(city) == 20
    with lake_of(load_city(city), read_only=True) as lake:
        (bad,) = [batch for batch, _ in accounts(lake) if batch.source == SOURCE and batch.quarantined]
    assert (bad.records, bad.quarantined) == (1, 1)


def test_a_feed_that_brings_nothing_new_is_late_and_what_it_brought_is_remembered(city: Path) -> None:
    """Its parts take each other's place in the lake; when something came stays known."""
    declared = load_city(city)
    (source,) = (each for each in declared.sources if each.name == SOURCE)
    for day in (date(2026, 6, 30), date(2026, 7, 31)):
        run_city(load_city(city), as_of=day, tell=lambda _: None)
        change(city, "update siwang set swrq = '2026-01-06', banben = banben + 1 where rowid < 9")
    run_city(load_city(city), as_of=date(2026, 8, 31), tell=lambda _: None)
    run_city(load_city(city), as_of=date(2026, 10, 28), tell=lambda _: None)
    with lake_of(declared, read_only=True) as lake:
        told, _ = standings(lake, declared, [source], date(2026, 10, 28))
        query = exp.select('"table"', "kind").from_(TableName("quality", "deviation").tree)
        found = Pipeline(lake=lake, scope=EVERYTHING).fetch(query).to_pylist()
    assert [(each.state, each.last, each.in_time, each.judged) for each in told] == [
        ("late", date(2026, 8, 31), 3, 4)
    ]
    assert told[0].pulled is not None
    assert {"table": SOURCE, "kind": "late"} in found


def test_what_is_left_in_a_folder_is_fetched_as_a_file_of_the_source(city: Path) -> None:
    (city / "投件").mkdir()
    (city / "投件" / "六月.csv").write_text("姓名,身份证号,死亡日期\n", encoding="utf-8")
    (city / "feeds" / f"{SOURCE}.yml").write_text("folder: {path: 投件, settled: 0}\n", encoding="utf-8")
    told: list[Told] = []
    assert pull_feeds(load_city(city), told.append) == {SOURCE: 1}
    assert pull_feeds(load_city(city), told.append) == {SOURCE: 0}
    source, name = source_of(load_city(city), city / "data" / "取件" / SOURCE / "六月.csv")
    assert (source.name, name) == (SOURCE, f"取件/{SOURCE}/六月.csv")
    (city / "投件").rename(city / "别处")
    assert pull_feeds(load_city(city), told.append) == {}
    assert [str(problem.where) for problem in told[-1].problems] == [f"{city}/feeds/{SOURCE}.yml:1"]
