"""What measures/*.yml may say: something done to change a number, registered before it starts, judged by that alone."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shuzhi.packs.files import Bilingual, Model, Words
from shuzhi.packs.indicator_file import Level

Judging = Literal["间断时序", "双重差分", "合成控制"]
Places = Annotated[tuple[Words, ...], Field(max_length=500)]
SEASONS = {"week": 52, "month": 12, "quarter": 4}


class MeasureFile(Model):
    """措施登记 | A measure, registered before it starts. What a run saw before the start is what is judged by."""

    title: Bilingual = Field(description="名称 | its name")
    what: Bilingual = Field(description="做什么 | what is done")
    owner: Words = Field(description="谁负责 | the department or post that answers for it")
    indicator: Words = Field(
        description="看哪个指标，本场景的 | the number it is to change, an indicator of the scenario"
    )
    only: Mapping[Words, Places] = Field(
        default={}, description="只看这些：维度和值 | only of these values of dimensions"
    )
    dimension: Words = Field(description="按哪个维度分地方 | the dimension that tells places apart")
    level: Level | None = Field(
        default=None, description="区划的层级；不写则最粗 | level of a region; none: the coarsest"
    )
    where: Places = Field(
        min_length=1, description="在哪些地方做 | where: values of the dimension (codes of regions)"
    )
    compared: Places = Field(
        default=(),
        description="和哪些地方比；不写则其余没有同类措施的 | places to compare with; none: all without one",
    )
    grain: Literal["week", "month", "quarter"] = Field(description="按周、月还是季看 | the period")
    since: date | None = Field(
        default=None,
        description="从哪天起的数；不写则从有数起 | the first day of the series; none: from its first",
    )
    empty_is_zero: bool = Field(
        default=False, description="没有记录的一期就是零 | a period without records is zero"
    )
    registered: date = Field(description="登记日期，须早于开始 | the day it was registered, before the start")
    start: date = Field(description="开始日期，一期的第一天 | the first day, at which a period begins")
    periods: int = Field(
        ge=3, le=400, description="做满几期再下结论 | after how many periods the conclusion is drawn"
    )
    expected: float = Field(
        description="预期每期每个地方变化多少，减少写负数 | the change expected per period and place; less is negative"
    )
    because: Bilingual = Field(description="预期从何而来 | where the expectation comes from")
    method: Judging = Field(description="怎么评 | how it is judged")
