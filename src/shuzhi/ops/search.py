"""Finding rows by words, Chinese included: two-character tokens in the database's own full-text index.

A table that is searched has a column ``terms``, which its actions fill with ``terms(...)``, and ``index(table)`` in its
migrations. Beside words it holds facets: exact values (who sees the row, its state, its rule), so that one look into
the index answers "visible to me, open, of this rule, about 停车", newest first, however many rows there are.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2s
from itertools import pairwise

import orjson
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps

_RUN = re.compile(r"[0-9a-z]+|(?:[^\W0-9a-z_]|[\ue000-\uf8ff\U00020000-\U0010fffd])+")
"""Latin letters and digits are words; what else is letters (Chinese above all, rare and private ones too) is cut into
pairs."""


def terms(*texts: str, facets: Iterable[str] = ()) -> str:
    """What the index keeps of a row. A text is found by any part of it, a word by its beginning."""
    kept = [token for text in texts for run in _runs(text) for token in _tokens(run, last=True)]
    return " ".join([*sorted(facets), *kept])


def facet(name: str, value: object) -> str:
    """The token of an exact value. No text that people type ever becomes one."""
    return "f" + blake2s(f"{name}={value}".encode(), digest_size=10).hexdigest()


def newest(
    table: str,
    words: str = "",
    facets: Sequence[Collection[str]] = (),
    *,
    before: int | None = None,
    limit: int,
) -> list[int]:
    """Ids of rows that have every word and of each group of facets at least one; highest id first, below ``before``."""
    asked = _asked(words)
    if asked is None or any(not group for group in facets):
        return []
    if not asked and not facets:
        raise ValueError("nothing is searched for: read the table itself")
    spell = _postgresql if connection.vendor == "postgresql" else _sqlite
    statement, condition, together = spell(table, asked, facets)
    with connection.cursor() as cursor:
        # As one row: with each that is fetched, SQLite's driver gives up the interpreter and waits to have it again.
        cursor.execute(
            f"select {together} from ({statement}) found",
            [condition, before if before is not None else 2**62, limit],
        )
        (told,) = cursor.fetchone()
        ids: list[int] = orjson.loads(told) if isinstance(told, str) else told or []
        return sorted(ids, reverse=True)


def index(table: str) -> Operation:
    """The migration that gives the table its full-text index, kept by the database with every change of a row.

    SQLite's triggers fall with the table: a later migration that remakes it must end with this operation again.
    """

    def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
        for statement in index_statements(table, editor.connection.vendor):
            editor.execute(statement)

    return migrations.RunPython(make, migrations.RunPython.noop)


def index_statements(table: str, vendor: str) -> list[str]:
    """The SQL that makes the index of a table with columns ``id`` and ``terms``."""
    return [
        statement.format(table=table) for statement in (_POSTGRESQL if vendor == "postgresql" else _SQLITE)
    ]


_POSTGRESQL = ["create index {table}_fts on {table} using gin (to_tsvector('simple', terms))"]
_SQLITE = [
    "drop table if exists {table}_fts",
    # prefix 6: the length of one character's token, so that a single character is found as fast as two.
    "create virtual table {table}_fts using fts5("
    "terms, content='{table}', content_rowid='id', tokenize='ascii', prefix='6')",
    "insert into {table}_fts({table}_fts) values('rebuild')",
    "create trigger {table}_fts_added after insert on {table} begin "
    "insert into {table}_fts(rowid, terms) values (new.id, new.terms); end",
    "create trigger {table}_fts_removed after delete on {table} begin "
    "insert into {table}_fts({table}_fts, rowid, terms) values ('delete', old.id, old.terms); end",
    "create trigger {table}_fts_changed after update of terms on {table} begin "
    "insert into {table}_fts({table}_fts, rowid, terms) values ('delete', old.id, old.terms); "
    "insert into {table}_fts(rowid, terms) values (new.id, new.terms); end",
]


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def _tokens(run: str, *, last: bool) -> Iterator[str]:
    """Words as ``w…``; Chinese as pairs ``c…``, each character five hexadecimal digits, the last one alone as well."""
    if run.isascii():
        yield f"w{run}"
        return
    codes = [f"{ord(character):05x}" for character in run]
    yield from (f"c{one}{two}" for one, two in pairwise(codes))
    if last:
        yield f"c{codes[-1]}"


def _asked(words: str) -> list[list[str]] | None:
    """Per word of the question the tokens that must stand side by side; None when it holds nothing one can look for."""
    asked = []
    for word in words.split():
        runs = _runs(word)
        tokens = [token for run in runs[:-1] for token in _tokens(run, last=True)]
        if runs:
            end = runs[-1]
            tokens += _tokens(end, last=len(end) == 1)
            asked.append(tokens)
    return asked if asked or not words.split() else None


def _is_open(token: str) -> bool:
    """Whether a question's last token may go on in the text: a word, or a single character."""
    return token.startswith("w") or len(token) == 6


def _sqlite(table: str, asked: list[list[str]], facets: Sequence[Collection[str]]) -> tuple[str, str, str]:
    parts = [f"({' OR '.join(sorted(group))})" for group in facets]
    parts += [f'"{" ".join(tokens)}"{"*" if _is_open(tokens[-1]) else ""}' for tokens in asked]
    return (
        f"select rowid as id from {table}_fts where {table}_fts match %s and rowid < %s order by rowid desc limit %s",
        " AND ".join(parts),
        "json_group_array(id)",
    )


def _postgresql(
    table: str, asked: list[list[str]], facets: Sequence[Collection[str]]
) -> tuple[str, str, str]:
    parts = [f"({' | '.join(sorted(group))})" for group in facets]
    for tokens in asked:
        side_by_side = " <-> ".join([*tokens[:-1], tokens[-1] + (":*" if _is_open(tokens[-1]) else "")])
        parts.append(f"({side_by_side})")
    return (
        f"select id from {table} where to_tsvector('simple', terms) @@ to_tsquery('simple', %s) and id < %s "
        "order by id desc limit %s",
        " & ".join(parts),
        "array_agg(id)",
    )
