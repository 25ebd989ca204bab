"""The catalogue as a file for other systems; that it was taken out is recorded."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from django.db import transaction

from shuzhi.ops.audit.actions import record
from shuzhi.ops.catalogue.queries import entries_of, sight
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import City
from shuzhi.run import catalogue_forms as forms
from shuzhi.run.inventory import Inventory, TableEntry
from shuzhi.run.openlineage import events

Form = Literal["resources", "lists", "dcat", "openlineage"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Make = Callable[[City, Inventory, Sequence[TableEntry]], bytes]

FORMS: Mapping[Form, tuple[Make, str, str]] = {
    "resources": (lambda _, __, entries: forms.resources(entries), "catalogue.xlsx", XLSX),
    "lists": (lambda city, _, entries: forms.lists(city, entries), "lists.xlsx", XLSX),
    "dcat": (lambda city, _, entries: forms.dcat(city, entries), "catalogue.jsonld", "application/ld+json"),
    "openlineage": (events, "openlineage.ndjson", "application/x-ndjson"),
}
"""How each is made, what its file is called, and its media type."""


@transaction.atomic
def export(*, by: Access, form: Form) -> bytes:
    """The tables ``by`` is told of, in the form."""
    seen = sight(by)
    entries = entries_of(seen) if seen else []
    made = FORMS[form][0](seen.held.city, seen.inventory, entries) if seen else b""
    record(by=by.login, action="catalogue.export", object=f"catalogue:{form}", about={"tables": len(entries)})
    return made
