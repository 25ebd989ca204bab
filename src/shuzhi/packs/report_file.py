"""What reports/*.yml may say: an official document in Chinese whose every number is an indicator's."""

from calendar import monthrange
from typing import Annotated, Literal

from pydantic import Field

from shuzhi.analyse.indicators.form import By, Inquiry, Only
from shuzhi.packs.files import Model, Name

Words = Annotated[str, Field(min_length=1, max_length=4000)]


class ReportTable(Model):
    """表 | A table in the document: the answer to one question."""

    title: Words = Field(description="表题 | its title")
    asks: Inquiry = Field(
        description="向指标提的问题，写法同 API | a question to an indicator, in the API's form"
    )


class ReportPart(Model):
    """一节 | One of: a heading, a paragraph, a table."""

    heading: Words | None = Field(default=None, description="一级标题，如 一、总体情况 | a heading")
    text: Words | None = Field(
        default=None,
        description="一段；数字只能写成标签：{名称}、{名称.previous_change} | a paragraph; numbers are tags only",
    )
    table: ReportTable | None = Field(default=None, description="一张表 | a table")


class ReportSchedule(Model):
    """定期 | Made by itself after each period, by the grants of a role, whose people are told.

    With a duty: one for each department that answers for it.
    """

    workday: Annotated[int, Field(ge=1, le=20)] = Field(
        description="每期结束后的第几个工作日 | on which working day after the period"
    )
    role: Name = Field(
        description="按哪个角色的授权制作、送给谁 | by whose grants it is made, and who is told"
    )
    duty: Words | None = Field(
        default=None, description="有此职责的部门各一份 | one for each department that answers for this duty"
    )


class ReportFile(Model):
    """报告 | A document in the layout of GB/T 9704-2012. File stem = its name.

    Tags: {city}, {period}, {subject} and the names of its numbers. A question without a period is about the document's;
    ``this_year`` ends with it. One not split by the subject's dimension is about the subject.
    """

    title: Words = Field(description="标题 | its title")
    mark: Words = Field(description="发文机关标志，如 {city}热线办公室 | the red words at the head")
    issuer: Words = Field(description="署名 | who signs")
    to: Words | None = Field(default=None, description="主送机关 | to whom")
    grain: Literal["month", "quarter", "year"] = Field(
        description="一份管多久 | the period one document is of"
    )
    numbers: dict[str, Inquiry] = Field(
        min_length=1, description="标签名 → 向指标提的问题，不再分组 | name of a tag → a question, not split"
    )
    names: tuple[Words, ...] = Field(
        default=(), description="含数字的名称，如 12345 热线 | names that have digits in them"
    )
    parts: tuple[ReportPart, ...] = Field(min_length=1, description="正文 | the body")
    subject: By | None = Field(
        default=None, description="专报：一份只讲这个维度的一个值 | one document is about one value of this"
    )
    schedule: ReportSchedule | None = Field(
        default=None, description="定期制作并送达 | made and delivered by itself"
    )


def about(asked: Inquiry, subject: By | None, value: str | None) -> Inquiry:
    """The question put to a document's subject, unless it compares all of them."""
    if subject is None or value is None or subject.dimension in {each.dimension for each in asked.by}:
        return asked
    only = Only(dimension=subject.dimension, level=subject.level, values=(value,))
    return asked.model_copy(update={"where": (*asked.where, only)})


def during(asked: Inquiry, period: str) -> Inquiry:
    """The question put to a document's period: 2026-05, 2026-Q1 or 2026."""
    if asked.period == "all":
        return asked.model_copy(update={"period": period})
    if asked.period != "this_year":
        return asked
    year, _, rest = period.partition("-")
    if not rest:
        return asked.model_copy(update={"period": year})
    month = int(rest[1]) * 3 if rest.startswith("Q") else int(rest)
    last = monthrange(int(year), month)[1]
    return asked.model_copy(update={"period": f"{year}-01-01/{year}-{month:02}-{last}"})
