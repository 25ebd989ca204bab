"""What elements/*.yml and codes/*.yml may say: city-made data elements, and code lists with days of validity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.core.elements import Grade
from shuzhi.packs.files import Bilingual, Model, Words, shorthand
from shuzhi.packs.places import Places
from shuzhi.packs.source_file import Range


class ElementFile(Model):
    """自定数据元 | A data element a city or a scenario makes: a built-in one, and what is narrower about it."""

    title: Bilingual = Field(description="名称 | what people call it")
    based_on: Words = Field(
        description="在哪个内置数据元上收窄：决定类型、清洗和脱敏 | "
        "the built-in element it narrows: its type, cleaning and masks"
    )
    standard: Words = Field(description="依据的标准或文件 | the standard or document it comes from")
    headers: tuple[Words, ...] = Field(
        default=(), description="同义词：部门常用的表头写法 | synonyms: headers departments write over it"
    )
    like: Words | None = Field(
        default=None, description="整个值须符合的正则 | regular expression of the whole value"
    )
    among: tuple[Words, ...] = Field(default=(), description="只有这几个值 | the values there are, where few")
    codes: Words | None = Field(default=None, description="代码表，见 codes/ | the code list of its values")
    digits: int | None = Field(
        default=None,
        ge=1,
        description="只核对代码的前几位；不写则全部 | only so many leading characters are looked up; none = all",
    )
    between: Range | None = Field(
        default=None, description="取值范围，含两端 | from where to where values lie"
    )
    unit: Words | None = Field(default=None, description="计量单位 | the unit of its values")
    grade: Grade | None = Field(
        default=None,
        description="级别（GB/T 43697），不低于所收窄的数据元；不写则相同 | "
        "its grade, never below that of the element it narrows; none = the same",
    )


class CodeEntry(Model):
    """一个代码 | One code of a list."""

    model_config = ConfigDict(json_schema_extra=shorthand)

    name: Words = Field(description="名称 | what it stands for")
    above: Words | None = Field(default=None, description="上级代码 | the code above it")
    since: date | None = Field(default=None, description="启用日期 | the first day it is valid")
    until: date | None = Field(default=None, description="停用前的最后一天 | the last day it is valid")
    replaced_by: tuple[Words, ...] = Field(
        default=(), description="停用后改用的代码 | what is written in its place since"
    )

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> "CodeEntry":
        if self.since is not None and self.until is not None and self.until < self.since:
            raise PydanticCustomError("ends_first", "until is before since")
        if self.replaced_by and self.until is None:
            raise PydanticCustomError("replaced", "a code that was replaced has a last day")
        return self


class CodeListFile(Model):
    """代码表 | The codes of one matter, each with the days on which it is valid. File stem = name of the list."""

    title: Bilingual = Field(description="名称 | what people call it")
    standard: Words = Field(description="依据的标准或文件 | the standard or document it comes from")
    codes: Mapping[Words, CodeEntry] = Field(
        min_length=1,
        description="代码（加引号）→ 名称，或名称与起止日期 | code, in quotes -> its name, or more",
    )


class CityElement(ElementFile):
    """A city-made element with its name (the file's stem)."""

    name: str
    places: Places


class CodeList(CodeListFile):
    """A code list with its name (the file's stem)."""

    name: str
    places: Places


@dataclass(frozen=True, kw_only=True)
class Standards:
    """What a folder, or a whole city, has beside the built-in elements: by name."""

    elements: Mapping[str, CityElement] = field(default_factory=dict)
    codes: Mapping[str, CodeList] = field(default_factory=dict)
