"""Copying the lake's findings after a run: for each audience exactly what the gateway gives it.

Small transactions, each leaving what is true so far; a copy killed half way is made again, and what people did is
never touched.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from sqlglot import exp

from shuzhi.act.findings import FINDING, FINDING_COLUMNS
from shuzhi.core import sql
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.findings import audiences
from shuzhi.ops.findings.models import Audience, Copy, Finding, FindingText
from shuzhi.ops.lake import Run, lake, last_run
from shuzhi.ops.people.actions import SYSTEM
from shuzhi.ops.search import facet, terms
from shuzhi.run.read import desk
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Reader, Scope

SCOPE = Scope(name="ops:findings", reads=(str(FINDING),), writes=())
BATCH = 1000

OF_THE_LAKE = ("scenario", "rule", "subject_kind", "subject", "score", "clause", "region", "point", "amount")
"""What a run may change of a finding. Its ``as_of`` changes with every run, and for all at once."""

Say = Callable[[str], None]
Row = dict[str, Any]


@dataclass
class Counts:
    """What a copy changed."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    texts: int = 0


def follow_lake(say: Say = lambda _: None) -> bool:
    """Copy what the last finished run changed, or what the grants now say otherwise. False when nothing did."""
    held = lake()
    run = last_run(held) if held else None
    if held is None or run is None:
        return False
    granted = audiences.granted(city(), today())
    if _is_followed(run, {key: audiences.fingerprint(applying) for key, applying in granted.items()}):
        return False
    _follow_audiences({key: audiences.fingerprint(applying) for key, applying in granted.items()})
    counts = Counts()
    if granted and Pipeline(lake=held, scope=SCOPE).exists(FINDING):
        _follow_findings(held, run, counts, say)
        for mark, key in audiences.by_fingerprint(granted).items():
            copy = Copy.objects.get(grants=mark)
            if copy.run != run.name:
                plain = audiences.plain_columns(granted[key])
                _follow_texts(held, audiences.reader(*key), copy, counts, say)
                Copy.objects.filter(pk=copy.pk).update(run=run.name, plain=plain)
    with transaction.atomic():
        record(by=SYSTEM, action="findings.copy", object=f"run:{run.name}", about=vars(counts))
    _optimise()
    return True


def _is_followed(run: Run, marks: Mapping[audiences.Key, str]) -> bool:
    kept = {
        (audience.who, audience.purpose): audience.copy.grants
        for audience in Audience.objects.select_related("copy")
    }
    behind = Copy.objects.exclude(run=run.name).exists()
    return kept == dict(marks) and not behind and Copy.objects.count() == len(set(marks.values()))


def _follow_audiences(marks: Mapping[audiences.Key, str]) -> None:
    """Who lost a grant loses the copy at once; copies that nobody reads any more are removed, a piece at a time."""
    with transaction.atomic():
        copies = {mark: Copy.objects.get_or_create(grants=mark)[0] for mark in set(marks.values())}
        for audience in Audience.objects.all():
            if (audience.who, audience.purpose) not in marks:
                audience.delete()
        for (who, purpose), mark in marks.items():
            Audience.objects.update_or_create(who=who, purpose=purpose, defaults={"copy": copies[mark]})
    for copy in Copy.objects.filter(audiences=None):
        while some := list(FindingText.objects.filter(copy=copy).values_list("pk", flat=True)[:BATCH]):
            FindingText.objects.filter(pk__in=some).delete()
        copy.delete()


def _follow_findings(held: Lake, run: Run, counts: Counts, say: Say) -> None:
    """Every finding of the lake here, under the lake's id, saying what the lake says; those it lost marked gone."""
    columns = ("finding", *OF_THE_LAKE, "as_of")
    kept = {row[0]: row[1:] for row in Finding.objects.values_list("id", *OF_THE_LAKE, "gone")}
    here: set[str] = set()
    pipeline = Pipeline(lake=held, scope=SCOPE)
    rows = pipeline.fetch(exp.select(*map(sql.column, columns)).from_(FINDING.tree))
    as_of = rows.column("as_of")[0].as_py() if rows.num_rows else run.finished
    for some in _batches(rows, say, Text("读入疑点", "findings read")):
        here.update(row["finding"] for row in some)
        made = [_finding(row, run) for row in some]
        differing = [finding for finding in made if _told(finding) != kept.get(finding.id)]
        counts.new += sum(finding.id not in kept for finding in differing)
        counts.changed += sum(finding.id in kept for finding in differing)
        with transaction.atomic():
            Finding.objects.bulk_create(
                differing,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[*OF_THE_LAKE, "gone", "changed_at"],
            )
    lost = [finding for finding, (*_, gone) in kept.items() if gone is None and finding not in here]
    counts.gone = len(lost)
    for start in range(0, len(lost), BATCH):
        Finding.objects.filter(pk__in=lost[start : start + BATCH]).update(gone=now(), changed_at=now())
    Finding.objects.filter(gone=None).exclude(as_of=as_of).update(as_of=as_of)


