"""SQL that people type: by their grants only, refused where it is more than a SELECT, one's own history, locked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.typed.models import Typed

Api = Callable[[str | None], Any]
PURPOSE = "高龄津贴监督"
COUNT = "select rule, count(*) as n from finding.finding group by rule order by n desc, rule"


def ask(api: Api, login: str, sql: str, path: str = "sql", **more: object) -> Any:
    return api(login).post(path, {"purpose": PURPOSE, "sql": sql, **more})


def test_it_answers_as_the_grants_say_and_remembers_it_locked(api: Api, lake: Path) -> None:
    told = ask(api, "jiandu", COUNT).json()
    page = (
        api("jiandu")
        .post("indicators/query", {"indicator": "old_age.疑点数", "by": [{"dimension": "规则"}]})
        .json()
    )
    assert told["names"] == ["rule", "n"]
    assert sorted(int(row[1]) for row in told["rows"]) == sorted(row[1] for row in page["rows"])
    (before,) = api("jiandu").get("sql/history").json()
    assert (before["sql"], before["rows"]) == (COUNT, len(told["rows"]))
    assert "finding" not in Typed.objects.get().sql
    masked = ask(api, "jiandu", "select 身份证号 from standard.高龄津贴发放").json()["rows"]
    assert masked
    assert all("*" in cell for (cell,) in masked if cell is not None)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from finding.finding",
        "select * from read_csv('/etc/passwd')",
        "select 1; select 2",
        "select * from meta.run",
        "select * from duckdb_settings()",
        "attach 'x.db' as x",
    ],
)
def test_whatever_is_more_is_refused_and_counted_among_ones_own(api: Api, lake: Path, sql: str) -> None:
    for path in ("sql", "sql/plan", "sql/export"):
        assert ask(api, "jiandu", sql, path).status_code in (400, 403)
    assert {each.rows for each in Typed.objects.all()} == {None}
    assert not Record.objects.filter(action="sql.export").exists()


def test_without_the_permission_there_is_nothing(api: Api, lake: Path) -> None:
    assert ask(api, "xibei", COUNT).status_code == 403
    for path in ("sql/history", "sql/purposes", f"sql/tables?purpose={PURPOSE}"):
        assert api("xibei").get(path).status_code == 403


def test_the_plan_and_the_names_for_completion(api: Api, lake: Path) -> None:
    assert any("GROUP_BY" in line for line in ask(api, "jiandu", COUNT, "sql/plan").json())
    assert api("jiandu").get("sql/purposes").json() == [PURPOSE]
    tables = {each["table"]: each for each in api("jiandu").get("sql/tables", purpose=PURPOSE).json()}
    assert tables["finding.finding"]["export"] is True
    levels = {column["name"]: column["level"] for column in tables["standard.高龄津贴发放"]["columns"]}
    assert (levels["身份证号"], levels["金额"]) == ("partial", "none")
    assert "meta.run" not in tables


def test_it_leaves_only_where_every_grant_says_so(api: Api, lake: Path) -> None:
    answer = ask(api, "jiandu", COUNT, "sql/export", form="csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == '"rule","n"'
    assert Record.objects.get(action="sql.export").about["rows"] == len(lines) - 1
    assert ask(api, "jiandu", "select 金额 from standard.高龄津贴发放", "sql/export").status_code == 403
