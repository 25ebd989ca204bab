"""A step of a run: what it reads, what it makes, and the contract its tables keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure.policy import Scope

Make = Callable[[Mapping[TableName, pa.Table]], pa.Table]
"""A step written in Python: tables in, one table out."""


NO_CONTRACT = Contract()


@dataclass(frozen=True, kw_only=True)
class Build:
    """One table of a step, made by a query or by Python. ``held``: needed by the step's other builds only."""

    table: TableName
    query: exp.Query | None = None
    make: Make | None = None
    reads: tuple[TableName, ...] = ()
    contract: Contract = NO_CONTRACT
    held: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """Builds that become visible together. ``mark`` is the fingerprint of all they depend on."""

    name: str
    title: Text
    scope: Scope
    builds: tuple[Build, ...]
    mark: str
