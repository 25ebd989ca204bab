"""Dossiers over the API."""

from django.http import FileResponse
from ninja import Router, Schema

from shuzhi.ops.clock import today
from shuzhi.ops.dossiers.making import DossierForm, dossier
from shuzhi.ops.file_answer import file_answer
from shuzhi.ops.people.auth import Call

router = Router(tags=["findings"])


class DossierIn(Schema):
    form: DossierForm = "docx"


@router.post("/{finding}/dossier")
def make_dossier(request: Call, finding: str, said: DossierIn) -> FileResponse:
    """The finding's dossier as an official document: what of it may leave the platform, and what was done about it."""
    made = dossier(request.auth, finding, said.form)
    return file_answer(made, f"卷宗-{finding}-{today():%Y%m%d}", said.form)
