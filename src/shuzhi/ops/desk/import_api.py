"""Importing files of requests over the API: first a look, then the import."""

import hashlib
import json
from typing import Annotated

from ninja import File, Form, Query, Router, UploadedFile

from shuzhi.core.text import Text
from shuzhi.ops.desk import actions, queries
from shuzhi.ops.desk import schemas as s
from shuzhi.ops.desk.actions.taking import desk_of
from shuzhi.ops.desk.files import MOST_BYTES, guess, open_sheet
from shuzhi.ops.desk.models import ImportBatch
from shuzhi.ops.errors import invalid
from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call

router = Router(tags=["desk"])

Limit = Annotated[int, Query(ge=1, le=100)]
_SAMPLE = 5


@router.get("", response=Page[s.ImportOut])
def imports(request: Call, after: str | None = None, limit: Limit = 20) -> object:
    """The files imported at one's desks, the last first."""
    return queries.imports(request.auth, after=after, limit=limit)


@router.post("/look", response=s.ImportLook)
def look(request: Call, file: File[UploadedFile], department: Form[int | None] = None) -> object:
    """What is in a file, and which column most likely is what. Nothing of it is kept."""
    desk = desk_of(request.auth, department)
    content = _content(file)
    before = ImportBatch.objects.filter(department=desk, sha256=hashlib.sha256(content).hexdigest()).first()
    sheet = open_sheet(file.name or "file", content)
    return {
        "columns": list(sheet.columns),
        "guess": guess(sheet.columns),
        "sample": [[row[column][:200] for column in sheet.columns] for row in sheet.rows[:_SAMPLE]],
        "records": sheet.records,
        "bad": len(sheet.bad),
        "before": queries.plain_import(before) if before else None,
    }


@router.post("", response=s.ImportOut)
def import_file(
    request: Call,
    file: File[UploadedFile],
    columns: Form[str],
    channel: Form[s.Channel],
    department: Form[int | None] = None,
) -> object:
    """Import the file. ``columns``: JSON, per field the header that is it. The same file again changes nothing."""
    batch = actions.import_file(
        by=request.auth,
        name=file.name or "file",
        content=_content(file),
        columns=_columns(columns),
        channel=channel,
        department=department,
    )
    return queries.plain_import(batch)


@router.get("/{number}", response=s.ImportOut)
def one(request: Call, number: int) -> object:
    return queries.plain_import(queries.import_of(request.auth, number))


@router.get("/{number}/bad", response=Page[s.BadRowOut])
def bad(request: Call, number: int, after: str | None = None, limit: Limit = 20) -> object:
    """Its rows that were not taken, each with its reason; whom they name is masked."""
    return queries.bad_rows(queries.import_of(request.auth, number), after=after, limit=limit)


def _content(file: UploadedFile) -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise invalid(
            Text("文件超过 20 MB", "the file is larger than 20 MB"),
            "file",
            Text("分成几份再导入", "import it in parts"),
        )
    content: bytes = file.read()
    return content


def _columns(text: str) -> dict[str, str]:
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(header, str) for header in told.values()):
        raise invalid(
            Text("列的对应关系读不出来", "which column is what cannot be read"),
            "columns",
            Text("重新选择", "choose again"),
        )
    return told
