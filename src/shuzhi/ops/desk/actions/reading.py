"""Readings that are changes too: each is in the chain."""

from django.db import transaction

from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import today
from shuzhi.ops.desk import sight
from shuzhi.ops.desk.actions.keeping import note
from shuzhi.ops.desk.contacts import Caller, in_clear
from shuzhi.ops.desk.models import Contact, Request, RequestReading
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.ops.wording import said


@transaction.atomic
def note_reading(*, by: Access, request: Request) -> None:
    """He read what somebody said: in the chain, the first time of the day."""
    _, is_new = RequestReading.objects.get_or_create(user=by.user, request=request, day=today())
    if is_new:
        note(by, request, "read")


@transaction.atomic
def read_contact(*, by: Access, number: str, purpose: str) -> Caller:
    """The caller's name and telephone in clear, for a purpose: the desk, or whoever has claimed its order's task."""
    request = (
        Request.objects.select_related("department", "order", "merged_into__order")
        .filter(number=number)
        .first()
    )
    if request is None or not sight.sees(by, request):
        raise sight.no_request(number)
    if not (sight.clerk_of(by, request) or sight.handles(by, request.merged_into or request, himself=True)):
        raise not_allowed("requests.contact")
    note(by, request, "read_contact", purpose=said(purpose, "purpose", most=100))
    return in_clear(Contact.objects.filter(request=request).first())


@transaction.atomic
def note_caller(*, by: Access, caller: str) -> None:
    """He asked what came from a telephone: in the chain, under the hash that stands for it."""
    by.require(sight.TAKE)
    record(by=by.login, action="desk.find_caller", object=f"caller:{caller[:16]}", about={})
