"""Numbers and the rows behind them, as files that leave the platform: only where the grants say so, and recorded."""

import tempfile
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import today
from shuzhi.ops.indicators.counting import counter
from shuzhi.ops.indicators.schemas import ExportIn
from shuzhi.ops.people.access import Access
from shuzhi.run import number_sheet


def exported(by: Access, asked: ExportIn) -> tuple[BinaryIO, str]:
    """The file, without a name on the disk, and what it is called, without its ending. Raises Refused, ShuzhiError."""
    asking = counter(by)
    title = asking.asked(asked.inquiry.indicator).entry.declared.title
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        target = Path(folder) / f"made.{asked.form}"
        if asked.what == "rows":
            rows = asking.take_out(asked.inquiry, target, english=asked.english)
        else:
            told = asking.answer(asked.inquiry, export=True)
            unit = asking.asked(asked.inquiry.indicator).entry.declared.unit
            how = asking.explain(asked.inquiry)
            rows = number_sheet.write(told, how, title, unit, target, english=asked.english)
        made = target.open("rb")
    with transaction.atomic():
        about = {"form": asked.form, "what": asked.what, "rows": rows}
        record(
            by=by.login, action="indicator.export", object=f"indicator:{asked.inquiry.indicator}", about=about
        )
    called = title.en if asked.english else title.zh
    what = {"rows": (" rows", "明细"), "numbers": ("", "")}[asked.what][not asked.english]
    return made, f"{called}{what}-{today():%Y%m%d}"
