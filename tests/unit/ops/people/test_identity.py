"""A request is answered for who somebody is at that moment: whatever was taken from him counts at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shuzhi.ops.clock import today
from shuzhi.ops.people.access import access_of
from shuzhi.ops.people.identity import access_of_session
from shuzhi.ops.people.models import Department, Post, Role, Session, User

pytestmark = pytest.mark.django_db

LOGIN = "jiandu"


@pytest.fixture
def user(people: dict[str, User]) -> User:
    return people[LOGIN]


@pytest.fixture
def session(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def test_everybody_may_what_his_posts_say(people: dict[str, User]) -> None:
    for somebody in people.values():
        client = Client()
        client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
        found = access_of_session(client.cookies["sessionid"].value, today())
        assert found == access_of(somebody, today())
        assert found is not None
        assert found.user.last_login == somebody.last_login


def test_nobody_without_a_session_of_ours(user: User, session: str) -> None:
    assert access_of_session("", today()) is None
    assert access_of_session(session[:-1] + "0", today()) is None
    forged = Session.objects.get(pk=session)
    forged.session_data = forged.session_data[:-1] + ("A" if forged.session_data[-1] != "A" else "B")
    forged.save()
    assert access_of_session(session, today()) is None
    assert user.is_active


@pytest.mark.parametrize(
    "take",
    [
        lambda user: Session.objects.all().delete(),
        lambda user: Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1)),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(password="another"),
        lambda user: Session.objects.update(user=User.objects.exclude(pk=user.pk).first()),
    ],
    ids=["ended", "expired", "barred", "other password", "another's"],
)
def test_a_session_that_no_longer_counts_is_nobody(
    user: User, session: str, take: Callable[[User], object]
) -> None:
    assert access_of_session(session, today()) is not None
    take(user)
    assert access_of_session(session, today()) is None


@pytest.mark.parametrize(
    "take",
    [
        lambda: Post.objects.all().delete(),
        lambda: Post.objects.update(since=today() - timedelta(days=9), until=today() - timedelta(days=1)),
        lambda: Post.objects.update(since=today() + timedelta(days=1)),
        lambda: Role.objects.update(is_active=False),
        lambda: Department.objects.update(is_active=False),
    ],
    ids=["taken", "over", "not yet", "role gone", "department gone"],
)
def test_a_post_that_no_longer_counts_is_none(user: User, session: str, take: Callable[[], object]) -> None:
    assert access_of_session(session, today()).places  # type: ignore[union-attr]
    take()
    assert access_of_session(session, today()).places == ()  # type: ignore[union-attr]
    assert access_of(user, today()).places == ()


def test_a_post_counts_to_its_last_day(user: User, session: str) -> None:
    Post.objects.filter(user=user).update(until=date(2030, 5, 1))
    assert access_of_session(session, date(2030, 5, 1)).places  # type: ignore[union-attr]
    assert not access_of_session(session, date(2030, 5, 2)).places  # type: ignore[union-attr]
