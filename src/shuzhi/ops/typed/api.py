"""Typed SQL over the API."""

from typing import Annotated

from django.http import FileResponse
from ninja import Query, Router

from shuzhi.ops.clock import now
from shuzhi.ops.file_answer import file_answer
from shuzhi.ops.people.auth import Call
from shuzhi.ops.typed import asking
from shuzhi.ops.typed import schemas as s

router = Router(tags=["sql"])


@router.get("/purposes", response=list[str])
def sql_purposes(request: Call) -> list[str]:
    """What one may read data for."""
    return asking.purposes(request.auth)


@router.get("/tables", response=list[s.SqlTable])
def sql_tables(request: Call, purpose: Annotated[str, Query(max_length=100)]) -> object:
    """Tables and columns one may read for the purpose: names only, for the completion."""
    return asking.readable(request.auth, purpose)


@router.get("/history", response=list[s.SqlBefore])
def sql_history(request: Call) -> object:
    """One's own last queries."""
    return asking.history(request.auth)


@router.post("", response=s.SqlOut)
def run_sql(request: Call, said: s.SqlIn) -> object:
    """The answer to one SELECT, by one's grants, masked, within limits of time, memory and rows."""
    return asking.run(request.auth, said.purpose, said.sql)


@router.post("/plan", response=list[str])
def plan_sql(request: Call, said: s.SqlIn) -> list[str]:
    """How the engine would answer it (EXPLAIN)."""
    return asking.plan(request.auth, said.purpose, said.sql)


@router.post("/export")
def export_sql(request: Call, said: s.SqlTaken) -> FileResponse:
    """The answer as a file: only where every grant it rests on says so."""
    made = asking.take_out(request.auth, said.purpose, said.sql, said.form)
    return file_answer(made, f"sql-{now():%Y%m%d-%H%M%S}", said.form)
