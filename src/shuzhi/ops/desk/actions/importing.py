"""Taking a whole file of requests in: every row of it is taken, had come before, or is kept as bad with its reason."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import TypeVar

from django.db import transaction

from shuzhi.core.elements import element
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import hold_chain, record
from shuzhi.ops.clock import CHINA, now, today
from shuzhi.ops.desk import open_requests, sight
from shuzhi.ops.desk.actions.taking import LONGEST_BODY, desk_of, next_numbers
from shuzhi.ops.desk.contacts import Caller, Read, contact_of, locked, read_callers
from shuzhi.ops.desk.files import FIELDS, Bad, Sheet, open_sheet
from shuzhi.ops.desk.masking import masked
from shuzhi.ops.desk.models import BadRow, Contact, ImportBatch, Request
from shuzhi.ops.desk.values import Judged, judge
from shuzhi.ops.errors import invalid
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department
from shuzhi.ops.wording import plain

_SOME = 500
T = TypeVar("T")
_DATE = element("date")
_SAYS_WHO = {"name": "〔姓名〕", "phone": "〔电话〕", "other": "〔联系方式〕"}


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row that can be taken."""

    line: int
    title: str
    body: str
    received_at: datetime
    source_number: str
    place: str
    category: str
    read: Read


def import_file(
    *,
    by: Access,
    name: str,
    content: bytes,
    columns: Mapping[str, str],
    channel: str,
    department: int | None = None,
) -> ImportBatch:
    """Every request of the file. The same file again changes nothing and answers what came of it the first time.

    ``columns``: per field of ``FIELDS`` the header that is it. Raises ShuzhiError when the file cannot be read.
    """
    desk = desk_of(by, department)
    digest = hashlib.sha256(content).hexdigest()
    before = ImportBatch.objects.filter(department=desk, sha256=digest).first()
    if before is not None:
        return before
    sheet = open_sheet(name, content)
    _check(columns, sheet, channel)
    # Read and judged before the database is held: that takes seconds, the rest does not.
    rows, bad = _read(sheet, columns)
    with transaction.atomic():
        hold_chain()
        before = ImportBatch.objects.filter(department=desk, sha256=digest).first()
        if before is not None:
            return before
        fresh = _fresh(rows, channel)
        batch = ImportBatch.objects.create(
            department=desk,
            name=plain(name)[:200] or "file",
            sha256=digest,
            channel=channel,
            columns=dict(columns),
            records=sheet.records,
            taken=len(fresh),
            repeated=len(rows) - len(fresh),
            bad=len(bad),
            imported_by=by.user,
            at=now(),
        )
        numbers = _take(by, desk, batch, fresh)
        BadRow.objects.bulk_create(
            [
                BadRow(
                    batch=batch,
                    line=row.line,
                    why={"zh": row.why.zh, "en": row.why.en},
                    content=locked(row.content[:LONGEST_BODY]),
                    shown=shown,
                )
                for row, shown in zip(bad, _shown(bad), strict=True)
            ],
            batch_size=_SOME,
        )
        record(by=by.login, action="desk.import", object=f"import:{batch.pk}", about=_about(batch, numbers))
    return batch


def _check(columns: Mapping[str, str], sheet: Sheet, channel: str) -> None:
    unknown = [
        field for field, header in columns.items() if field not in FIELDS or header not in sheet.columns
    ]
    if unknown or not {"body", "title"} & columns.keys():
        raise invalid(
            Text("没有选出内容所在的列", "no column was chosen for what the requests say")
            if not unknown
            else Text("所选的列不在文件里", "a column that was chosen is not in the file"),
            unknown[0] if unknown else "body",
            Text("对照表头重新选择", "choose again among the headers"),
        )
    if channel not in Request.Channel.values:
        raise invalid(
            Text("不是可选的渠道", "not one of the channels"), "channel", Text("重新选择", "choose again")
        )


def _read(sheet: Sheet, columns: Mapping[str, str]) -> tuple[list[_Row], list[Bad]]:
    told = [{field: plain(row[header]) for field, header in columns.items()} for row in sheet.rows]
    days = judge(_DATE, {row.get("received_at", "") for row in told}, as_of=today())
    readings = read_callers(
        [
            Caller(
                name=row.get("name", "")[:80],
                phone=row.get("phone", "")[:80],
                other=row.get("other", "")[:80],
            )
            for row in told
        ]
    )
    rows: list[_Row] = []
    bad = list(sheet.bad)
    for row, read, (line, content) in zip(told, readings, sheet.lines, strict=True):
        made = _row(row, read, days, line)
        if isinstance(made, Text):
            bad.append(Bad(line=line, why=made, content=content, cells=_telling(row)))
        else:
            rows.append(made)
    return rows, sorted(bad, key=lambda row: row.line)


