"""Bad records, kept with the reason instead of being landed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.collect.records import Records
from shuzhi.collect.transcode import MARK
from shuzhi.core.text import Text

SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("file", pa.string()),
        ("_batch", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("content", pa.string()),
    ]
)
"""One row per bad record: its physical line (from 1), why it was not landed, its text (odd bytes escaped)."""

REASONS: Mapping[str, Text] = {
    "columns": Text("列数与表头不符", "not as many fields as the header has"),
    "quote": Text("引号没有配对，或引号后还有文字", "a quote is not closed, or text follows it"),
    "nul": Text("含有空字符（NUL）", "contains NUL characters"),
    "encoding": Text("不属于任何可识别的编码", "fits no known encoding"),
    "json": Text("不是 JSON 对象", "not a JSON object"),
}


@dataclass(frozen=True, kw_only=True)
class Quarantine:
    """Whose bad records these are. ``file`` is its name as the department knows it."""

    source: str
    file: str
    batch: str

    def rows(self, *, line: Sequence[int] | pa.Array, reason: pa.Array, content: pa.Array) -> pa.Table:
        """Rows for ``quality.quarantine``, in ``SCHEMA``."""
        count = len(content)
        return pa.table(
            [
                pa.repeat(pa.scalar(self.source), count),
                pa.repeat(pa.scalar(self.file), count),
                pa.repeat(pa.scalar(self.batch), count),
                line if isinstance(line, pa.ChunkedArray) else pa.array(line, pa.int64()),
                reason.cast(pa.string()),
                content.cast(pa.string()),
            ],
            schema=SCHEMA,
        )

    def bad(self, part: Records, mask: pa.Array) -> pa.Table:
        """The masked records, as rows; NULs and bytes of no encoding are shown as ``\\x00``."""
        content = pc.replace_substring(part.text.filter(mask), MARK, "")
        return self.rows(
            line=pa.array(part.line).filter(mask),
            reason=part.reason.filter(mask),
            content=pc.replace_substring(content, "\0", "\\x00"),
        )
