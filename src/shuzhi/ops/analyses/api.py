"""Analyses over the API."""

from typing import Annotated

from django.http import FileResponse
from ninja import Query, Router, Status

from shuzhi.analyse.tabulate.form import Analysis
from shuzhi.ops.analyses import asking, saving
from shuzhi.ops.analyses import schemas as s
from shuzhi.ops.clock import now
from shuzhi.ops.file_answer import file_answer
from shuzhi.ops.people.auth import Call

router = Router(tags=["analyses"])


@router.get("/purposes", response=list[str])
def analysis_purposes(request: Call) -> list[str]:
    """What one may read data for."""
    return asking.purposes(request.auth)


@router.get("/tables", response=list[s.AnalysisTable])
def analysis_tables(request: Call, purpose: Annotated[str, Query(max_length=100)]) -> object:
    """Tables one may use for the purpose: columns with their kinds, and what they can be joined with."""
    return asking.tables(request.auth, purpose)


@router.post("/run", response=s.AnalysisOut)
def run_analysis(request: Call, said: Analysis) -> object:
    """The answer to a form, by one's grants, masked, within the limits of typed SQL."""
    return asking.run(request.auth, said)


@router.post("/export")
def export_analysis(request: Call, said: s.AnalysisTaken) -> FileResponse:
    """Every group on a line of its own, as a file: only where every grant it rests on says so."""
    made = asking.take_out(request.auth, said.analysis, said.form, english=said.english)
    return file_answer(made, f"analysis-{now():%Y%m%d-%H%M%S}", said.form)


@router.get("/saved", response=list[s.SavedOut])
def saved_analyses(request: Call) -> object:
    """One's own, and those shared with one."""
    return saving.every(request.auth)


@router.get("/sharing", response=s.SharingOut)
def analysis_sharing(request: Call) -> object:
    """Whom one may share with."""
    return saving.sharing(request.auth)


@router.post("/saved", response={204: None})
def save_analysis(request: Call, said: s.SavedIn) -> Status[None]:
    """Keep it under a name, in place of what one kept there before."""
    saving.save(request.auth, said.name, said.analysis, department=said.department, role=said.role)
    return Status(204, None)


@router.delete("/saved/{number}", response={204: None})
def delete_analysis(request: Call, number: int) -> Status[None]:
    """Take one's own away."""
    saving.delete(request.auth, number)
    return Status(204, None)