def _telling(row: Mapping[str, str]) -> dict[str, str]:
    """The cells that say who it is, with what is shown in their place."""
    return {row[field]: word for field, word in _SAYS_WHO.items() if row.get(field)}


def _shown(bad: Sequence[Bad]) -> list[str]:
    """The rows as they stand, without whom they name: neither in a column for it nor in what was said."""
    texts = []
    for row in bad:
        text = row.content[:LONGEST_BODY]
        for cell, word in row.cells.items():
            text = text.replace(cell, word)
        texts.append(text)
    return masked(texts)


def _row(row: Mapping[str, str], read: Read, days: Mapping[str, Judged], line: int) -> _Row | Text:
    """The row as it is taken, or why it is not."""
    title, body = " ".join(row.get("title", "").split()), row.get("body", "") or row.get("title", "")
    if not body:
        return Text("没有内容", "it says nothing")
    if len(body) + len(title) > LONGEST_BODY:
        return Text(f"内容超过 {LONGEST_BODY:,} 字", f"it has more than {LONGEST_BODY:,} characters")
    received = _received(row.get("received_at", ""), days)
    if isinstance(received, Text):
        return received
    if len(title) > 200:
        title, body = title[:200], f"{title}\n{body}" if title != body else body
    return _Row(
        line=line,
        title=title or " ".join(body.split())[:30],
        body=body,
        received_at=received,
        source_number=row.get("number", "")[:60] or _fingerprint(row),
        place=row.get("place", "")[:200],
        category=row.get("category", "")[:100],
        read=read,
    )


def _received(text: str, days: Mapping[str, Judged]) -> datetime | Text:
    """When it came: to the second where the file says so, else the day; now where it says nothing."""
    if not text:
        return now()
    try:
        told = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        judged = days[text]
        if judged.value is None:
            return judged.wrong.text if judged.wrong else Text("时间不对", "no time")
        told = datetime.combine(judged.value, time())
    at = told if told.tzinfo else told.replace(tzinfo=CHINA)
    return at if at <= now() else Text("时间晚于现在", "it is said to come later than now")


def _fingerprint(row: Mapping[str, str]) -> str:
    """Stands in for a number: the same row in tomorrow's longer export is known again."""
    told = "\x1f".join(f"{field}={value}" for field, value in sorted(row.items()))
    return "#" + hashlib.sha256(told.encode()).hexdigest()[:32]


def _fresh(rows: Sequence[_Row], channel: str) -> list[_Row]:
    """The rows whose number had not come before, in the file or earlier; the first of a number is kept."""
    first = {row.source_number: row for row in reversed(rows)}
    known: set[str] = set()
    for some in _pieces(list(first)):
        found = Request.objects.filter(channel=channel, source_number__in=some)
        known.update(found.values_list("source_number", flat=True))
    return sorted(
        (row for number, row in first.items() if number not in known),
        key=lambda row: (row.received_at, row.line),
    )


def _take(by: Access, desk: Department, batch: ImportBatch, rows: Sequence[_Row]) -> list[str]:
    numbers = next_numbers(len(rows))
    for some in _pieces(list(zip(numbers, rows, strict=True))):
        made = [_request(by, desk, batch, number, row) for number, row in some]
        for request in made:
            sight.index(request)
        kept = Request.objects.bulk_create(made)
        contacts = [contact_of(request, row.read) for request, (_, row) in zip(kept, some, strict=True)]
        Contact.objects.bulk_create([contact for contact in contacts if contact is not None])
        transaction.on_commit(partial(open_requests.changed, [request.pk for request in kept]))
    return numbers


def _request(by: Access, desk: Department, batch: ImportBatch, number: str, row: _Row) -> Request:
    return Request(
        number=number,
        channel=batch.channel,
        received_at=row.received_at,
        title=row.title,
        body=row.body,
        place=row.place,
        category=row.category,
        department=desk,
        taken_by=by.user,
        taken_at=batch.at,
        batch=batch,
        source_number=row.source_number,
    )


def _about(batch: ImportBatch, numbers: Sequence[str]) -> dict[str, object]:
    return {
        "sha256": batch.sha256,
        "records": batch.records,
        "taken": batch.taken,
        "repeated": batch.repeated,
        "bad": batch.bad,
        "first": numbers[0] if numbers else None,
        "last": numbers[-1] if numbers else None,
    }


def _pieces(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), _SOME):
        yield items[start : start + _SOME]
