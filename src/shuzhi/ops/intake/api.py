"""Files that departments send, over the API: looked at, put right, approved; batches and what is quarantined."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import File, Form, Query, Router, UploadedFile

from shuzhi.ops.errors import problems_out
from shuzhi.ops.intake import actions, batches, forms, pushing, queries
from shuzhi.ops.intake import schemas as s
from shuzhi.ops.intake.calendar import calendar_of
from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call
from shuzhi.run.sent import Fixes

router = Router(tags=["intake"])
Limit = Annotated[int, Query(ge=1, le=100)]
PUSHED = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}},
    }
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/sources", response=list[s.SourceOut])
def sources(request: Call) -> object:
    """The sources one has to do with."""
    return queries.sources(request.auth)


@router.get("/calendar", response=s.CalendarOut)
def calendar(request: Call) -> object:
    """When one's sources are due, and who sends them in time."""
    return calendar_of(request.auth)


@router.post("/push/{source}", auth=None, response=s.Pushed, openapi_extra=PUSHED)
def push(request: HttpRequest, source: str) -> object:
    """Events of a system that posts them, by its own token or signature; see docs/intake.md."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        pushing.admit(source, headers, int(headers.get("content-length") or 0))
        return pushing.take(source, headers, request.body)
    except pushing.Turned as turned:
        answer = JsonResponse(problems_out([pushing.problem(turned, source)]), status=turned.status)
        if turned.wait:
            answer["Retry-After"] = str(turned.wait)
        return answer


@router.post("/form", response=s.FormOut)
def form_of_file(request: Call, file: File[UploadedFile]) -> object:
    """Which fields of a form that is to be sent out the city has already. Nothing of the file is kept."""
    return forms.of_file(request.auth, file.name or "", file.chunks(), file.size or 0)


@router.post("/form/names", response=s.FormOut)
def form_of_names(request: Call, said: s.NamedFields) -> object:
    """The same of fields that are named."""
    return forms.of_names(request.auth, said.names)


@router.get("/submissions", response=Page[s.SubmissionOut])
def submissions(request: Call, source: str = "", after: str = "", limit: Limit = 20) -> object:
    return queries.submissions(request.auth, source=source, after=after, limit=limit)


@router.post("/submissions", response=s.SubmissionDetail)
def send(request: Call, file: File[UploadedFile], source: Form[str]) -> object:
    """Send a file: it is kept aside and looked at; nothing of it is landed before its sender confirms."""
    made = actions.take(
        by=request.auth,
        source=source,
        name=file.name or "",
        content=file.chunks(),
        size=file.size or 0,
    )
    return queries.submission(request.auth, made.pk)


@router.get("/submissions/{int:submission}", response=s.SubmissionDetail)
def one(request: Call, submission: int) -> object:
    return queries.submission(request.auth, submission)


@router.put("/submissions/{int:submission}/fixes", response=s.SubmissionDetail)
def fix(request: Call, submission: int, fixes: Fixes) -> object:
    """Look at it again, read as one says."""
    actions.fix(by=request.auth, submission=submission, fixes=fixes)
    return queries.submission(request.auth, submission)


@router.post("/submissions/{int:submission}/confirm", response=s.SubmissionDetail)
def confirm(request: Call, submission: int, said: s.Confirmed) -> object:
    actions.confirm(by=request.auth, submission=submission, accept_change=said.accept_change)
    return queries.submission(request.auth, submission)


@router.post("/submissions/{int:submission}/decide", response=s.SubmissionDetail)
def decide(request: Call, submission: int, said: s.Decided) -> object:
    """Approve or refuse: for the steward of the source's department."""
    actions.decide(by=request.auth, submission=submission, allow=said.allow, because=said.because)
    return queries.submission(request.auth, submission)


@router.post("/submissions/{int:submission}/discard", response=s.SubmissionDetail)
def discard(request: Call, submission: int) -> object:
    actions.discard(by=request.auth, submission=submission)
    return queries.submission(request.auth, submission)


@router.get("/batches", response=list[s.BatchOut])
def accounts(request: Call, source: str = "") -> object:
    """The accounts of every batch of one's sources."""
    return batches.batches(request.auth, source=source)


@router.get("/batches/{batch}", response=s.BatchOut)
def batch_of(request: Call, batch: str) -> object:
    return batches.batch_of(request.auth, batch)


@router.get("/batches/{batch}/quarantine", response=s.QuarantinedRows)
def quarantine(request: Call, batch: str, after: Annotated[int, Query(ge=0, le=2**60)] = 0) -> object:
    """Rows that could not be landed, each with why."""
    return batches.quarantined(request.auth, batch, after=after)


@router.post("/batches/{batch}/mend", response=s.Count)
def mend(request: Call, batch: str, said: s.MendIn) -> object:
    """Say how quarantined rows should have been; the next run lands them."""
    rows = {each.row: each.values for each in said.rows}
    return {"rows": batches.mend(by=request.auth, batch=batch, rows=rows)}


@router.post("/batches/{batch}/mend-sheet", response=s.Count)
def mend_sheet(request: Call, batch: str, file: File[UploadedFile]) -> object:
    """The same from the sheet of repairs."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "mended.xlsx"
        sheet.write_bytes(file.read())
        return {"rows": batches.mend_from(by=request.auth, batch=batch, sheet=sheet)}


@router.post("/batches/{batch}/withdraw", response=s.BatchOut)
def withdraw(request: Call, batch: str, said: s.Because) -> object:
    """Take it back with the next run, with everything derived from it."""
    batches.withdraw(by=request.auth, batch=batch, because=said.because)
    return batches.batch_of(request.auth, batch)


@router.post("/batches/{batch}/restore", response=s.BatchOut)
def restore(request: Call, batch: str, said: s.Because) -> object:
    batches.restore(by=request.auth, batch=batch, because=said.because)
    return batches.batch_of(request.auth, batch)


@router.get("/batches/{batch}/quarantine.xlsx")
def quarantine_sheet(request: Call, batch: str) -> HttpResponse:
    """The quarantined rows as a sheet to be filled in and sent back."""
    return _workbook(lambda target: batches.quarantine_sheet(request.auth, batch, target), f"repair-{batch}")


@router.get("/batches/{batch}/report.xlsx")
def report(request: Call, batch: str) -> HttpResponse:
    """The sender's own workbook, what is wrong coloured, why beside it, one page in front."""
    return _workbook(lambda target: batches.report(request.auth, batch, target), f"report-{batch}")


def _workbook(write: Callable[[Path], int], name: str) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "made.xlsx"
        write(target)
        answer = HttpResponse(target.read_bytes(), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
