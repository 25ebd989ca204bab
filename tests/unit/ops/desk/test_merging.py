"""One matter told by several is handled once, and everybody who told it is told."""

import pytest

from shuzhi.ops.desk import actions
from shuzhi.ops.desk.models import Telling
from shuzhi.ops.errors import Conflict, Missing
from shuzhi.ops.orders.models import Comment
from tests.desk import By, Taken, fresh, records


def test_the_second_caller_is_told(taken: Taken, by: By) -> None:
    first, second = taken(), taken(title="中山路没有灯")
    merged = actions.merge(by=by("jiexian"), number=second.number, into=first.number)
    assert (merged.state, merged.merged_into) == ("merged", first)
    (telling,) = Telling.objects.filter(request=second)
    assert (telling.about, telling.told_at) == ("merged", None)
    actions.tell(by=by("zhiban"), telling=telling.pk)
    with pytest.raises(Conflict):
        actions.tell(by=by("zhiban"), telling=telling.pk)
    assert records(second) == [("jiexian", "take"), ("jiexian", "merge"), ("zhiban", "tell")]
    assert records(first)[-1] == ("jiexian", "merged_with")


def test_told_on_the_telephone_is_told(taken: Taken, by: By) -> None:
    first, second = taken(), taken()
    actions.merge(by=by("jiexian"), number=second.number, into=first.number, told=True)
    assert Telling.objects.get(request=second).told_by.login == "jiexian"


def test_whoever_handles_the_order_reads_of_the_second_caller(taken: Taken, by: By) -> None:
    first = actions.open_order(by=by("jiexian"), number=taken().number)
    second = actions.merge(by=by("jiexian"), number=taken().number, into=first.number)
    assert second.number in Comment.objects.get(order=first.order).text


def test_nothing_is_two_steps_away(taken: Taken, by: By) -> None:
    one, two, three = taken(), taken(), taken()
    actions.merge(by=by("jiexian"), number=one.number, into=two.number)
    actions.merge(by=by("jiexian"), number=two.number, into=three.number)
    four = actions.merge(by=by("jiexian"), number=taken().number, into=one.number)
    assert [fresh(each).merged_into for each in (one, two, four)] == [three] * 3


def test_it_stands_alone_again_when_it_was_another_matter(taken: Taken, by: By) -> None:
    first, second = taken(), taken()
    actions.merge(by=by("jiexian"), number=second.number, into=first.number)
    alone = actions.unmerge(by=by("zhiban"), number=second.number)
    assert (alone.state, alone.merged_into, Telling.objects.count()) == ("new", None, 0)
    with pytest.raises(Conflict):
        actions.unmerge(by=by("zhiban"), number=second.number)


def test_not_into_itself_nor_from_what_is_handled_already(taken: Taken, by: By) -> None:
    first, second = taken(), taken()
    with pytest.raises(Conflict):
        actions.merge(by=by("jiexian"), number=first.number, into=first.number)
    actions.merge(by=by("jiexian"), number=second.number, into=first.number)
    with pytest.raises(Conflict):
        actions.merge(by=by("jiexian"), number=first.number, into=second.number)
    actions.open_order(by=by("jiexian"), number=first.number)
    with pytest.raises(Conflict):
        actions.merge(by=by("jiexian"), number=first.number, into=taken().number)


def test_nobody_merges_what_he_may_not_know_of(taken: Taken, by: By) -> None:
    first, second = taken(), taken()
    with pytest.raises(Missing):
        actions.merge(by=by("chengguan"), number=second.number, into=first.number)
