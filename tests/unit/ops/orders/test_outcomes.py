"""What people concluded and did is published whole, as it is now, without a word that anybody wrote."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core.sql import query
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.models import Order
from shuzhi.ops.outcomes import publish as module
from shuzhi.ops.outcomes.publish import Publisher, publish
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING
from tests.orders import By, Made, done, fresh

CITY = Path(__file__).parents[1] / "city"


def published(folder: Path, name: str) -> list[dict[str, Any]]:
    lines = (folder / "outcomes" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def handled(request_order: Made, finding_order: Made, by: By, clock) -> dict[str, Order]:
    """A finding concluded by its order in four days, a request closed late with feedback, one open, one cancelled."""
    finding, request, open_, gone = (
        finding_order(),
        request_order(place="人民路"),
        request_order(place="人民路"),
        request_order(),
    )
    actions.cancel(by=by("jiexian"), order=gone.number, version=1, reason="张三打错了")
    clock.move(days=3)
    done(by("xibei"), finding, "属实", {"核实情况": "李四已去世", "追回金额": "1200"})
    done(by("jiexian"), request, "派出")
    clock.move(days=1)
    done(by("kezhang"), finding, "确认违规")
    done(by("qinghe"), request, "办结", {"办理情况": "王五已答复", "是否解决": True})
    actions.give_feedback(by=by("jiexian"), order=request.number, satisfaction=4, words="赵六说可以")
    return {"finding": fresh(finding), "request": fresh(request), "open": fresh(open_)}


def test_a_decision_says_what_was_concluded_by_whom_and_how_fast(
    handled: dict[str, Order], tmp_path: Path
) -> None:
    publish(tmp_path)
    assert published(tmp_path, "decisions") == [
        {
            "finding": "F0000000000000001", "scenario": "old_age", "rule": "paid_after_death", "subject": "P1",
            "score": 0.8, "conclusion": "线索", "reason": "确认违规", "amount": 1200.0, "recovered": 1200.0,
            "first_seen": "2026-06-30", "decided": "2026-07-10", "closed": "2026-07-10", "department": "民政局",
            "days": 8, "order": handled["finding"].number,
        }
    ]  # fmt: skip


def test_an_order_says_how_it_went(handled: dict[str, Order], tmp_path: Path) -> None:
    publish(tmp_path)
    told = {row["order"]: row for row in published(tmp_path, "orders")}
    assert told.keys() == {order.number for order in handled.values()}
    assert told[handled["request"].number] == {
        "order": handled["request"].number, "scenario": "letters", "flow": "诉求", "origin": "request", "rule": None,
        "category": "环境", "region": "990202001", "department": "清河街道", "opened": "2026-07-06",
        "due": "2026-07-20", "closed": "2026-07-10", "working_days": 4, "overdue": True, "extensions": 0,
        "suspended_days": 0, "returned": 0, "reopened": 0, "satisfaction": 4, "repeat_of": None, "step": "办结",
    }  # fmt: skip
    waiting = told[handled["open"].number]
    assert (waiting["closed"], waiting["step"], waiting["repeat_of"]) == (
        None,
        "派单",
        handled["request"].number,
    )


def test_no_word_that_anybody_wrote_is_published(handled: dict[str, Order], tmp_path: Path) -> None:
    publish(tmp_path)
    told = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "outcomes").iterdir())
    for words in ("李四", "王五", "赵六", "张三", "人民路", "停车场", "安如是", "jiandu"):
        assert words not in told


def test_a_dismissal_without_an_order_is_told_by_its_declared_reason(finding, by: By, tmp_path: Path) -> None:
    Finding.objects.filter(pk=finding().pk).update(
        state="dismissed", conclusion="排除", decided_at="2026-07-06T01:00Z"
    )
    held = Finding.objects.get()
    held.decisions.create(
        kind="dismiss", decided_by=by("jiandu").user, at=held.decided_at, reason="data", words="孙七报错了",
        conclusion="排除", before={}, batch="00000000-0000-0000-0000-000000000000",
    )  # fmt: skip
    publish(tmp_path)
    (row,) = published(tmp_path, "decisions")
    assert (row["conclusion"], row["reason"], row["order"], row["days"]) == (
        "排除",
        "数据有误或迟报",
        None,
        4,
    )


def test_a_run_reads_what_was_published(handled: dict[str, Order], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CITY, tmp_path / "city"))
    publish(folder)
    city = load_city(folder)
    run_city(city, as_of=date(2026, 7, 31), tell=lambda _: None)
    with lake_of(city, read_only=True) as lake:
        at = Pipeline(lake=lake, scope=EVERYTHING)
        decisions = at.fetch(query("select finding, conclusion, days from outcome.decision")).to_pylist()
        orders = at.fetch(query('select "order", satisfaction, step from outcome."order"')).to_pylist()
    assert decisions == [{"finding": "F0000000000000001", "conclusion": "线索", "days": 8}]
    assert {(row["order"], row["satisfaction"], row["step"]) for row in orders} == {
        (handled["finding"].number, None, "办结"),
        (handled["request"].number, 4, "办结"),
        (handled["open"].number, None, "派单"),
    }


def test_published_again_with_nothing_changed_the_files_stay_untouched(handled, tmp_path: Path) -> None:
    publish(tmp_path)
    before = [(path.name, path.stat().st_ino) for path in sorted((tmp_path / "outcomes").iterdir())]
    publish(tmp_path)
    assert [(path.name, path.stat().st_ino) for path in sorted((tmp_path / "outcomes").iterdir())] == before


def test_killed_while_writing_the_old_file_stands(handled, tmp_path: Path, monkeypatch) -> None:
    publish(tmp_path)
    old = published(tmp_path, "orders")

    def killed() -> Any:
        yield {"order": "half"}
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module.rows, "orders", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path)
    assert published(tmp_path, "orders") == old
    publish(tmp_path)
    assert {path.name for path in (tmp_path / "outcomes").iterdir()} == {
        "answers.jsonl",
        "decisions.jsonl",
        "orders.jsonl",
    }


def test_a_closing_is_published_soon_and_reading_is_not(
    request_order: Made, by: By, city_folder: Path, api, monkeypatch
) -> None:
    seconds = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: seconds[0])
    order, path, publisher = request_order(), city_folder / "outcomes" / "orders.jsonl", Publisher()
    publisher()
    assert [row["step"] for row in published(city_folder, "orders")] == ["派单"]
    path.unlink()
    api("zhiban").get(f"orders/{order.number}")
    publisher()
    assert not path.exists()
    done(by("jiexian"), order, "当场答复")
    publisher()
    assert [row["step"] for row in published(city_folder, "orders")] == ["办结"]
