"""What sources/*.yml may say: one kind of file from one department, and what its data must be like."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.govern.rules import Severity
from shuzhi.packs.files import Bilingual, Condition, Model, Rows, Words, shorthand


class Column(Model):
    """一列 | One column of a source."""

    model_config = ConfigDict(json_schema_extra=shorthand)

    element: Words = Field(
        description="数据元；text 为原样保留的文字 | the data element; `text` keeps what is written"
    )
    headers: tuple[Words, ...] = Field(
        default=(), description="文件中的其他表头写法 | other headers the file may use for this column"
    )

    @model_validator(mode="before")
    @classmethod
    def _element_alone(cls, value: object) -> object:
        return {"element": value} if isinstance(value, str) else value


class Mention(Model):
    """提及 | Whom a row is about: which column says what, so that one entity is found across sources."""

    name: Words | None = Field(default=None, description="姓名或名称 | the name")
    former: Words | None = Field(default=None, description="曾用名 | a former name")
    phone: Words | None = Field(default=None, description="电话 | the telephone")
    address: Words | None = Field(default=None, description="地址 | where they are")
    seen: Words | None = Field(default=None, description="所述情况的日期 | when it was so")
    authority: int = Field(
        default=5, ge=1, le=9, description="说法不一时先信谁，1 最先 | whom to believe first; 1 before 2"
    )

    @property
    def said(self) -> dict[str, str]:
        """The columns that say something, by what they say."""
        return {name: value for name, value in self.model_dump().items() if isinstance(value, str)}


class PersonOf(Mention):
    """人员 | The person a row is about."""

    id_card: Words | None = Field(default=None, description="公民身份号码 | the id number")
    birth: Words | None = Field(default=None, description="出生日期 | the birth date")
    sex: Words | None = Field(default=None, description="性别 | the sex")


class CompanyOf(Mention):
    """企业 | The company, or other organisation, a row is about."""

    uscc: Words | None = Field(default=None, description="统一社会信用代码 | the unified social credit code")
    head: Words | None = Field(default=None, description="法定代表人 | the legal representative")
    head_id: Words | None = Field(default=None, description="法定代表人证件号 | his id number")


class LocationOf(Model):
    """位置 | Where a row's matter is: by an address, and by what else the department calls the place."""

    address: Words | None = Field(default=None, description="地址列 | the column of the address")
    grid: Words | None = Field(
        default=None, description="所属网格的区划代码列 | the column of the grid cell's region code"
    )
    parcel: Words | None = Field(default=None, description="宗地号列 | the column of the parcel's number")
    postcode: Words | None = Field(default=None, description="邮政编码列 | the column of the postcode")
    coordinates: Words | None = Field(default=None, description="坐标列 | the column of the point")
    datum: Literal["wgs84", "cgcs2000", "gcj02", "bd09"] = Field(
        default="cgcs2000", description="坐标系 | the reference system of the points"
    )
    registers: bool = Field(
        default=False,
        description="是地址登记，写法为准 | it is a register of addresses: places are called as it calls them",
    )

    @model_validator(mode="after")
    def _somewhere(self) -> "LocationOf":
        if not (self.address or self.grid or self.parcel or self.postcode):
            raise PydanticCustomError("location", "say address, grid, parcel or postcode")
        return self

    @property
    def said(self) -> dict[str, str]:
        """The columns that say something, by what they say."""
        told = self.model_dump(exclude={"datum", "registers"})
        return {name: value for name, value in told.items() if value is not None}


