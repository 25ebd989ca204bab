"""What flows/*.yml may say: how a finding or a request is handled, who by, by when, and what comes next."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from shuzhi.packs.files import Bilingual, Model, Name, Words

END = "end"
"""Where a result leads that closes the order."""

Days = Annotated[int, Field(ge=1)]
Conclusion = Literal["排除", "线索", "立案"]


class Who(Model):
    """由谁 | Who acts: a role, in a department found by duty and region. Never a person's name."""

    role: Name = Field(description="角色，须列在 city.yml 的 roles | a role of city.yml")
    duty: Words | None = Field(
        default=None, description="只找有此职责的部门 | only departments that answer for this duty"
    )
    at: Literal["city", "county", "town", "grid", "origin"] = Field(
        description="哪一级：市、事发县区、事发乡镇、事发网格、立单部门；那里没有部门的，由上一级办 | "
        "the city, the county, the town or the grid cell it happened in, or the department that opened the order; "
        "where there is no department for it, the level above answers"
    )


class FormField(Model):
    """表单项 | One thing to fill in."""

    name: Name = Field(description="名称 | its name")
    label: Bilingual = Field(description="给人看的名称 | what people read")
    kind: Literal[
        "text", "long_text", "choice", "amount", "integer", "date", "photo", "location", "yes_no"
    ] = Field(description="种类 | what kind of value")
    options: tuple[Words, ...] = Field(default=(), description="可选的值，仅 choice | what to choose from")
    required: bool = Field(default=False, description="不论什么结果都必填 | needed whatever the result")


class Result(Model):
    """结果 | What a result word leads to."""

    next: Name = Field(description="下一环节，end 为办结 | the next step; `end` closes the order")
    conclusion: Conclusion | None = Field(
        default=None,
        description="对疑点的结论，以最后一次为准 | the conclusion on the finding; the last one given stands",
    )
    needs: tuple[Words, ...] = Field(
        default=(), description="选此结果必填的表单项 | form fields this result needs"
    )
    returns: bool = Field(
        default=False, description="退回前面的环节，计入退回次数 | sent back to an earlier step, and counted"
    )


Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class OnTheSpot(Model):
    """走访 | Somebody goes there: such tasks can be planned into somebody's day."""

    minutes: Annotated[int, Field(ge=5, le=480)] = Field(description="现场要多少分钟 | minutes on the spot")
    since: Clock = Field(default="08:30", description="最早几点开始 | begins at the earliest")
    until: Clock = Field(default="17:00", description="最晚几点开始 | begins at the latest")


class FlowStep(Model):
    """环节 | One step: one department has it at a time, and a result word ends it."""

    name: Name = Field(description="名称 | its name")
    title: Bilingual = Field(description="给人看的名称 | what people read")
    by: Who = Field(description="由谁办 | who does it")
    days: Days = Field(description="期限，工作日 | to be done in so many working days")
    visit: OnTheSpot | None = Field(
        default=None,
        description="要到现场的，写多久、几点；排程用 | where somebody goes there: how long, when",
    )
    form: tuple[FormField, ...] = Field(default=(), description="要填的表单 | what is filled in")
    results: Mapping[Name, Result] = Field(
        min_length=1, description="结果 → 去向 | result word -> where it leads"
    )


class Extension(Model):
    """延期 | How often and by how much a deadline may be moved, and who decides."""

    most: Annotated[int, Field(ge=1)] = Field(description="每单最多几次 | at most so often an order")
    days: Days = Field(description="每次工作日 | working days each time")
    by: Who = Field(description="由谁批准 | who decides")


class Suspension(Model):
    """挂起 | What stops the clock lawfully."""

    reasons: tuple[Words, ...] = Field(min_length=1, description="可以挂起的事由 | lawful reasons")
    most_days: Days = Field(description="一单合计最多工作日 | working days at most in all")


class Escalation(Model):
    """升级 | Who hears of a task that is late."""

    overdue: Days = Field(description="超期满几个工作日 | so many working days late")
    to: Who = Field(description="报给谁 | who is told")


class Within(Model):
    """期限 | Within so many working days."""

    within: Days = Field(description="工作日 | working days")


class FlowFile(Model):
    """流程 | How a finding or a request is handled. File stem = name of the flow."""

    title: Bilingual = Field(description="名称 | what people call it")
    handles: Literal["finding", "request", "quality"] = Field(
        description="处理疑点、诉求，还是数据质量问题（由数据关闭，人不能办结） | "
        "findings, requests, or what is wrong with data: closed by the data, by nobody's click"
    )
    rules: tuple[Words, ...] = Field(
        default=("*",), description="哪些规则的疑点，可用 * | findings of which rules, * allowed"
    )
    categories: tuple[Words, ...] = Field(
        default=("*",), description="哪些类别的诉求，可用 * | requests of which categories, * allowed"
    )
    steps: tuple[FlowStep, ...] = Field(
        min_length=1, description="环节，第一个为起点 | its steps; the first is where it starts"
    )
    recovered: Words | None = Field(
        default=None, description="填追回金额的表单项 | the form field with the amount recovered"
    )
    extension: Extension | None = Field(
        default=None, description="延期；不写则不准 | extension; none = never"
    )
    suspension: Suspension | None = Field(
        default=None, description="挂起；不写则不准 | suspension; none = never"
    )
    escalation: tuple[Escalation, ...] = Field(default=(), description="超期升级 | escalation when late")
    joint: bool = Field(
        default=False, description="可否多部门协办 | may several departments handle it jointly"
    )
    feedback: Within | None = Field(
        default=None, description="办结后回访群众的期限 | asking the citizen, once closed"
    )
    reopen: Within | None = Field(
        default=None, description="办结后可重办的期限 | how long after closing it may be opened again"
    )
