"""What tests of the ops side share: a tiny fictional city, its people signed in, a clock that stands still.

Django runs here on a database in memory (SHUZHI_DATABASE=postgresql://... for PostgreSQL); each test is rolled back.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "shuzhi.ops.settings"
os.environ.pop("SHUZHI_CITY", None)

import django

django.setup()

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from shuzhi.ops import clock as ops_clock
from shuzhi.ops.city import city as served_city
from shuzhi.ops.clock import CHINA, today
from shuzhi.ops.people import actions
from shuzhi.ops.people.access import Access, access_of
from shuzhi.ops.people.models import User
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run.loop import run_city

# Argon2 is slow on purpose.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

CITY = Path(__file__).parent / "city"
MONDAY = datetime(2026, 7, 6, 9, 0, tzinfo=CHINA)


class Api:
    """The API as one signed-in user. JSON goes in; the answer is Django's, with ``.json()``."""

    def __init__(self, user: User | None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str, **query: object) -> HttpResponse:
        return self.client.get(f"/api/{path}", query)

    def post(self, path: str, body: object = None) -> HttpResponse:
        return self.client.post(f"/api/{path}", body or {}, content_type="application/json")

    def put(self, path: str, body: object = None) -> HttpResponse:
        return self.client.put(f"/api/{path}", body or {}, content_type="application/json")

    def delete(self, path: str) -> HttpResponse:
        return self.client.delete(f"/api/{path}")


class Clock:
    """The city's clock, standing still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


if settings.DATABASES["default"]["NAME"] == ":memory:":
    # A worker of several would make a file of it, unless it is said.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the city served, without a lake until ``lake`` is asked for."""
    folder = tmp_path_factory.mktemp("cities") / "溪石市"
    shutil.copytree(CITY, folder)
    os.environ["SHUZHI_CITY"] = str(folder)
    served_city.cache_clear()
    yield folder
    del os.environ["SHUZHI_CITY"]
    served_city.cache_clear()


@pytest.fixture(scope="session")
def city(city_folder: Path) -> City:
    return load_city(city_folder)


@pytest.fixture(scope="session")
def lake(city: City) -> Path:
    """The city's lake after one run: nine findings of one rule with region and amount, two of one without."""
    assert city.as_of is not None
    run_city(city, as_of=city.as_of, tell=lambda _: None)
    return city.lake


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is Monday, 6 July 2026, nine o'clock, wherever the ops side asks."""
    held = Clock(MONDAY)

    class Held(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return held.at.astimezone(tz)

    monkeypatch.setattr(ops_clock, "datetime", Held)
    return held


@pytest.fixture
def people(db: None, city: City) -> dict[str, User]:
    """Everybody city.yml names, by login, and the three administrators: ``system``, ``security``, ``audit``."""
    actions.follow_city(city)
    actions.first_administrators()
    actions.seed_people(city, today=date(2026, 1, 1))
    User.objects.update(must_change_password=False)
    return {user.login: user for user in User.objects.all()}


@pytest.fixture
def api(people: dict[str, User]) -> Callable[[str | None], Api]:
    """``api("jiandu")`` is the API as that user, ``api(None)`` as nobody."""
    return lambda login: Api(people[login] if login else None)


@pytest.fixture
def by(people: dict[str, User]) -> Callable[[str], Access]:
    """``by("jiandu")`` is what actions take as ``by=``."""
    return lambda login: access_of(people[login], today())
