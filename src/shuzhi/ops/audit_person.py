"""Who has looked at one person's data, when, and for what: both chains, from the first record to the last.

The chains hold no id numbers. The lake's has keyed marks in the place of values, and the numbers of the findings that
were read; the number that is asked about is turned into these, looked for, and forgotten.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.db import transaction
from stdnum.cn import ric

from shuzhi.core import ids
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now
from shuzhi.ops.errors import invalid
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.lake import lake
from shuzhi.ops.orders.models import Order
from shuzhi.ops.people.administration import AUDIT, require
from shuzhi.ops.people.models import User
from shuzhi.run.loop import KEY
from shuzhi.secure.gateway import AUDIT as LAKE_AUDIT
from shuzhi.secure.gateway import mark

_MOST = 5_000
_LONGEST_REASON = 300


def looks_at(*, by: User, id_number: str, reason: str) -> dict[str, Any]:
    """The answer, and a record of who asked and why. Raises Refused, and ShuzhiError for a number that is none."""
    require(by, AUDIT)
    if not reason.strip():
        raise invalid(
            Text("没有写明缘由", "no reason is given"),
            "reason",
            Text("写明是谁申请、依据什么", "say who asked, and on which ground"),
        )
    number = _valid(id_number)
    key = ids.read_key(city().folder / KEY)
    subject = ids.subject_of("person", number, key)
    findings = list(Finding.objects.filter(subject=subject).values_list("id", flat=True))
    held = lake()
    needles = [mark(held, each) for each in (number, subject, *findings)] if held is not None else []
    with transaction.atomic():
        record(
            by=by.login,
            action="audit.person",
            object=f"subject:{subject}",
            about={"reason": reason.replace("\0", "").strip()[:_LONGEST_REASON], "findings": len(findings)},
        )
    looks, others, since = _in_lake({*needles, *findings, subject})
    looks += _in_operations(findings)
    looks.sort(key=lambda look: str(look["at"]), reverse=True)
    people = _people({str(look["by"]) for look in looks})
    nobody: tuple[str, list[str]] = ("", [])
    for look in looks:
        look["name"], look["departments"] = people.get(str(look["by"]), nobody)
    return {
        "looks": looks[:_MOST],
        "findings": len(findings),
        "others": others,
        "since": since,
        "made_at": now().isoformat(timespec="seconds"),
    }


def _valid(id_number: str) -> str:
    """The number as the lake has it (GB 11643: 18 digits, the last one checks the others)."""
    told = ric.compact(id_number).upper()
    if re.fullmatch(r"\d{17}[\dX]", told) is None or ric.calc_check_digit(told) != told[-1]:
        raise invalid(
            Text("身份证号不对", "this is no id number"),
            "id_number",
            Text("核对全部 18 位", "check all 18 digits"),
        )
    return told


def _in_lake(needles: Iterable[str]) -> tuple[list[dict[str, Any]], int, str | None]:
    """Records that name the person; how many readings name nobody; when the first record was made."""
    path = city().lake / LAKE_AUDIT
    wanted = [needle.encode() for needle in needles]
    looks: list[dict[str, Any]] = []
    others, since = 0, None
    if not path.exists():
        return looks, others, since
    with path.open("rb") as file:
        for line in file:
            if since is None:
                since = str(orjson.loads(line)["at"])
            if b'"action":"read' not in line:
                continue
            if not any(needle in line for needle in wanted):
                others += b'"action":"read"' in line
                continue
            entry = orjson.loads(line)
            about = entry["about"]
            looks.append(
                {
                    "at": entry["at"],
                    "by": entry["by"],
                    "purpose": str(about.get("purpose", "")),
                    "act": entry["action"],
                    "what": list(about.get("tables", ())),
                    "exported": bool(about.get("export")),
                }
            )
    return looks, others, since


def _in_operations(findings: list[str]) -> Iterator[dict[str, Any]]:
    """What people read and did about findings of the person, and about their orders."""
    orders = Order.objects.filter(finding__in=findings).values_list("number", flat=True)
    objects = [*(f"finding:{each}" for each in findings), *(f"order:{each}" for each in orders)]
    for found in Record.objects.filter(object__in=objects).order_by("number"):
        yield {
            "at": found.at,
            "by": found.by,
            "purpose": str(found.about.get("purpose", "")),
            "act": found.action,
            "what": [found.object],
            "exported": False,
        }


def _people(logins: set[str]) -> dict[str, tuple[str, list[str]]]:
    users = User.objects.filter(login__in=logins).prefetch_related("posts__department")
    return {
        user.login: (user.name, sorted({post.department.name for post in user.posts.all()})) for user in users
    }
