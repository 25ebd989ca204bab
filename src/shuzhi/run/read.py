"""A reader at a city's lake: every query through the gateway, under the city's grants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.sql import TableName
from shuzhi.packs.schema import City
from shuzhi.run.contents import contents
from shuzhi.secure import gateway
from shuzhi.secure.gateway import Lake
from shuzhi.secure.policy import Grant, Reader


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where one reader, for one purpose, puts questions to one lake."""

    lake: Lake
    reader: Reader
    grants: Sequence[Grant]
    columns: Mapping[TableName, Mapping[str, str]]
    today: date

    def rows(self, query: exp.Query) -> list[dict[str, Any]]:
        """The permitted, masked rows of the query. Raises Refused."""
        rows: list[dict[str, Any]] = self.table(query).to_pylist()
        return rows

    def table(self, query: exp.Query) -> pa.Table:
        """The same, many rows at a time."""
        return gateway.read(
            self.lake, self.reader, query, grants=self.grants, columns=self.columns, today=self.today
        )


def desk(lake: Lake, city: City, reader: Reader, today: date) -> Desk:
    return Desk(lake=lake, reader=reader, grants=grants(city), columns=contents(city), today=today)


def grants(city: City) -> list[Grant]:
    """The city's grants as the gateway understands them."""
    return [
        Grant(
            who=f"role:{grant.who.role}" if grant.who.role else f"user:{grant.who.user}",
            tables=grant.tables,
            purpose=grant.purpose,
            mask=grant.mask,
            columns=grant.columns,
            rows=grant.rows,
            until=grant.until,
        )
        for grant in city.grants
    ]
