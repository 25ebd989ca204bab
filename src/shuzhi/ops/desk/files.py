"""A file of requests (csv, xls, xlsx, ...) as rows of text, through the readers that departments' files go through."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from shuzhi.collect.intake import plain_file, read_file
from shuzhi.collect.locate import locate
from shuzhi.collect.quarantine import REASONS
from shuzhi.collect.scan import scan
from shuzhi.core.text import Text
from shuzhi.govern.match import matched
from shuzhi.ops.errors import invalid
from shuzhi.ops.unpacking import check_packed
from shuzhi.secure.gateway import file_reader

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000

FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "body": (
        "text",
        (
            "内容",
            "诉求内容",
            "留言详情",
            "留言内容",
            "来信内容",
            "消息内容",
            "消息",
            "正文",
            "反映内容",
            "详情",
            "body",
        ),
    ),
    "title": ("text", ("标题", "主题", "诉求标题", "留言主题", "来信标题", "事项", "title")),
    "received_at": (
        "date",
        (
            "日期",
            "时间",
            "留言时间",
            "来信时间",
            "来信日期",
            "发送时间",
            "创建时间",
            "提交时间",
            "来电时间",
            "time",
        ),
    ),
    "number": ("code", ("编号", "留言编号", "来信编号", "诉求编号", "工单编号", "流水号", "消息编号", "id")),
    "name": (
        "person_name",
        ("姓名", "来信人", "来电人", "诉求人", "联系人", "昵称", "留言用户", "发送人", "用户"),
    ),
    "phone": ("phone", ("电话", "联系电话", "手机号", "手机", "来电号码")),
    "other": ("email", ("其他联系方式", "微信号", "邮箱", "QQ")),
    "place": ("address", ("地点", "地址", "事发地点", "问题地点", "发生地点")),
    "category": ("text", ("分类", "类别", "诉求分类", "一级分类", "一级标签")),
}
"""What a column can be: its data element, and the headers it is known by, the likeliest first."""


@dataclass(frozen=True, kw_only=True)
class Bad:
    """A row that is not taken: its line (a workbook: the sheet's row), why, and what stands there.

    ``cells``: those of it that say who it is, with the words to show instead.
    """

    line: int
    why: Text
    content: str
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """``rows`` by header, each with its line and its text as it stands; ``bad``: what cannot be read as a row."""

    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    lines: Sequence[tuple[int, str]]
    bad: Sequence[Bad]

    @property
    def records(self) -> int:
        return len(self.rows) + len(self.bad)


def open_sheet(name: str, content: bytes) -> Sheet:
    """The file's rows. Raises ShuzhiError when nothing of it can be read, or it is larger than is taken at once."""
    if not 0 < len(content) <= MOST_BYTES:
        raise _too_large(Text("文件为空，或超过 20 MB", "the file is empty or larger than 20 MB"))
    check_packed(content)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temp:
        path = Path(folder) / f"file{PurePath(name).suffix.lower()[:6]}"
        path.write_bytes(content)
        (Path(temp) / "unpacked").mkdir()
        path = plain_file(path, Path(temp) / "unpacked")
        (Path(temp) / "read").mkdir()
        reader = file_reader()
        reading = read_file(
            source="desk", name=name, batch="", found=scan(path), temp=Path(temp) / "read", files=reader
        )
        if reading.carefully is not None:
            reading = reading.carefully()
        if reading.records > MOST_ROWS:
            raise _too_large(Text(f"超过 {MOST_ROWS:,} 行", f"more than {MOST_ROWS:,} rows"))
        table = reader.fetch(reading.query)
        if table.num_rows + reading.quarantine.num_rows + reading.aside != reading.records:
            raise _not_whole(name)
        numbers = table["_row"].to_pylist()
        (Path(temp) / "located").mkdir()
        places = locate(path, numbers, name=name, temp=Path(temp) / "located") if numbers else {}
        found = table.select(list(reading.columns)).to_pylist()
    return Sheet(
        columns=reading.columns,
        rows=[{header: value or "" for header, value in row.items()} for row in found],
        lines=[
            (places[number].line, places[number].text) if number in places else (number, "")
            for number in numbers
        ],
        bad=[
            Bad(line=row["line"], why=REASONS[row["reason"]], content=row["content"])
            for row in reading.quarantine.to_pylist()
        ],
    )


def guess(columns: Sequence[str]) -> dict[str, str | None]:
    """Per field the header that most likely is it. A person looks before anything is taken."""
    return matched({name: (kind, (name, *headers)) for name, (kind, headers) in FIELDS.items()}, columns)


def _too_large(what: Text) -> Exception:
    return invalid(what, "file", Text("分成几份再导入", "import it in parts"))


def _not_whole(name: str) -> Exception:
    return invalid(
        Text("行数对不上，没有导入", "the counts do not add up: nothing was imported"),
        name,
        Text("请来源部门重新导出", "ask for a new export"),
    )
