"""Changes of the catalogue that wait for a steward: asked for by a table's department, signed or refused above it.

What is asked stands in catalogue.yml, what was decided in signatures.yml, both of the city; who asked is in the chain.
"""

import threading
from collections.abc import Mapping
from typing import Any, TypeVar

import yaml
from django.db import transaction

from shuzhi.core.crypto import write_whole
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.catalogue.queries import NOBODY_DECIDED, Sight, sight
from shuzhi.ops.catalogue.signers import (
    DECIDED,
    PROPOSE,
    SIGN,
    Verdict,
    object_of,
    past,
    tell_askers,
    tell_signers,
)
from shuzhi.ops.city import city, read_again
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.intake.rights import covers_department
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.packs.catalogue_file import OPENING, SHARING, Opening, Sharing
from shuzhi.packs.edit import apply
from shuzhi.packs.edit_catalogue import edit_catalogue
from shuzhi.packs.owners import owner_of
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.signature_file import CatalogueEntry, Signature
from shuzhi.packs.signatures import Waiting, entry_of, waiting
from shuzhi.run.catalogue_forms import CADENCE

HEAD = "# 数据目录的签批，由表的页面写入；shuzhi check 会检查。What stewards signed, written by the page of a table.\n"
FIELDS = ("sharing", "opening", "owner", "basis", "cadence")
Out = dict[str, Any]
_WRITING = threading.Lock()
Asked = TypeVar("Asked", Sharing | None, Opening | None)


def worklist(by: Access) -> list[Out]:
    """The changes that wait, of the tables that he may ask for or sign; what he asked for himself he may not sign."""
    seen, found = sight(by), waiting(city())
    before = past(each.table for each in found)
    return [
        {
            "table": each.table,
            "title": seen.tables[each.table].title,
            "owner": each.entry.owner,
            "whats": [change["what"] for change in _changes(each.before, each.entry)],
            "may_sign": SIGN in rights and by.login not in before[each.table].askers,
        }
        for each in found
        if seen and each.table in seen.tables and (rights := _rights(by, each.table))
    ]


def told(by: Access, table: str) -> Out | None:
    """Of a table's page: what waits, what was decided, and what he may do. None where nothing has to be signed."""
    if not city().catalogue.signing:
        return None
    entry, found = entry_of(city(), table), _waiting(table)
    asked = next(iter(past([table])[table].asked), None) if found else None
    decided = city().signatures.tables.get(table, ())
    return {
        "waiting": found
        and {
            "mark": found.mark,
            "first": found.before is None,
            "changes": _changes(found.before, found.entry),
            "asked_by": asked and asked.by,
            "asked": asked and asked.at,
            "reason": asked and asked.about["reason"],
        },
        "decided": [
            {
                "verdict": each.verdict,
                "reason": each.reason,
                "by": each.by,
                "decided": each.decided,
                "asked_by": each.asked_by,
                "changes": _changes(_signed_before(decided, place), each.entry),
            }
            for place, each in enumerate(decided)
        ][::-1],
        "may": sorted(_rights(by, table)),
        "entry": {
            "sharing": entry.sharing and entry.sharing.model_dump(),
            "opening": entry.opening and entry.opening.model_dump(),
        },
    }


def propose(*, by: Access, table: str, sharing: Sharing | None, opening: Opening | None, reason: str) -> None:
    """The table's department asks that it be shared or open otherwise: written into catalogue.yml, to be signed.

    What is narrower than before is in force at once. Raises Refused, Missing, Conflict, ShuzhiError.
    """
    _seen(by, table)
    _require(by, PROPOSE, table)
    if not city().catalogue.signing:
        raise conflict(
            Text("本市的目录变更不用签批", "changes of this city's catalogue are not signed"), table
        )
    words, sharing, opening = _words(reason), _in_lines(sharing), _in_lines(opening)
    with _WRITING:
        edited = edit_catalogue(
            city(),
            table,
            sharing=sharing,
            opening=opening,
            comment=f"{by.login} {today().isoformat()}：{words}",
        )
        with transaction.atomic():
            asked = {"sharing": sharing and sharing.model_dump(), "opening": opening and opening.model_dump()}
            record(by=by.login, action=PROPOSE, object=object_of(table), about=asked | {"reason": words})
            # Last: a file that cannot be written takes the record back with it.
            apply(edited)
        read_again()
    tell_signers()