class Relation(Model):
    """关系 | Who is what to whom, as a row says it: ``who`` is ``relation`` of ``of``."""

    relation: Bilingual = Field(description="是什么关系 | what it is called")
    who: Words = Field(
        description="谁：people 或 companies 中的号码列 | who: the column of the identifier of one of people, companies"
    )
    of: Words = Field(
        description="是谁的：另一处的号码列，或同在什么之中：户号、账号等列 | "
        "of whom: another such column; or in what together: the column of a household's number, of an account"
    )
    part: Words | None = Field(default=None, description="什么身份的列 | the column that says as what")
    share: Words | None = Field(
        default=None, description="比例列，百分数 | the column of the share, in per cent"
    )
    seen: Words | None = Field(default=None, description="所述情况的日期 | when it was so")
    concert: bool = Field(
        default=False,
        description="一致行动：对同一企业写在同一协议（part）里的，或同在一户等之中的，表决权合并计算 | "
        "they act in concert: the votes of those whom one agreement (`part`) about a company names, or who are in one "
        "group, are added up",
    )


class Range(Model):
    """取值范围 | From where to where a value may lie, both ends included."""

    min: float | date | None = Field(default=None, description="最小值 | the least")
    max: float | date | None = Field(default=None, description="最大值 | the most")

    @model_validator(mode="after")
    def _an_end(self) -> "Range":
        if self.min is None and self.max is None:
            raise PydanticCustomError("range", "say min, max or both")
        return self


ColumnOf = Annotated[str, Field(pattern=r"^[^\s.\"'\\/]+\.[^\s.\"'\\/]+\.[^\s.\"'\\/]+$")]
"""``schema.table.column``."""


class Truth(Model):
    """以谁为准 | Another department's column that is right about this one, for rows of the same key."""

    truth: ColumnOf = Field(
        description="以哪一列为准：模式.表.列 | the column that is right: schema.table.column"
    )
    by: Words = Field(description="本表的键列 | the key, as this table calls it")
    key: Words | None = Field(
        default=None,
        description="对方的键列；不写则同名 | the key, as the other table calls it; none = the same",
    )


class Coding(Model):
    """所用代码表 | The code list of a column, and on which day a row's code has to be valid."""

    model_config = ConfigDict(json_schema_extra=shorthand)

    list: Words = Field(description="代码表，见 codes/ | the code list")
    day: Words | None = Field(
        default=None,
        description="每行按哪一列的日期核对；不写则按基准日 | "
        "the column with the day of each row; none = the as-of date",
    )
    digits: int | None = Field(
        default=None,
        ge=1,
        description="只核对前几位；不写则全部 | only so many leading characters are looked up; none = all",
    )

    @model_validator(mode="before")
    @classmethod
    def _list_alone(cls, value: object) -> object:
        return {"list": value} if isinstance(value, str) else value


class Quality(Model):
    """质量规则 | What the rows of the table must be like. Elements and `required` bring rules of their own."""

    filled: tuple[Words, ...] = Field(
        default=(), description="不得空白的列 | columns in which something is always written"
    )
    unique: tuple[tuple[Words, ...], ...] = Field(
        default=(), description="不得重复的列或列组合 | columns, or groups of columns, that never repeat"
    )
    among: Mapping[Words, tuple[Words, ...]] = Field(
        default={}, description="列 → 只有这几个值 | column -> the values there are"
    )
    codes: Mapping[Words, Coding] = Field(
        default={},
        description="列 → 代码表，按行的日期核对当时有效的代码 | column -> code list: codes valid on the row's day",
    )
    between: Mapping[Words, Range] = Field(
        default={}, description="列 → 取值范围，含两端 | column -> from where to where its values lie"
    )
    like: Mapping[Words, Words] = Field(
        default={},
        description="列 → 整个值须符合的正则 | column -> regular expression of the whole value",
    )
    found: Mapping[Words, ColumnOf] = Field(
        default={},
        description="列 → 值须在此列中：模式.表.列 | column -> the column where its values are found",
    )
    agrees: Mapping[Words, Truth] = Field(
        default={}, description="一数一源：列 → 以谁为准 | column -> who is right about it"
    )
    follows: Mapping[Words, Annotated[tuple[Words, ...], Field(min_length=1)]] = Field(
        default={},
        description="同键同值：列 → 键列；键相同的行，该列也须相同，与过半数不同的行不合 | column -> key columns: "
        "rows alike in the key are alike in the column; those break it that differ from more than half of them",
    )
    holds: Mapping[Words, Condition] = Field(
        default={},
        description="说法 → 每行须成立的 SQL 条件，可用 as_of()；算不出的行不计 | "
        "what it says -> a SQL condition that holds in every row, as_of() allowed; rows where it is NULL do not count",
    )
    severity: Mapping[Words, Severity] = Field(
        default={},
        description="规则名（如 unique:身份证号）→ 严重程度：serious、normal、notice；不写的，与别处说法不同、"
        "与往期不同的为 notice，其余为 normal | a rule's name -> how grave it is that rows break it",
    )


