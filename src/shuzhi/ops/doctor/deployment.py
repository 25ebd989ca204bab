"""What the checks look at: the city, its folder, its settings, and the ops database once it is there."""

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import connection

from shuzhi.core.text import Text
from shuzhi.packs.schema import City


class State(Enum):
    """What became of a check. ``PEOPLE``: no program can tell; somebody has to look."""

    MET = "met"
    NOT_MET = "not met"
    PEOPLE = "people"
    NOTHING_YET = "nothing yet"


@dataclass(frozen=True)
class Result:
    """What was found, and the evidence for it."""

    state: State
    evidence: Text


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """A city as it is set up on this machine, in this environment."""

    city: City

    @property
    def folder(self) -> Path:
        return self.city.folder

    @property
    def is_served(self) -> bool:
        """Whether it was ever started: there is an ops database with its tables."""
        there = os.environ.get("SHUZHI_DATABASE") or (self.folder / "ops" / "ops.sqlite3").exists()
        return bool(there) and "audit_record" in connection.introspection.table_names()

    @property
    def answers_elsewhere(self) -> bool:
        """Whether it answers to names beyond this machine."""
        return bool(set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"})


def met(zh: str, en: str) -> Result:
    return Result(State.MET, Text(zh, en))


def either(fine: bool, zh: str, en: str) -> Result:  # noqa: FBT001
    return Result(State.MET if fine else State.NOT_MET, Text(zh, en))


NOTHING_YET = Result(
    State.NOTHING_YET, Text("城市还没有启动过服务，无从检查", "the city was never served: nothing to look at")
)
