"""After a run the desk learns from it by itself, follows its open requests, and shows nobody more than he may see."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops import lake as held_lake
from shuzhi.ops.desk import actions, drafting, suggester, suggestions
from shuzhi.ops.people.models import Department, Post, Role, User
from shuzhi.packs.schema import City
from shuzhi.run.loop import lake_of
from tests.desk import By, Taken

TITLE, BODY = "中山路路灯不亮", "清河街道中山路路灯不亮三天了，很危险"


class AtOnce:
    """Does what a thread would do, here: a test's transaction is not seen from another thread."""

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*given))
        except Exception as error:
            done.set_exception(error)
        return done


@pytest.fixture(scope="module")
def opened(lake: Path, city: City) -> Iterator[Any]:
    with lake_of(city, read_only=True) as opened:
        yield opened


@pytest.fixture
def fitted(opened: Any, by: By, clock: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The desk has learnt from the city's lake."""
    monkeypatch.setattr(held_lake, "_OPEN", [opened])
    monkeypatch.setattr(suggester, "_thread", AtOnce())
    # Here the thread's connection is the test's own, in its transaction.
    monkeypatch.setattr(suggester, "close_old_connections", lambda: None)
    suggester.forget()
    assert suggester.readiness() == "learning"
    suggester.keep_up()
    assert suggester.readiness() == "ready"
    yield
    suggester.forget()


def similar(by: By, login: str = "zhiban", itself: int | None = None) -> list[str]:
    suggester.keep_up()
    told = suggestions.suggest(by=by(login), title=TITLE, body=BODY, itself=itself)
    return [alike.request.number for alike in told.similar]


def test_before_the_first_run_it_says_so(by: By, clock: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggester, "lake", lambda: None)
    suggester.forget()
    told = suggestions.suggest(by=by("jiexian"), title=TITLE, body=BODY)
    assert (told.readiness, told.categories, told.similar) == ("waiting", (), ())


def test_nothing_is_learnt_before_somebody_at_a_desk_asks(
    opened: Any, by: By, clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt_from: list[str] = []
    monkeypatch.setattr(held_lake, "_OPEN", [opened])
    monkeypatch.setattr(suggester, "_thread", AtOnce())
    monkeypatch.setattr(suggester, "_learn", lambda _, run: learnt_from.append(run))
    suggester.forget()
    suggester.learn_after_run()
    assert learnt_from == []
    assert suggestions.suggest(by=by("jiexian"), title=TITLE, body=BODY).readiness == "learning"
    assert len(learnt_from) == 1
    suggester.forget()


def test_what_is_open_is_similar_from_its_taking_to_its_end(
    fitted: None, taken: Taken, by: By, django_capture_on_commit_callbacks: Any
) -> None:
    def do(act: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    assert similar(by) == []
    first = do(taken)
    assert similar(by) == [first.number]
    assert similar(by, itself=first.pk) == []
    second = do(taken)
    do(lambda: actions.merge(by=by("jiexian"), number=second.number, into=first.number))
    do(lambda: actions.open_order(by=by("jiexian"), number=first.number))
    assert similar(by) == [first.number]
    do(
        lambda: actions.send_reply(
            by=by("jiexian"), number=first.number, version=2, text="已修好", reason="已电话说明"
        )
    )
    assert similar(by) == []


def test_of_another_desk_nothing_is_shown_and_nothing_crowded_out(
    fitted: None, taken: Taken, by: By, people: dict[str, User], django_capture_on_commit_callbacks: Any
) -> None:
    other = Department.objects.get(name="城管局")
    Post.objects.create(
        user=people["pangguan"], department=other, role=Role.objects.get(name="接线员"), since="2026-01-01"
    )
    with django_capture_on_commit_callbacks(execute=True):
        mine = taken("pangguan")
        for _ in range(8):
            taken()
    assert similar(by, "pangguan") == [mine.number]
    assert mine.number not in similar(by)
    assert len(similar(by)) == suggestions.MOST_SIMILAR


def test_without_the_permission_nothing_is_suggested(fitted: None, api: Any) -> None:
    assert api("chengguan").post("desk/suggest", {"body": BODY}).status_code == 403
    assert api("jiexian").post("desk/suggest", {"body": BODY}).json()["readiness"] == "ready"


def test_a_draft_quotes_what_the_grants_give_its_reader(fitted: None, taken: Taken, by: By) -> None:
    lamps = taken(title="路灯不亮", body="清河街道路灯不亮，什么时候修好").number
    told = drafting.draft(by=by("jiexian"), number=lamps)
    assert "〔摘自A1号来信的答复〕" in told.text
    assert "A1" in [source.id for source in told.sources]
    masked = drafting.draft(by=by("zhiban"), number=lamps)
    assert masked.sources == ()
    assert "〔摘自" not in masked.text


def test_a_row_that_is_not_granted_is_not_quoted(fitted: None, taken: Taken, by: By) -> None:
    water = taken(title="小区停水", body="小区停水没有通知").number
    assert drafting.readable(by("jiexian"), ["A1", "A2", "A3", "A9"]) == {"A1", "A2"}
    assert drafting.readable(by("zhiban"), ["A1", "A2", "A3"]) == set()
    assert "A3" not in drafting.draft(by=by("jiexian"), number=water).text


def test_a_reply_of_the_desks_own_is_quoted_at_that_desk_only(fitted: None, taken: Taken, by: By) -> None:
    number = taken().number
    assert drafting.readable(by("zhiban"), [number]) == {number}
    assert drafting.readable(by("chengguan"), [number]) == set()


def test_the_same_run_is_learnt_from_once(fitted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    held = suggester.learnt()
    suggester.learn_after_run()
    suggester.keep_up()
    assert suggester.learnt() is held


def test_learning_that_fails_leaves_the_desk_working(
    opened: Any, by: By, clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_lake, "_OPEN", [opened])
    monkeypatch.setattr(suggester, "_thread", AtOnce())
    monkeypatch.setattr(suggester, "_learn", lambda *_: 1 / 0)
    suggester.forget()
    assert suggester.readiness() == "learning"
    suggester.keep_up()
    assert suggester.readiness() == "failed"
    assert suggestions.suggest(by=by("jiexian"), title=TITLE, body=BODY).readiness == "failed"
    suggester.forget()