Cadence = Literal["once", "daily", "weekly", "monthly", "quarterly", "yearly"]
WITHIN = Annotated[int, Field(ge=0, le=250)] | None


class Comes(Model):
    """报送周期 | How often a source comes in this city, where that is not what the source file says."""

    cadence: Cadence = Field(description="更新频率 | how often it comes")
    within: WITHIN = Field(
        default=None,
        description="每期结束后几个工作日内报送 | within how many working days after a period it is due",
    )


class SourceFile(Model):
    """数据来源 | One kind of file from one department. File stem = name of the source."""

    title: Bilingual = Field(description="名称 | what people call it")
    owner: Words = Field(
        description="提供部门，须列在 city.yml 的 departments | the department that provides it"
    )
    basis: Words = Field(description="持有该数据的法律依据 | the legal basis of holding it")
    cadence: Cadence = Field(description="更新频率 | how often it comes")
    within: WITHIN = Field(
        default=None,
        description="每期结束后几个工作日内报送；不写则每日 1、每周 3、每月 10、每季 15、每年 30 | "
        "within how many working days after a period it is due; none = daily 1, weekly 3, monthly 10, quarterly 15, "
        "yearly 30",
    )
    licence: Words = Field(description="使用许可 | what it may be used for")
    files: tuple[Words, ...] = Field(
        min_length=1,
        description="data 目录下的文件通配；怎么读见 recipes/ | globs below `data`; how they are read: recipes/",
    )
    columns: Mapping[Words, Column] = Field(
        min_length=1, description="标准列名 → 数据元 | standard column name -> data element"
    )
    required: tuple[Words, ...] = Field(default=(), description="文件必须有的列 | columns the file must have")
    unused: tuple[Words, ...] = Field(
        default=(),
        description="文件里有、本市不用的列，不再提醒 | columns of the file nobody needs, and no warning tells",
    )
    people: tuple[PersonOf, ...] = Field(
        default=(),
        description="每行说的是谁，用于跨部门归并 | whom a row is about, to fuse people across sources",
    )
    companies: tuple[CompanyOf, ...] = Field(
        default=(),
        description="每行说的是哪家企业，用于跨部门归并 | which company a row is about, to fuse companies",
    )
    locations: tuple[LocationOf, ...] = Field(
        default=(),
        description="每行的事在哪里：地址，及网格、宗地、邮编、坐标；只有地址的列不必写 | "
        "where a row's matter is: address, "
        "grid cell, parcel, postcode, point; columns with nothing but an address need not be told",
    )
    relations: tuple[Relation, ...] = Field(
        default=(), description="每行说的关系：谁是谁的什么 | the relations a row tells: who is what to whom"
    )
    rows: Rows | None = Field(
        default=None, description="标准表的行数断言 | how many rows the standard table should have"
    )
    senders: tuple[Words, ...] = Field(
        default=(),
        description="除提供部门外，有这些职责的部门也可在网页上报送 | "
        "duties: departments that answer for one may send files on the page too, beside the owner",
    )
    approval: bool = Field(
        default=False,
        description="网页上报送的文件须经提供部门审批才入库 | "
        "files sent on the page are landed only when the owner's steward has approved them",
    )
    quality: Quality = Field(
        default=Quality(),
        description="质量规则，每次运行核对，不合的形成问题 | what its rows must be like; every run tells what is not",
    )
