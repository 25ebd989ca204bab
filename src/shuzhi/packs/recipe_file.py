"""What an intake recipe may say: how a department's files are laid out. What columns mean is the source's to say."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import Model, Words, shorthand

Kind = Literal["text", "number", "date", "digits"]
Pattern = Annotated[str, Field(min_length=1)]


class RecipeColumn(Model):
    """一列的样子 | What one column of the file looks like."""

    model_config = ConfigDict(json_schema_extra=shorthand)

    kind: Kind = Field(
        description="text 文字、number 数量、date 日期、digits 号码（一位也不能少） | "
        "text, number, date, or digits: a number that names something, kept to its last digit"
    )
    at: int | None = Field(
        default=None,
        ge=1,
        description="第几列（从 1 起）；不写则在哪都行 | its place from 1; none = anywhere",
    )
    optional: bool = Field(default=False, description="可以没有 | the file may be without it")
    means: Words | None = Field(
        default=None,
        description="是来源的哪一列，表头自己说不清时写 | which of the source's columns it is, where its header does "
        "not say so",
    )

    @model_validator(mode="before")
    @classmethod
    def _kind_alone(cls, value: object) -> object:
        return {"kind": value} if isinstance(value, str) else value


class SetAsideRule(Model):
    """不算数据的行 | Rows that are no data."""

    matches: Pattern = Field(description="正则表达式 | a regular expression (RE2)")
    because: Words = Field(description="理由，记在 quality.set_aside | the reason it is told with")
    column: Words | None = Field(
        default=None, description="看哪一列；不写则任一列 | in which column; none = in any"
    )

    @field_validator("matches")
    @classmethod
    def _compiles(cls, value: str) -> str:
        return _regex(value)


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise PydanticCustomError("regex", "is no regular expression: {why}", {"why": str(error)}) from None
    return value


class LayoutFile(Model):
    """一种样式 | One way files are laid out. What is not said is found in the file."""

    files: tuple[Words, ...] = Field(
        default=("*",), min_length=1, description="哪些文件是这种样式 | which files are laid out so: globs"
    )
    encoding: Literal["utf-8", "gbk", "gb18030", "utf-16", "utf-16-be"] | None = Field(
        default=None, description="文本的编码 | encoding of a text"
    )
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = Field(
        default=None, description="文本的分隔符 | what is between the fields of a text"
    )
    widths: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(),
        description="定宽文本各列宽度，一个汉字算 2 | widths of fixed-width columns; a Chinese character is 2",
    )
    records: Words | None = Field(
        default=None,
        description="JSON、XML 里记录所在的路径，如 data/rows | where the records are in JSON or XML",
    )
    sheets: tuple[Words, ...] = Field(
        default=(),
        description="工作表名，可用 *，前加 ! 为不要；不写则全部 | sheets by name, * allowed, ! for not; none = all",
    )
    header: int | None = Field(
        default=None,
        ge=0,
        description="表头在第几行（从 1 起），0 为没有；不写则按列名找 | the header's row from 1; 0 = none",
    )
    header_rows: int = Field(
        default=0, ge=0, le=5, description="表头有几行；0 为看情况 | lines of the header; 0 = as seen"
    )
    columns: Mapping[Words, RecipeColumn] = Field(
        min_length=1, description="文件里的列名 → 样子 | the file's own headers -> what they look like"
    )
    set_aside: tuple[SetAsideRule, ...] = Field(
        default=(), description="另有哪些行不算数据 | further rows that are no data"
    )
    keep: tuple[Literal["title", "note", "totals", "header again", "template"], ...] = Field(
        default=(), description="哪些看似不是数据的行其实是 | kinds of rows that are data after all"
    )
    fill_down: tuple[Words, ...] = Field(
        default=(), description="空着表示同上的列 | columns in which a blank means: as above"
    )
    from_name: Mapping[Words, Pattern] = Field(
        default={},
        description="列 → 正则，取“文件名/工作表名”的一段 | column -> a regular expression over “file/sheet”",
    )

    @field_validator("from_name")
    @classmethod
    def _patterns_compile(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for pattern in value.values():
            _regex(pattern)
        return value


class RecipeFile(Model):
    """采集配方 | recipes/<来源>.yml of a city: how one source's files are laid out. File stem = the source's name."""

    layouts: tuple[LayoutFile, ...] = Field(
        min_length=1, description="各种样式，先合者用 | the layouts; the first that names the file is used"
    )
