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
        ("sheet", pa.string()),
        ("line", pa.int64()),
        ("_row", pa.int64()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("content", pa.string()),
    ]
)
"""One row per bad record: its sheet and physical line (from 1), its number among the records, the column that is
wrong if it is one, why it was not landed, its text (odd bytes escaped). Rows set aside are told alike: they are no
records, and have no number.
"""

REASONS: Mapping[str, Text] = {
    "columns": Text("列数与表头不符", "not as many fields as the header has"),
    "quote": Text("引号没有配对，或引号后还有文字", "a quote is not closed, or text follows it"),
    "nul": Text("含有空字符（NUL）", "contains NUL characters"),
    "encoding": Text("不属于任何可识别的编码", "fits no known encoding"),
    "json": Text("不是 JSON 对象", "not a JSON object"),
    "digits": Text(
        "号码被办公软件当作数字，第15位以后已丢失；请把该列设为“文本”后从原系统重新导出",
        "an office program took the number for a quantity and lost what follows its 15th digit: "
        "set the column to text and export it again from where it is kept",
    ),
}
"""Why a record could not be landed, and what to ask the sender."""

ASIDE: Mapping[str, Text] = {
    "title": Text("标题或填报说明", "a title, or words above the table"),
    "note": Text("注释、签章或页脚", "notes, signatures, feet of pages"),
    "totals": Text("合计、小计行", "totals and subtotals"),
    "header again": Text("重复的表头", "the header again"),
    "template": Text("只有序号的空行", "printed serial numbers without data"),
    "hidden sheet": Text("隐藏的工作表", "a hidden sheet"),
    "other sheet": Text("不属于本来源的工作表", "a sheet that is not this source's"),
    "other table": Text("同一工作表上的另一张表", "another table on the sheet"),
}
"""Why a row is no record. A recipe may give reasons of its own."""


@dataclass(frozen=True, kw_only=True)
class Quarantine:
    """Whose bad records these are. ``file`` is its name as the department knows it."""

    source: str
    file: str
    batch: str

    def rows(
        self,
        *,
        line: Sequence[int] | pa.Array,
        reason: pa.Array,
        content: pa.Array,
        number: pa.Array | None = None,
        sheet: pa.Array | None = None,
        column: pa.Array | None = None,
    ) -> pa.Table:
        """Rows for ``quality.quarantine`` or ``quality.set_aside``, in ``SCHEMA``."""
        count = len(content)
        none = pa.nulls(count, pa.string())
        return pa.table(
            [
                pa.repeat(pa.scalar(self.source), count),
                pa.repeat(pa.scalar(self.file), count),
                pa.repeat(pa.scalar(self.batch), count),
                none if sheet is None else sheet,
                line if isinstance(line, pa.ChunkedArray) else pa.array(line, pa.int64()),
                pa.nulls(count, pa.int64()) if number is None else number,
                none if column is None else column,
                reason.cast(pa.string()),
                content.cast(pa.string()),
            ],
            schema=SCHEMA,
        )

    def bad(self, part: Records, mask: pa.Array, numbers: pa.Array) -> pa.Table:
        """The masked records, as rows; NULs and bytes of no encoding are shown as ``\\x00``."""
        content = pc.replace_substring(part.text.filter(mask), MARK, "")
        return self.rows(
            line=pa.array(part.line).filter(mask),
            number=numbers.filter(mask),
            reason=part.reason.filter(mask),
            content=pc.replace_substring(content, "\0", "\\x00"),
        )
