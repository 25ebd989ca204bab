"""A step of a run: what it reads, what it makes, and the contract its tables keep."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
from sqlglot import exp

from shuzhi import __version__
from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.run.ledger import fingerprint
from shuzhi.secure.policy import Scope

Make = Callable[[Mapping[TableName, pa.Table]], pa.Table]
"""A step written in Python: tables in, one table out."""


Choose = Callable[[pa.Table], exp.Query]
"""A query with the same answer as the build's own, spared what the step's question shows to be needless."""

NO_CONTRACT = Contract()


@dataclass(frozen=True, kw_only=True)
class Build:
    """One table of a step, made by a query or by Python.

    ``reads``: tables that ``make`` is given. ``named``: a name for its query, not a copy of its
    rows. ``grows``: the query's rows come to those the table has. ``begins``: made only where there is no such table: a
    later step keeps in it what the next run goes on from. ``order``: how they lie in the table, so that what is
    asked for together is read together.
    """

    table: TableName
    query: exp.Query | None = None
    make: Make | None = None
    choose: Choose | None = None
    reads: tuple[TableName, ...] = ()
    contract: Contract = NO_CONTRACT
    named: bool = False
    grows: bool = False
    begins: bool = False
    order: tuple[exp.Expr, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """Builds that become visible together. ``mark`` is the fingerprint of all they depend on; ``asks`` a question
    about what they read, answered first, by which builds choose their queries. ``waits``: where a table it reads is
    held as it was, so are its own; a step that gathers from many takes each as it is."""

    name: str
    title: Text
    scope: Scope
    builds: tuple[Build, ...]
    mark: str
    asks: exp.Query | None = None
    waits: bool = False

    @property
    def makes(self) -> frozenset[TableName]:
        return frozenset(build.table for build in self.builds)

    @property
    def reads(self) -> frozenset[TableName]:
        """Tables of other steps."""
        return frozenset().union(*map(_reads, self.builds)) - self.makes


@dataclass
class Marks:
    """Fingerprints of the tables planned so far: a step's own depends on those it reads."""

    of: dict[TableName, str] = field(default_factory=dict)

    def step(
        self,
        name: str,
        title: Text,
        scope: Scope,
        builds: Sequence[Build],
        *also: object,
        asks: exp.Query | None = None,
        waits: bool = False,
    ) -> Step:
        for build in builds:
            if build.query is not None:
                sql.forget_positions(build.query)
        step = Step(
            name=name, title=title, scope=scope, builds=tuple(builds), mark="", asks=asks, waits=waits
        )
        parts = [
            [
                str(build.table),
                _told(build),
                vars(build.contract),
                build.named,
                list(map(sql.text, build.order)),
            ]
            for build in builds
        ]
        mark = fingerprint(
            [__version__, name, parts, also, sorted((str(t), self.of.get(t, "")) for t in step.reads)]
        )
        self.of.update(dict.fromkeys(step.makes, mark))
        return replace(step, mark=mark)


def _reads(build: Build) -> set[TableName]:
    return set(build.reads) | (sql.tables_read(build.query) if build.query is not None else set())


def _told(build: Build) -> str:
    return sql.text(build.query) if build.query is not None else ""
