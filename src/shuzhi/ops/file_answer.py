"""A file that leaves the platform, as an answer: under its name, kept by nobody on the way."""

from collections.abc import Mapping
from typing import BinaryIO

from django.http import FileResponse

MEDIA: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


def file_answer(content: BinaryIO, name: str, form: str) -> FileResponse:
    """``name`` without its ending, which is the form."""
    answer = FileResponse(content, content_type=MEDIA[form], filename=f"{name}.{form}", as_attachment=True)
    answer["Cache-Control"] = "private, no-store"
    return answer
