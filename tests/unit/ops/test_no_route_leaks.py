"""Every GET of the API as every fictional person: nobody's identity number, and no name where no grant gives it.

All routes are taken from the OpenAPI schema, so that a new one is among them from its first day. A new kind of
parameter in a path has to be given a value here.
"""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shuzhi.ops.api import api as schema_of
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.people.models import User
from tests.unit.ops.conftest import CITY, Api
from tests.unit.ops.findings.conftest import copied

__all__ = ["copied"]

NAMES_IN_REASONS = {"jiandu", "xibei", "shiqiao"}
"""Whose grants give the reason of findings, in which names stand."""
LOGINS = ("jiandu", "kezhang", "xibei", "shiqiao", "jiexian", "zhiban", "chengguan", "pangguan", None)
VALUES = {
    "scenario": "old_age", "rule": "paid_after_death", "parameter": "宽限", "login": "jiandu", "number": "1",
    "department": "1", "role": "1", "kind": "finding", "flow": "核实", "version": "1", "by": "month",
    "table": "standard.高龄津贴发放", "column": "姓名",
    "entity": "C0000000000000000", "scope": "city", "name": "总览",
}  # fmt: skip
ASKED = {"quality/rule": {"table": "standard.高龄津贴发放", "rule": "between:发放日期"}}
"""What a route cannot be asked without."""


def routes() -> list[str]:
    paths = schema_of.get_openapi_schema()["paths"]
    return sorted(path.removeprefix("/api/") for path, methods in paths.items() if "get" in methods)


def people_in_files() -> tuple[frozenset[str], frozenset[str]]:
    ids, names = set(), set()
    for path in (CITY / "data").rglob("*.csv"):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                ids.add(row.get("身份证号") or "")
                names.add(row.get("姓名") or "")
    return frozenset(ids - {""}), frozenset(names - {""})


@pytest.mark.parametrize("login", LOGINS, ids=str)
def test_no_route_tells_what_no_grant_gives(
    api: Callable[[str | None], Api], copied: None, people: dict[str, User], lake: Path, login: str | None
) -> None:
    ids, names = people_in_files()
    assert ids
    assert names
    asking, found = api(login), Finding.objects.order_by("id").first()
    assert found is not None
    told, answered = [], 0
    for route in routes():
        if route.endswith("stream"):
            continue
        path = re.sub(
            r"\{(\w+)\}", lambda part: VALUES.get(part[1], found.pk if "finding" in part[1] else "1"), route
        )
        answer = asking.get(path, **ASKED.get(route, {}))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        text = body.decode("utf-8", errors="replace")
        answered += answer.status_code == 200
        hidden = ids if login in NAMES_IN_REASONS else ids | names
        told += [f"{path}: {value}" for value in hidden if value in text]
    assert not told
    assert answered or login is None
