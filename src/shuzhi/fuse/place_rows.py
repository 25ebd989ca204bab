"""Rows and where they are: what each says of its place (address, grid cell, parcel, postcode, point), what such labels
mean, and the place of every row."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.datum import Datum, selected
from shuzhi.fuse.place_rungs import RUNG

SAID = TableName("linkage", "place_said")
LABEL = TableName("entity", "place_label")
APPEARANCE = TableName("entity", "place_appearance")

LABELS = ("parcel", "grid", "postcode")
"""What a row can call its place by beside an address; what tells more comes first."""


@dataclass(frozen=True, kw_only=True)
class Located:
    """Which columns of a source say where a row is, and in which reference system its points are."""

    source: str
    table: TableName
    address: str | None = None
    parcel: str | None = None
    grid: str | None = None
    postcode: str | None = None
    coordinates: str | None = None
    datum: Datum = "cgcs2000"
    register: bool = False

    @property
    def column(self) -> str:
        """The column that the place is told of: the address, or else the first label."""
        return next(one for one in (self.address, self.parcel, self.grid, self.postcode) if one is not None)


def said(sources: Sequence[Located]) -> exp.Query:
    """Rows ``table``, ``column``, ``_batch``, ``_row``, ``register``, ``address``, ``parcel``, ``grid``, ``postcode``,
    ``longitude`` and ``latitude`` in WGS-84, of all that say anything."""
    types = {"_row": "BIGINT", "register": "INTEGER", "longitude": "DOUBLE", "latitude": "DOUBLE"}
    names = (*_KEEP, *types)
    nothing = exp.select(
        *(
            exp.alias_(sql.null(types.get(name, "VARCHAR")), name, quoted=True)
            for name in dict.fromkeys(names)
        )
    ).where("false")
    return sql.union_all([nothing, *map(_said, sources)])


_KEEP = ("table", "column", "_batch", "_row", "register", "address", *LABELS)


def _said(one: Located) -> exp.Query:
    told = {
        name: sql.column(column) if column else sql.null("VARCHAR")
        for name, column in (
            ("address", one.address), ("parcel", one.parcel), ("grid", one.grid), ("postcode", one.postcode),
        )
    }  # fmt: skip
    outputs = [
        exp.alias_(sql.literal(one.source), "table", quoted=True),
        exp.alias_(sql.literal(one.column), "column", quoted=True),
        sql.column("_batch"),
        sql.column("_row"),
        exp.alias_(sql.literal(int(one.register)), "register"),
        *(exp.alias_(tree, name, quoted=True) for name, tree in told.items()),
        *(exp.alias_(_degrees(one.coordinates, at), name) for at, name in enumerate(("longitude", "latitude"), 1)),
    ]  # fmt: skip
    somewhere = [
        exp.not_(exp.Is(this=sql.column(column), expression=exp.null()))
        for column in (one.address, one.parcel, one.grid, one.postcode)
        if column is not None
    ]
    query = exp.select(*outputs).from_(one.table.tree).where(exp.or_(*somewhere))
    if one.coordinates is None:
        return query
    return selected(query, of=one.datum, to="wgs84", keep=_KEEP)


def _degrees(column: str | None, at: int) -> exp.Expr:
    if column is None:
        return sql.null("DOUBLE")
    return sql.fill(
        f"try_cast(nullif(regexp_extract(x, '^([0-9.]+),([0-9.]+)$', {at}), '') as double)",
        x=sql.column(column),
    )


def labels(key: str) -> exp.Query:
    """Rows of ``entity.place_label``: each ``label`` of a ``kind`` (parcel, grid, postcode) with the nearest ``place``
    that all rows which write it beside a house have in common, its ``level``, and how many ``rows`` do. A grid cell's
    code is the place of that code."""
    told = " union all ".join(
        f"select '{kind}' as label_kind, s.{kind} as label, r.* from s join r on r.written = s.address "
        f"where s.{kind} is not null and r.id_site is not null"
        for kind in ("parcel", "postcode")
    )
    rungs = ("room", "unit", "building", "site", "number", "road")
    places = " ".join(f"when {_common(name)} then min(id_{name})" for name in (*rungs, "region", "county"))
    levels = " ".join(
        f"when {_common(name)} then "
        + {"site": "min(kind)", "road": "min(street_kind)"}.get(name, f"'{name}'")
        for name in rungs
    )
    query = sql.query(
        f"""
        with told as ({told})
        select label_kind as kind, label, case {places} end as place,
               case {levels} when {_common("region")} then case length(min(admin)) when 12 then 'village' when 9
                    then 'town' else 'county' end when {_common("county")} then 'county' end as level,
               count(*) as rows
        from told group by label_kind, label having min(id_county) = max(id_county)
        """
    )
    found = sql.reading(query, s=SAID, r=RUNG)
    grid = ids.subject_id("place", sql.parse("'region|' || grid"), key)
    grids = exp.select(
        exp.alias_(sql.literal("grid"), "kind"),
        exp.alias_(sql.column("grid"), "label"),
        exp.alias_(grid, "place"),
        exp.alias_(sql.parse("case length(grid) when 12 then 'village' when 9 then 'town' else 'county' end"), "level"),
        exp.alias_(sql.parse("count(*)"), "rows"),
    ).from_(SAID.tree).where("grid is not null").group_by(sql.column("grid"))  # fmt: skip
    return sql.union_all([exp.select("*").from_(part.subquery("part")) for part in (found, grids)])


def _common(rung: str) -> str:
    return f"min(id_{rung}) = max(id_{rung}) and count(id_{rung}) = count(*)"


def appearances() -> exp.Query:
    """Rows of ``entity.place_appearance``: every row that says where it is, with its ``place``, the ``level`` reached
    and the ``reasons``. A label is asked where the address says less than it."""
    joins = " ".join(
        f"left join label {kind}_ on {kind}_.kind = '{kind}' and {kind}_.label = s.{kind} and {kind}_.place is not null"
        for kind in LABELS
    )
    housed = "r.id_site is not null"
    streeted = "r.id_road is not null or r.level in ('village', 'town')"
    order = (
        (housed, "r", ""),
        ("parcel_.place is not null", "parcel_", " by_parcel"),
        (streeted, "r", ""),
        ("grid_.place is not null", "grid_", " by_grid"),
        ("postcode_.place is not null", "postcode_", " by_postcode"),
        ("r.place is not null", "r", ""),
    )

    def told(what: str) -> str:
        whens = " ".join(f"when {when} then {of}.{what}" for when, of, _ in order)
        return f"case {whens} end as {what}"

    reasons = " ".join(f"when {when} then '{why}'" for when, _, why in order)
    query = sql.query(
        f"""
        select {told("place")}, {told("level")}, s."table", s."column", s._batch, s._row,
               trim(coalesce(r.reasons, '') || case {reasons} else '' end) as reasons
        from s left join r on r.written = s.address {joins}
        """
    )
    return sql.reading(query, s=SAID, r=RUNG, label=LABEL)
