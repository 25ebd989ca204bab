"""Making a dossier: gathered as whoever asks, written, recorded with what it rests on. It is not kept."""

import hashlib
import tempfile
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from django.db import transaction

from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.dossiers.composing import composed
from shuzhi.ops.dossiers.gathering import gathered
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department
from shuzhi.run import official_pdf, official_word

DossierForm = Literal["docx", "pdf"]


def dossier(by: Access, finding: str, form: DossierForm) -> BinaryIO:
    """The file. Raises Refused where the finding may not be taken out, Missing, Conflict, ShuzhiError."""
    told = gathered(by, finding)
    own = Department.objects.filter(pk__in=by.departments).order_by("pk").first()
    document = composed(told, issuer=own.name if own else "", author=by.user.name)
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        target = Path(folder) / f"made.{form}"
        if form == "pdf":
            official_pdf.write(document, target, city().folder / "fonts")
        else:
            official_word.write(document, target)
        content = target.read_bytes()
    with transaction.atomic():
        about = {
            "form": form,
            "purpose": told.done["purpose"],
            "run": told.run,
            "snapshot": told.snapshot,
            "evidence": told.exhibits is not None,
            "facts": told.facts is not None,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        record(by=by.login, action="findings.dossier", object=f"finding:{finding}", about=about)
    return BytesIO(content)
