"""Never ask twice: a form that is to be sent out, held against what departments provide to the city already."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid
from shuzhi.ops.intake.drafts import turn
from shuzhi.ops.intake.rights import require_some
from shuzhi.ops.people.access import Access
from shuzhi.packs.catalogue_file import SHARING
from shuzhi.packs.schema import Source
from shuzhi.packs.signatures import in_force
from shuzhi.run.form import OFTEN, Field, fields, known_words
from shuzhi.run.preview import headers_in
from shuzhi.run.sent import ENDINGS, safe_name

MOST_BYTES = 10 << 20
"""A form nobody has filled in is small."""
MOST_FIELDS = 500
NOT_DECIDED = Text("共享属性未定", "sharing not decided")
Row = dict[str, Any]


def of_file(by: Access, name: str, content: Iterable[bytes], size: int) -> Row:
    """Each field of the form, with who provides it already. Nothing of the file is kept. Raises ShuzhiError."""
    require_some(by)
    safe = safe_name(name)
    if Path(safe).suffix not in ENDINGS or not 0 < size <= MOST_BYTES:
        raise invalid(
            Text(
                "不收这种文件，或文件为空、超过 10 MB", "a file of this kind, or of this size, is not taken"
            ),
            safe,
            Text("用表格文件，或把字段名粘贴进来", "take a workbook, or paste the fields' names"),
        )
    with tempfile.TemporaryDirectory() as home, turn():
        path = Path(home) / f"form{Path(safe).suffix}"
        with path.open("wb") as file:
            file.writelines(content)
        return _told(headers_in(str(path), safe, sorted(known_words(city()))))


def of_names(by: Access, names: Iterable[str]) -> Row:
    """The same of fields that are named."""
    require_some(by)
    return _told([name.strip() for name in names if name.strip()])


def _told(headers: list[str]) -> Row:
    found = fields(city(), dict.fromkeys(headers[:MOST_FIELDS]))
    return {
        "fields": [_row(each) for each in found],
        "twice": sum(bool(each.held) and not each.identifies for each in found),
    }


def _row(of: Field) -> Row:
    return {
        "header": of.header,
        "identifies": of.identifies,
        "held": [
            {
                "table": str(held.source.standard),
                "title": held.source.title._asdict(),
                "column": held.column,
                "owner": held.source.owner,
                "often": OFTEN[held.source.cadence]._asdict(),
                "sharing": _sharing(held.source)._asdict(),
            }
            for held in of.held
        ],
    }


def _sharing(source: Source) -> Text:
    sharing = in_force(city(), source.standard).sharing
    return NOT_DECIDED if sharing is None else SHARING[sharing.kind]
