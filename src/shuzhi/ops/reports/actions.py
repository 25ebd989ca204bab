"""Making documents: by somebody now, or by the worker after each period. Both keep them, and both are audited."""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.file_answer import MEDIA
from shuzhi.ops.indicators.counting import counter, counter_of
from shuzhi.ops.lake import lake
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.orders.files import Checked, keep
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.actions import SYSTEM
from shuzhi.ops.people.models import User
from shuzhi.ops.reports.declared import declared, reports
from shuzhi.ops.reports.models import Document
from shuzhi.ops.reports.periods import newest
from shuzhi.packs.schema import Report
from shuzhi.run import report_sight
from shuzhi.run.indicators import Counter
from shuzhi.run.read import post_in
from shuzhi.run.reports import DocumentForm, Edition, Written, write
from shuzhi.secure.policy import Reader

log = logging.getLogger(__name__)
FORMS: tuple[DocumentForm, ...] = ("docx", "pdf", "xlsx")


def make(*, by: Access, report: str, period: str, subject: str | None) -> Document:
    """Make the document now and keep it. Raises Refused where a number may not be taken out, ShuzhiError, Missing."""
    asking, said = counter(by), declared(report)
    made = _written(asking, report, said, Edition(period=period, subject=subject))
    with transaction.atomic():
        made.made_by = by.user
        made.save()
        _record(by.login, made)
    return made


def make_due() -> None:
    """Make what is due of scheduled reports and was not made yet, and tell its people. One that fails leaves the
    others, and is tried again."""
    if lake() is None:
        return
    for report, said, department in _scheduled():
        period = newest(said)
        if period is None or _kept(report, period, department, said):
            continue
        try:
            _make_scheduled(report, said, period, department)
        except ShuzhiError as error:
            log.warning("the report %s of %s was not made and will be tried again: %s", report, period, error)
        except Exception:
            log.exception("the report %s of %s failed and will be tried again", report, period)


def _scheduled() -> Iterator[tuple[str, Report, str]]:
    """Each report with a schedule, once for each department it is for; without a duty once, for none."""
    for name, said in reports().items():
        if said.schedule is None or said.subject is not None:
            continue
        duty = said.schedule.duty
        answering = [each.name for each in city().departments if duty in each.duties]
        for department in [""] if duty is None else answering:
            yield name, said, department


def _kept(report: str, period: str, department: str, said: Report) -> bool:
    assert said.schedule is not None
    role = said.schedule.role
    return Document.objects.filter(
        report=report, period=period, subject="", role=role, department=department
    ).exists()


def _make_scheduled(report: str, said: Report, period: str, department: str) -> None:
    assert said.schedule is not None
    role = said.schedule.role
    post = post_in(city(), role, department or None)
    asking = counter_of(Reader(name=SYSTEM, posts=(post,)))
    made = _written(asking, report, said, Edition(period=period))
    made.role, made.department = role, department
    with transaction.atomic():
        made.save()
        people = list(_people(role, department))
        _record(SYSTEM, made, told=len(people))
        text = Text(f"报告已生成：{made.title}", f"a report was made: {made.title}")
        tell(people, kind="reports.made", text=text, link=f"/reports/{report.replace('.', '/', 1)}")


def _people(role: str, department: str) -> Iterator[User]:
    held = User.objects.filter(
        posts__role__name=role, posts__since__lte=today(), posts__department__is_active=True, is_active=True
    )
    if department:
        held = held.filter(posts__department__name=department)
    yield from held.distinct().order_by("id")


def _written(asking: Counter, report: str, said: Report, edition: Edition) -> Document:
    """Every form of the document, kept; the row that says so, not yet."""
    rests = [rest.kept() for rest in report_sight.rests_of(asking, said)]
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        targets: dict[DocumentForm, Path] = {form: Path(folder) / f"made.{form}" for form in FORMS}
        told: Written = write(asking, said, edition, today(), targets)
        files = {}
        for form, target in targets.items():
            content = target.read_bytes()
            keep(Checked(content, MEDIA[form]))
            files[form] = hashlib.sha256(content).hexdigest()
    return Document(
        report=report,
        period=edition.period,
        subject=edition.subject or "",
        title=told.title,
        made_at=now(),
        run=asking.run or "",
        snapshot=told.snapshot or "",
        numbers=told.numbers,
        rests=rests,
        files=files,
    )


def _record(login: str, made: Document, **more: object) -> None:
    about = {"period": made.period, "subject": made.subject, "snapshot": made.snapshot, "files": made.files}
    record(
        by=login,
        action="reports.make",
        object=f"document:{made.pk}",
        about={"report": made.report} | about | more,
    )
