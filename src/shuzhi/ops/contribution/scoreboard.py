"""What each department contributes to the city's data: five shares and their mean, the formula open to everybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import mean
from typing import Any

from shuzhi.core.text import Text
from shuzhi.govern.measured import ALL
from shuzhi.ops.catalogue.held import used
from shuzhi.ops.catalogue.queries import Sight, sight
from shuzhi.ops.clock import today
from shuzhi.ops.contribution.owing import Owed, owing_of, policy
from shuzhi.ops.contribution.shares import PARTS, answered, measured, mended, shares
from shuzhi.ops.contribution.using import below, reaching, window
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Post

Out = dict[str, Any]
FORMULA = Text(
    "总分是各项的平均；没有发生、无数可计的项不计入。",
    "The whole is the mean of the parts; a part of which there is nothing to count does not count.",
)


def scoreboard(by: Access) -> Out:
    """Departments that send tables the reader is told of, the one with the highest score first."""
    seen = sight(by)
    owned = _owned(seen) if seen else {}
    counted = {
        "on_time": measured("timeliness"),
        "quality": measured(ALL),
        "answered": answered(),
        "mended": mended(),
        "shared": _shared(seen, owned) if seen else {},
    }
    owing = owing_of(owned)
    rows = [_row(owner, len(tables), counted, owing[owner]) for owner, tables in owned.items()]
    rows.sort(key=lambda row: (-(row["score"] if row["score"] is not None else -1), row["name"]))
    return {
        "departments": rows,
        "parts": [{"part": name, "title": title, "how": how} for name, (title, how) in PARTS.items()],
        "formula": FORMULA,
        "give_to_get": policy(),
    }


def _row(owner: str, tables: int, counted: Mapping[str, Mapping[str, float]], owing: Sequence[Owed]) -> Out:
    parts = [counted[part].get(owner) for part in PARTS]
    known = [share for share in parts if share is not None]
    return {
        "name": owner,
        "tables": tables,
        "score": mean(known) if known else None,
        "shares": parts,
        "owing": [each.told for each in owing],
    }


def _owned(seen: Sight) -> Mapping[str, Sequence[str]]:
    """Each department's tables as it sends them."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, entry in seen.tables.items():
        if entry.name.schema == "standard":
            found[entry.about["owner"]].append(name)
    return found


def _shared(seen: Sight, owned: Mapping[str, Sequence[str]]) -> Mapping[str, float]:
    since, uses, steps = window().since, used().of, below(seen.inventory)
    homes = _homes(today())
    told: dict[str, list[bool]] = {}
    for owner, tables in owned.items():
        told[owner] = [
            any(
                uses[name].last[:10] >= since.isoformat() and _others(uses[name].readers, owner, homes)
                for name in reaching(steps, table)
                if name in uses
            )
            for table in tables
        ]
    return shares(told)


def _others(readers: Iterable[str], owner: str, homes: Mapping[str, set[str]]) -> bool:
    return any(homes.get(login, set()) - {owner} for login in readers)


def _homes(day: date) -> Mapping[str, set[str]]:
    """The departments in which each login holds a post."""
    found: dict[str, set[str]] = defaultdict(set)
    held = Post.objects.filter(since__lte=day).values_list("user__login", "department__name")
    for login, department in held:
        found[login].add(department)
    return found
