"""A reader at a city's lake: every query through the gateway, under the city's policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, GRADES, Grade
from shuzhi.core.sql import TableName
from shuzhi.packs import schema as packs
from shuzhi.packs.answering import jurisdiction
from shuzhi.packs.contents import contents, own_grades
from shuzhi.packs.grade_file import Graded
from shuzhi.packs.grades import decided
from shuzhi.packs.platform_tables import COLUMN, PLATFORM
from shuzhi.packs.schema import City
from shuzhi.secure import gateway
from shuzhi.secure.gateway import Along, Answer, Lake, Limits, Pipeline
from shuzhi.secure.kept import Kept
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Scope, Who, matches

_GRADES = Scope(name="run:grades", reads=(str(COLUMN),), writes=())
_OWN: Mapping[str, Grade] = {element.name: element.grade for element in ELEMENTS}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where one reader, for one purpose, puts questions to one lake. ``leaves``: whatever is read leaves the platform
    in a file, and is refused where a grant does not say so."""

    lake: Lake
    reader: Reader
    policy: Policy
    today: date
    kept: Kept | None = None
    leaves: bool = False

    def leaving(self) -> "Desk":
        """The same desk for what is to be taken out."""
        return replace(self, leaves=True)

    def rows(self, query: exp.Query, *, export: bool = False) -> list[dict[str, Any]]:
        """The permitted, masked rows of the query. Raises Refused."""
        rows: list[dict[str, Any]] = self.table(query, export=export).to_pylist()
        return rows

    def table(self, query: exp.Query, *, export: bool = False) -> pa.Table:
        """The same, many rows at a time. ``export``: they are to leave the platform as a file."""
        return gateway.read(
            self.lake,
            self.reader,
            query,
            policy=self.policy,
            today=self.today,
            export=export or self.leaves,
            kept=self.kept,
        )

    def take_out(
        self, query: exp.Query, titles: Sequence[str], target: Path, *, along: Along | None = None
    ) -> int:
        """The same, written to a file that leaves the platform; how many rows. Raises Refused, ShuzhiError."""
        return gateway.export(
            self.lake, self.reader, query, titles, target, policy=self.policy, today=self.today, along=along
        )

    def ask(
        self, text: str, *, limits: Limits | None = None, export: bool = False, explain: bool = False
    ) -> Answer:
        """SQL that a person wrote, answered in a process of its own under hard limits. Raises Refused, ShuzhiError.

        ``explain``: how it would be answered.
        """
        return gateway.ask(
            self.lake,
            self.reader,
            text,
            policy=self.policy,
            today=self.today,
            limits=limits,
            export=export or self.leaves,
            explain=explain,
        )


def desk(lake: Lake, city: City, reader: Reader, today: date) -> Desk:
    return Desk(lake=lake, reader=reader, policy=policy(city, lake), today=today)


def within_cases(at: Desk, city: City, only: Mapping[TableName, str]) -> Desk:
    """The same desk with what the city's grants give for cases, of each table named only the rows for which its
    condition holds."""
    added = [
        replace(
            _granted(city, place, grant, f"({only[table]}) and ({grant.rows or 'true'})"),
            tables=(str(table),),
        )
        for place, grant in enumerate(city.grants)
        for table in only
        if grant.cases and matches(table, grant.tables)
    ]
    return replace(at, policy=replace(at.policy, grants=[*at.policy.grants, *added]))


def _granted(city: City, place: int, grant: packs.Grant, rows: str | None) -> Grant:
    return Grant(
        who=Who(**vars(grant.who)),
        tables=grant.tables,
        purpose=grant.purpose,
        mask=grant.mask,
        columns=grant.columns,
        rows=rows,
        until=grant.until,
        smallest=grant.smallest,
        export=grant.export,
        by=grant.by or "",
        where=city.places.at("grants", place),
    )


def policy(city: City, lake: Lake | None = None) -> Policy:
    """All that decides who reads what in the city, made from its files anew: nothing of it is kept.

    What scenario tables were made of is told by the last run; without a lake they count as most sensitive.
    """
    columns = contents(city)
    return Policy(
        grants=[
            _granted(city, place, grant, grant.rows)
            for place, grant in enumerate(city.grants)
            # What is given for a case is given nowhere else.
            if not grant.cases
        ],
        purposes=_purposes(city),
        columns=columns,
        grades=_grades(city, columns, lake),
    )


def post_in(city: City, role: str, department: str | None) -> Post:
    """The post of a role in a department of the city, with what the department answers for."""
    found = next((each for each in city.departments if each.name == department), None)
    if found is None:
        return Post(role=role)
    return Post(
        role=role,
        department=found.name,
        duties=frozenset(found.duties),
        regions=frozenset({jurisdiction(found.region) or ""}),
    )


def _purposes(city: City) -> dict[str, Purpose]:
    told = [(purpose, "") for purpose in city.purposes]
    told += [(scenario.purpose, scenario.owner) for scenario in city.scenarios]
    return {
        purpose.name: Purpose(
            name=purpose.name,
            basis=purpose.basis,
            owner=purpose.owner or owner,
            retention=purpose.retention,
            elements=None if purpose.elements is None else frozenset(purpose.elements),
            until=purpose.until,
            linking=purpose.linking,
            questions=purpose.questions,
        )
        for purpose, owner in told
    }


def _grades(
    city: City, columns: Mapping[TableName, Mapping[str, str]], lake: Lake | None
) -> dict[TableName, dict[str, Grade]]:
    """Of departments' tables and the platform's what their elements say; of scenarios' what the last run recorded."""
    plain = {*PLATFORM, *(source.standard for source in city.sources)}
    own, settled = own_grades(city), decided(city)
    grades = {
        table: {
            name: _settled(
                own.get(table, {}).get(name) or _OWN.get(element, GRADES[-1]),
                settled.get(table, {}).get(name),
            )
            for name, element in columns[table].items()
        }
        for table in plain & columns.keys()
    }
    if lake is None:
        return grades
    pipeline = Pipeline(lake=lake, scope=_GRADES)
    if not pipeline.exists(COLUMN):
        return grades
    named = {str(table): table for table in columns.keys() - plain}
    recorded = pipeline.fetch(exp.select(*map(sql.column, ("table", "column", "grade"))).from_(COLUMN.tree))
    for row in recorded.to_pylist():
        if row["table"] in named and row["grade"] in GRADES:
            grades.setdefault(named[row["table"]], {})[row["column"]] = row["grade"]
    # What was raised since the last run is raised at once where the same rows stand again.
    for source in city.sources:
        told = grades.get(source.fused, {}) if source.fused else {}
        for name in settled.get(source.standard, {}).keys() & told.keys():
            told[name] = max(told[name], grades[source.standard][name], key=GRADES.index)
    return grades


def _settled(said: Grade, decided: Graded | None) -> Grade:
    return said if decided is None else decided.settled(said)