def _finding(row: Row, run: Run) -> Finding:
    """As the lake has it. Where the finding is known already, only what the lake says of it is taken over."""
    empty = {"region": row["region"] or "", "point": row["point"] or ""}
    told = {column: row[column] for column in OF_THE_LAKE} | empty
    return Finding(
        id=row["finding"], as_of=row["as_of"], first_seen=run.finished, changed_at=now(), gone=None, **told
    )


def _told(finding: Finding) -> tuple[Any, ...]:
    return (*(getattr(finding, column) for column in OF_THE_LAKE), None)


def _follow_texts(held: Lake, reader: Reader, copy: Copy, counts: Counts, say: Say) -> None:
    """The copy as the gateway gives it now. What was given once of a finding that the lake lost stays."""
    at = desk(held, city(), reader, today())
    rows = at.table(exp.select(*map(sql.column, FINDING_COLUMNS)).from_(FINDING.tree))
    # Search looks at the last written first: they shall be the highest.
    rows = rows.sort_by("score")
    # An id that is masked, or of a run that has finished since, names nothing here.
    known = set(Finding.objects.values_list("id", flat=True))
    kept = dict(FindingText.objects.filter(copy=copy).values_list("finding_id", "shown"))
    given: set[str] = set()
    # Of findings that are gone too: what became of them is still counted.
    scenarios = {shown["scenario"] for shown in kept.values()}
    for some in _batches(rows, say, Text(f"抄给 {reader.purpose}", f"copied for {reader.purpose}")):
        texts = [_text(row, copy) for row in some if row["finding"] in known]
        given.update(text.finding_id for text in texts)
        scenarios.update(text.shown["scenario"] for text in texts)
        differing = [text for text in texts if text.shown != kept.get(text.finding_id)]
        counts.texts += len(differing)
        for text in differing:
            text.terms = _terms(text)
        with transaction.atomic():
            FindingText.objects.bulk_create(
                differing,
                update_conflicts=True,
                unique_fields=["copy", "finding"],
                update_fields=["shown", "terms"],
            )
    withheld = [finding for finding in kept if finding not in given]
    for start in range(0, len(withheld), BATCH):
        some_ids = withheld[start : start + BATCH]
        FindingText.objects.filter(copy=copy, finding__in=some_ids, finding__gone=None).delete()
    Copy.objects.filter(pk=copy.pk).update(scenarios=sorted(scenarios))


def _text(row: Row, copy: Copy) -> FindingText:
    shown = {
        column: _plain_json(value) for column, value in row.items() if column not in {"finding", "as_of"}
    }
    return FindingText(copy=copy, finding_id=row["finding"], shown=shown)


def _terms(text: FindingText) -> str:
    facets = [
        facet("copy", text.copy_id),
        facet("scenario", text.shown["scenario"]),
        facet("rule", text.shown["rule"]),
    ]
    return terms(text.finding_id, str(text.shown["reason"] or ""), facets=facets)


def _plain_json(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date) else value


def _batches(rows: pa.Table, say: Say, what: Text) -> Iterator[Sequence[Row]]:
    done = 0
    for batch in rows.to_batches(max_chunksize=BATCH):
        yield batch.to_pylist()
        done += batch.num_rows
        if done % (10 * BATCH) == 0 or done == rows.num_rows:
            say(str(Text(f"{what.zh} {done:,}/{rows.num_rows:,}", f"{what.en} {done:,}/{rows.num_rows:,}")))


def _optimise() -> None:
    """Let the database look at what is in its tables: which index is worth walking depends on it."""
    with connection.cursor() as cursor:
        cursor.execute("analyze" if connection.vendor == "postgresql" else "pragma optimize")