def decide(*, by: Access, table: str, verdict: Verdict, reason: str, mark: str) -> None:
    """A steward signs or refuses what waits; ``mark``: the content he was shown. Nobody signs what he asked for."""
    _seen(by, table)
    _require(by, SIGN, table)
    words = _words(reason)
    with _WRITING:
        found = _waiting(table)
        if found is None or found.mark != mark:
            raise conflict(Text("目录项已经变了", "the entry has changed since"), table)
        before = past([table])[table]
        if by.login in before.askers:
            own = Text("自己提请的变更由别人签批", "who asked for a change does not sign it")
            raise conflict(own, table, Text("请另一位签批人处理", "leave it to another who may sign"))
        made = Signature(
            entry=found.entry,
            verdict=verdict,
            reason=words,
            by=by.login,
            decided=today(),
            asked_by=before.asked[0].by if before.asked else None,
        )
        signed = city().signatures.tables
        tables = {**signed, table: (*signed.get(table, ()), made)}
        plain = {name: [each.model_dump(exclude_none=True) for each in said] for name, said in tables.items()}
        with transaction.atomic():
            about = {"mark": mark, "reason": words, "entry": found.entry.model_dump(mode="json")}
            record(by=by.login, action=DECIDED[verdict], object=object_of(table), about=about)
            tell_askers(table, before.askers, verdict)
            text = yaml.safe_dump({"tables": plain}, allow_unicode=True, sort_keys=False)
            write_whole(city().folder / city().signatures.places.file, (HEAD + text).encode())
        read_again()


def _waiting(table: str) -> Waiting | None:
    return next((each for each in waiting(city()) if each.table == table), None)


def _seen(by: Access, table: str) -> Sight:
    seen = sight(by)
    if seen is None or table not in seen.tables:
        raise missing(Text("目录里没有这张表", "there is no such table in the catalogue"), table)
    return seen


def _rights(by: Access, table: str) -> set[str]:
    owner = owner_of(full_name(table), city())
    return {each for each in (PROPOSE, SIGN) if covers_department(by, each, owner)}


def _require(by: Access, permission: str, table: str) -> None:
    if permission not in _rights(by, table):
        raise not_allowed(permission)


def _words(reason: str) -> str:
    if not _line(reason):
        raise invalid(Text("没有写明理由", "no reason is given"), "reason", Text("写明为什么", "say why"))
    return _line(reason)


def _line(text: str) -> str:
    """On one line, without what cannot be seen: it stands in a file that people read."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


def _in_lines(told: Asked) -> Asked:
    """Raises ShuzhiError where nothing to be seen is left."""
    if told is None:
        return None
    written = {name: _line(text) for name, text in told.model_dump(exclude_none=True).items()}
    if not all(written.values()):
        raise invalid(
            Text("依据或条件是空的", "a basis or condition is empty"), "basis", Text("写明依据", "say it")
        )
    return type(told).model_validate(written)


def _signed_before(decided: tuple[Signature, ...], place: int) -> CatalogueEntry | None:
    return next((each.entry for each in reversed(decided[:place]) if each.verdict == "signed"), None)


def _changes(before: CatalogueEntry | None, now: CatalogueEntry) -> list[Out]:
    """Field by field, what is other than was signed; of a first entry, all that it says."""
    return [
        {"what": name, "before": before and _said(name, before), "now": _said(name, now)}
        for name in FIELDS
        if (getattr(before, name) != getattr(now, name) if before else getattr(now, name) is not None)
    ]


def _said(name: str, entry: CatalogueEntry) -> Text:
    match name:
        case "sharing":
            return _with(SHARING, entry.sharing)
        case "opening":
            return _with(OPENING, entry.opening)
        case "cadence" if entry.cadence:
            return CADENCE[entry.cadence][0]
    value = getattr(entry, name) or "—"
    return Text(value, value)


def _with(titles: Mapping[str, Text], told: Sharing | Opening | None) -> Text:
    """The kind in words, the condition and the basis as they are written."""
    if told is None:
        return NOBODY_DECIDED
    written = [each for each in (getattr(told, "condition", None), told.basis) if each]
    return Text(" · ".join([titles[told.kind].zh, *written]), " · ".join([titles[told.kind].en, *written]))
