"""What people concluded, as the ops side publishes it in every city: files that are collected like any department's."""

from pathlib import Path
from types import MappingProxyType

from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.acted import ANSWER, ANSWERS, DECISION, DECISIONS, ORDER, ORDERS, Published
from shuzhi.packs.files import Rows
from shuzhi.packs.places import Places
from shuzhi.packs.schema import City, Source
from shuzhi.packs.source_file import Column


def _source(name: str, title: Text, kind: Published) -> Source:
    file = f"outcomes/{name}.jsonl"
    return Source(
        name=name,
        title=title,
        owner="数治",
        basis="各场景用途所列依据",
        cadence="daily",
        licence="政务内部共享",
        files=(file,),
        columns={column: Column(element=element) for column, element in kind.columns.items()},
        rows=Rows(min=0, max=2**62),
        path=Path(file),
        places=Places(file),
    )


PUBLISHED = MappingProxyType(
    {
        DECISION: (DECISIONS, _source("decisions", Text("处置", "decisions"), DECISIONS)),
        ORDER: (ORDERS, _source("orders", Text("工单", "orders"), ORDERS)),
        ANSWER: (ANSWERS, _source("answers", Text("归并核对", "answers about pairs"), ANSWERS)),
    }
)
"""Table that is counted -> what its rows need to count, and the source they come from."""


def collected(city: City) -> tuple[tuple[Source, Path], ...]:
    """Every source of the city, the departments' and its own, with the folder its files are below."""
    theirs = [(source, city.data) for source in city.sources]
    return (*theirs, *((source, city.folder) for _, source in PUBLISHED.values()))


def problem_table(table: TableName) -> TableName:
    """Where the rows that do not count in one of the tables are told."""
    return TableName("problem", str(table))
