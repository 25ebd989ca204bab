"""What indicators/*.yml may say: one governed number, defined once for every screen, chart, answer and report."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.analyse.indicators.definition import Days, Grain
from shuzhi.packs.files import Bilingual, Condition, FullName, Model, Words

Direction = Literal["more_is_better", "more_is_worse", "neutral"]
Level = Literal["province", "city", "county", "town", "village"]


class CountedFile(Model):
    """数什么 | What is counted: rows, a column's sum, or its different values. Say exactly one."""

    count: Words | None = Field(
        default=None,
        description="rows（行数），或一列：不空的行数 | rows, or a column: rows where it is not NULL",
    )
    sum: Words | None = Field(default=None, description="相加的列 | the column to sum")
    distinct: Words | None = Field(
        default=None, description="去重计数的列 | the column whose different values count"
    )
    where: Condition | None = Field(default=None, description="只数这些行 | only of rows that meet this")

    @model_validator(mode="after")
    def _exactly_one(self) -> "CountedFile":
        if sum(each is not None for each in (self.count, self.sum, self.distinct)) != 1:
            raise PydanticCustomError("counted", "needs exactly one of count, sum, distinct")
        return self


class DimensionFile(Model):
    """维度 | What the number can be split by."""

    title: Bilingual = Field(description="名称 | what people call it")
    column: Words | None = Field(
        default=None, description="表中的列；不写则同名 | the column, if of another name"
    )
    kind: Literal["plain", "region", "department", "rule"] = Field(
        default="plain",
        description="region 按区划代码逐级下钻，department 按部门树，rule 显示规则名 | how it drills, how it is shown",
    )
    levels: tuple[Level, ...] = Field(
        default=("county", "town", "village"),
        min_length=1,
        description="区划的层级，由粗到细 | levels of a region, from coarse to fine",
    )
    labels: Mapping[Words, Bilingual] = Field(
        default={}, description="值是代码时，人们叫它什么 | what people call values that are codes"
    )
    synonyms: tuple[Words, ...] = Field(default=(), description="人们还怎么说 | what else people call it")


class Target(Model):
    """目标 | The number to reach, and who says so."""

    number: float = Field(description="目标值，按指标的单位 | the number, in the indicator's unit")
    basis: Words = Field(description="依据 | where it is laid down")


class IndicatorFile(Model):
    """指标 | One governed number. File stem = its name."""

    title: Bilingual = Field(description="名称 | what people call it")
    definition: Bilingual = Field(
        description="口径：数什么、不数什么 | in words: what it counts and what it does not"
    )
    unit: Bilingual = Field(
        description="单位；% 的比率按百分数给出 | its unit; a ratio in % is told in percent"
    )
    decimals: int = Field(default=0, ge=0, le=6, description="小数位数 | digits after the point")
    owner: Words = Field(description="归口部门 | the department that answers for it")
    direction: Direction = Field(
        default="neutral", description="多好还是少好 | whether more is better or worse"
    )
    target: Target | None = Field(default=None, description="目标 | what to reach")
    table: FullName = Field(description="从哪张表数 | the table it is counted from")
    time: Words | None = Field(
        default=None, description="日期列；不写则只说现状 | the date column; none: how things stand"
    )
    grain: Grain = Field(default="day", description="时间最细到 | the finest period that means something")
    ahead: bool = Field(
        default=False, description="也数还没到的期：是预测 | counts periods to come, too: it is a forecast"
    )
    value: CountedFile = Field(description="数什么 | what is counted")
    per: CountedFile | Days | None = Field(
        default=None,
        description="除以什么：另一个数，或天数 days、工作日数 working_days | what it is divided by",
    )
    where: Condition | None = Field(default=None, description="只看这些行 | only rows that meet this")
    dimensions: Mapping[Words, DimensionFile] = Field(
        default={}, description="维度 | what it can be split by"
    )
    synonyms: tuple[Words, ...] = Field(default=(), description="人们还怎么说 | what else people call it")
