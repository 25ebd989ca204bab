"""Reports and documents as their page shows them: to whoever would be given what they were counted from."""

import hashlib
from typing import Any

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import invalid, missing
from shuzhi.ops.indicators.counting import counter
from shuzhi.ops.orders.files import content_of
from shuzhi.ops.people.access import Access
from shuzhi.ops.reports import periods
from shuzhi.ops.reports.declared import declared, reports
from shuzhi.ops.reports.models import Document
from shuzhi.packs.schema import Report
from shuzhi.run import official
from shuzhi.run.indicators import Counter
from shuzhi.run.report_sight import may_have, may_make
from shuzhi.run.reports import DocumentForm, Edition, compose, subjects

Out = dict[str, Any]
_MOST = 200
"""Documents of one report that are looked through: sixteen years of months."""


def listed(by: Access) -> list[Out]:
    """Every report the reader may make or has a document of."""
    asking = counter(by)
    found = []
    for name, said in reports().items():
        held, may = _documents(asking, name), may_make(asking, said)
        if may or held:
            found.append(
                _report(name, said, may=may) | {"documents": len(held), "newest": held[0] if held else None}
            )
    return found


def one(by: Access, name: str) -> Out:
    """A report with its documents, the newest first. Raises Missing."""
    said, asking = declared(name), counter(by)
    held, may = _documents(asking, name), may_make(asking, said)
    if not may and not held:
        raise missing(
            Text("没有这份报告，或者您看不到它", "there is no such report, or it is not for you"),
            f"report:{name}",
        )
    named = subjects(asking, said) if may else []
    return _report(name, said, may=may) | {
        "periods": periods.offered(said),
        "subjects": [{"value": value, "title": title} for value, title in named],
        "documents": held,
    }


def preview(by: Access, name: str, edition: Edition) -> Out:
    """What the document would say, every number counted now, to be looked at. Raises Refused, ShuzhiError, Missing."""
    composed = compose(counter(by), declared(name), edition, today(), export=False)
    told = composed.told
    return {
        "mark": told.mark,
        "title": told.title,
        "to": told.to,
        "issuer": told.issuer,
        "day": official.day_said(told.day),
        "parts": [_part(part) for part in told.parts],
        "snapshot": composed.snapshot,
    }


def file(by: Access, number: int, form: DocumentForm) -> tuple[Document, bytes]:
    """A kept file, taken out and recorded. Raises Missing, also where it is not for the reader."""
    found = Document.objects.filter(pk=number).first()
    if found is None or form not in found.files or not may_have(counter(by), found.rests):
        raise missing(
            Text("没有这份文件，或者您看不到它", "there is no such document, or it is not for you"),
            f"document:{number}",
        )
    content = content_of(found.files[form])
    if hashlib.sha256(content).hexdigest() != found.files[form]:
        raise invalid(
            Text("存档的文件被动过", "the kept file was touched"),
            f"document:{number}",
            Text(
                "请告诉系统管理员；审计里有它原来的指纹",
                "tell the system administrator; the audit has its fingerprint",
            ),
        )
    record(by=by.login, action="reports.take", object=f"document:{number}", about={"form": form})
    return found, content


def _documents(asking: Counter, name: str) -> list[Out]:
    held = Document.objects.filter(report=name).select_related("made_by").order_by("-id")[:_MOST]
    return [_document(each) for each in held if may_have(asking, each.rests)]


def _document(each: Document) -> Out:
    return {
        "document": each.pk,
        "title": each.title,
        "period": each.period,
        "subject": each.subject,
        "made_at": each.made_at,
        "made_by": each.made_by.name if each.made_by else None,
        "snapshot": each.snapshot,
        "numbers": each.numbers,
        "forms": sorted(each.files),
    }


def _report(name: str, said: Report, *, may: bool) -> Out:
    scenario, _, stem = name.partition(".")
    of = next(each for each in city().scenarios if each.name == scenario)
    return {
        "report": name,
        "scenario": scenario,
        "name": stem,
        "scenario_title": of.title,
        "grain": said.grain,
        "may_make": may,
        "with_subject": said.subject is not None,
        "workday": said.schedule.workday if said.schedule and said.subject is None else None,
        "role": said.schedule.role if said.schedule and said.subject is None else None,
    }


def _part(part: official.Part) -> Out:
    match part:
        case official.Heading(words=words):
            return {"kind": "heading", "words": words}
        case official.Words(words=words):
            return {"kind": "words", "words": words}
        case official.Table(title=title, heads=heads, rows=rows):
            return {"kind": "table", "words": title, "heads": heads, "rows": rows}
