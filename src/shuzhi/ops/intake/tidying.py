"""Files that nobody confirmed are given up after some days: they hold people's data."""

from datetime import timedelta

from django.db import transaction

from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now
from shuzhi.ops.intake import drafts
from shuzhi.ops.intake.models import Submission
from shuzhi.ops.people.actions import SYSTEM

KEPT = timedelta(days=3)


def tidy() -> None:
    for held in list(Submission.objects.filter(state=Submission.State.DRAFT, at__lt=now() - KEPT)):
        with transaction.atomic():
            held.state = Submission.State.DISCARDED
            held.save()
            record(
                by=SYSTEM,
                action="intake.expire",
                object=f"submission:{held.pk}",
                about={"source": held.source},
            )
        drafts.forget(held.pk)
