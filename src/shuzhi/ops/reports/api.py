"""Reports over the API: listed, looked at, made, taken out."""

from io import BytesIO

from django.db import transaction
from django.http import FileResponse
from ninja import Router

from shuzhi.ops.file_answer import file_answer
from shuzhi.ops.people.auth import Call
from shuzhi.ops.reports import actions, queries
from shuzhi.ops.reports import schemas as s
from shuzhi.run.reports import DocumentForm, Edition

router = Router(tags=["reports"])


@router.get("", response=list[s.ReportRow])
def reports(request: Call) -> object:
    """Every report the caller may make or has a document of."""
    return queries.listed(request.auth)


@router.get("/documents/{number}/{form}")
def document_file(request: Call, number: int, form: DocumentForm) -> FileResponse:
    """A document that was made, as it was made."""
    with transaction.atomic():
        found, content = queries.file(request.auth, number, form)
    return file_answer(BytesIO(content), found.title, form)


@router.get("/{scenario}/{name}", response=s.ReportOut)
def report(request: Call, scenario: str, name: str) -> object:
    """One report: its periods, its subjects, its documents."""
    return queries.one(request.auth, f"{scenario}.{name}")


@router.post("/{scenario}/{name}/preview", response=s.PreviewOut)
def preview_report(request: Call, scenario: str, name: str, asked: s.EditionIn) -> object:
    """What the document would say now; nothing is made."""
    return queries.preview(request.auth, f"{scenario}.{name}", Edition(**asked.dict()))


@router.post("/{scenario}/{name}/make", response={200: int})
def make_report(request: Call, scenario: str, name: str, asked: s.EditionIn) -> object:
    """Make the document and keep it: its number."""
    made = actions.make(
        by=request.auth, report=f"{scenario}.{name}", period=asked.period, subject=asked.subject
    )
    return made.pk
