"""A file that nobody has described: `shuzhi propose` drafts its source; a run tells of columns left out."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from shuzhi.cli.commands import app
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine, load_city
from shuzhi.run.loop import run_city

HEADER = "序号,公民号,列3,发放日期,备 注"
ROWS = [
    f"{n},990101194{n % 10}0{1 + n % 9}1{n % 10}{n:03d}X,1380000{n:04d},2026-0{1 + n % 6}-10,"
    for n in range(30)
]


def shuzhi(*words: str) -> None:
    app([*words], standalone_mode=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "残联" / "护理补贴_2026.csv"
    path.parent.mkdir()
    path.write_text("\n".join([HEADER, *ROWS]), encoding="gbk")
    return path


@pytest.fixture
def city(tmp_path: Path) -> Path:
    write_city(tmp_path / "市")
    return tmp_path / "市"


def run(city: Path) -> list[Problem]:
    done = run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    return [problem for problem in done.problems if problem.warning and " ← " in problem.where]


def test_a_draft_says_what_each_column_is_like_and_how_sure_that_is(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shuzhi("propose", str(file))
    text = capsys.readouterr().out
    drafted = yaml.safe_load(text)
    assert drafted["owner"] == "残联"
    assert drafted["files"] == ["残联/护理补贴*.csv"]
    assert drafted["columns"]["列3"] == "phone"
    assert drafted["columns"]["公民号"] == "id_card"
    assert drafted["columns"]["发放日期"] == "date"
    (line,) = [line for line in text.splitlines() if "列3" in line]
    assert "100%的值像" in line
    assert "把握 0.9" in line


def test_a_header_that_was_confirmed_once_is_drafted_as_it_was_confirmed(
    file: Path, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (city / "recipes").mkdir()
    layout = (
        "layouts:\n- columns:\n    列3: {kind: text, means: 姓名}\n    备注: {kind: text, means: 发放金额}\n"
    )
    (city / "recipes" / "高龄津贴发放.yml").write_text(layout, "utf-8")

    def drafted(owner: str) -> dict[str, str]:
        sent = file.parents[1] / owner / file.name
        sent.parent.mkdir(exist_ok=True)
        sent.write_bytes(file.read_bytes())
        shuzhi("propose", str(sent), "--city", str(city))
        text = capsys.readouterr().out
        return {line.split(":")[0].strip(): line for line in text.splitlines() if "把握" in line}

    mine, others = drafted("民政局"), drafted("残联")
    assert ": amount  # 民政局在“高龄津贴发放明细”中确认过这个表头就是“发放金额”，把握 0.95" in mine["备 注"]
    assert "把握 0.80" in others["备 注"]
    # Its values are telephone numbers: it is said, and a person is asked.
    assert ": person_name" in mine["列3"]
    assert "但这一次的值不像，把握 0.50  ← 请核对" in mine["列3"]


def test_a_draft_is_a_source_once_a_person_filled_it_in(file: Path, city: Path) -> None:
    sources = city / "scenarios/old_age/sources"
    shuzhi("propose", str(file), "--to", str(sources))
    with pytest.raises(ShuzhiError, match="已有同名"):
        shuzhi("propose", str(file), "--to", str(sources))
    target = sources / "护理补贴.yml"
    text = target.read_text(encoding="utf-8").replace("残联", "民政局").replace("待填", "《残疾人保障法》")
    target.write_text(text, encoding="utf-8")
    _, problems = examine(city)
    assert [str(problem) for problem in problems if not problem.warning] == []


def test_a_run_tells_of_columns_that_were_left_out_and_what_to_write(city: Path) -> None:
    assert run(city) == []
    payments = city / "data/民政局/高龄津贴2026.csv"
    header, *lines = payments.read_text(encoding="gbk").splitlines()
    more = [f"{line},{n},1380000{n:04d}" for n, line in enumerate(lines)]
    payments.write_text("\n".join([f"{header},批注,列6", *more]), encoding="gbk")
    (told,) = run(city)
    assert "2 列没有声明" in str(told.what)
    assert "高龄津贴2026.csv" in told.where
    assert "列6: phone" in str(told.todo)
    source = next(city.glob("scenarios/*/sources/高龄津贴发放.yml"))
    source.write_text(source.read_text(encoding="utf-8") + "unused: [批注, 列6]\n", encoding="utf-8")
    payments.write_text(payments.read_text(encoding="gbk") + "\n", encoding="gbk")
    assert run(city) == []


def test_a_run_tells_of_a_column_that_does_not_hold_what_it_is_said_to(city: Path) -> None:
    payments = city / "data/民政局/高龄津贴2026.csv"
    header, *lines = payments.read_text(encoding="gbk").splitlines()
    shifted = [line.split(",") for line in lines]
    lines = [",".join([row[0], row[1], row[3], row[3]]) for row in shifted]
    payments.write_text("\n".join([header, *lines]), encoding="gbk")
    (told,) = run(city)
    assert "“金额”" in str(told.what)
    assert "更像日期" in str(told.why)
    assert "element: date" in str(told.todo)
