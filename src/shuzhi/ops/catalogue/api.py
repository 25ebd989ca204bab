"""The catalogue over the API."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Status

from shuzhi.ops.catalogue import grading, queries, signing, standards
from shuzhi.ops.catalogue import schemas as s
from shuzhi.ops.catalogue import signing_schemas as signed
from shuzhi.ops.catalogue.detail import detail
from shuzhi.ops.catalogue.export import FORMS, Form, export
from shuzhi.ops.catalogue.not_made import not_made
from shuzhi.ops.catalogue.reach import column as reach_of
from shuzhi.ops.catalogue.sample import sample
from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call

router = Router(tags=["catalogue"])


@router.get("", response=Page[s.EntryRow])
def catalogue(request: Call, asked: Annotated[s.CatalogueAsked, Query()]) -> object:
    """Every table, or the tables and columns that answer to words, best first."""
    chosen = {facet: getattr(asked, facet) for facet in queries.FACETS}
    return queries.listing(request.auth, asked.q, chosen, after=asked.after, limit=asked.limit)


@router.get("/choices", response=s.FacetsOut)
def catalogue_choices(request: Call) -> object:
    """What the catalogue can be narrowed to."""
    return queries.choices(request.auth)


@router.get("/not_made", response=list[s.NotMadeOut])
def catalogue_not_made(request: Call) -> object:
    """What the last run could not make: broken contracts, and what waits for them."""
    return not_made(request.auth)


@router.get("/export")
def export_catalogue(request: Call, form: Form = "resources") -> HttpResponse:
    """As a workbook in the layout of GB/T 21063, the three lists with the list of duties, or DCAT."""
    _, name, media = FORMS[form]
    answer = HttpResponse(export(by=request.auth, form=form), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get("/standards", response=s.StandardsOut)
def catalogue_standards(request: Call) -> object:
    """Data elements and code lists, with how well the columns under them keep to them."""
    return standards.overview(request.auth)


@router.get("/standards/elements/{name}", response=s.ElementOut)
def catalogue_element(request: Call, name: str) -> object:
    """One data element, and the columns that stand under it."""
    return standards.element(request.auth, name)


@router.get("/standards/codes/{name}", response=s.CodeListOut)
def catalogue_code_list(request: Call, name: str) -> object:
    """One code list, with the days on which its codes are valid."""
    return standards.code_list(request.auth, name)


@router.get("/grading", response=Page[s.GradingRow])
def grading_worklist(
    request: Call,
    which: grading.Which = "open",
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> object:
    """Columns of one's department whose grade is to be decided, with what is suggested and why."""
    return grading.worklist(request.auth, which, after=after, limit=limit)


@router.post("/grading", response={204: None})
def decide_grade(request: Call, said: s.GradeIn) -> object:
    """A steward settles the grade of a column, with a reason."""
    grading.decide(by=request.auth, **said.dict())
    return Status(204, None)


@router.get("/signing", response=list[signed.WaitingRow])
def catalogue_waiting(request: Call) -> object:
    """Changes of the catalogue that wait for a steward, of the tables one may ask for or sign."""
    return signing.worklist(request.auth)


@router.post("/tables/{table}/entry", response={204: None})
def propose_entry(request: Call, table: str, said: signed.EntryIn) -> object:
    """The table's department asks that it be shared or open otherwise; what is wider waits for a signature."""
    signing.propose(
        by=request.auth, table=table, sharing=said.sharing, opening=said.opening, reason=said.reason
    )
    return Status(204, None)


@router.post("/tables/{table}/signature", response={204: None})
def sign_entry(request: Call, table: str, said: signed.VerdictIn) -> object:
    """A steward signs or refuses the change that waits."""
    signing.decide(by=request.auth, table=table, **said.dict())
    return Status(204, None)


@router.get("/tables/{table}", response=s.TableOut)
def catalogue_table(request: Call, table: str) -> object:
    """One table: columns, lineage, batches, problems, who uses it, what one may see of it."""
    return detail(request.auth, table)


@router.get("/tables/{table}/rows", response=s.SampleOut)
def catalogue_rows(request: Call, table: str, purpose: Annotated[str, Query(max_length=100)] = "") -> object:
    """The first rows of a department's table, as one's grants give them for the purpose."""
    return sample(request.auth, table, purpose)


@router.get("/tables/{table}/columns/{column}", response=s.ColumnReachOut)
def catalogue_column(request: Call, table: str, column: str) -> object:
    """One column: what it was made from, and which tables, rules and departments a change of it would reach."""
    return reach_of(request.auth, table, column)
