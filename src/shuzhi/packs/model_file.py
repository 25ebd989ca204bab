"""What models/*.yml may say: the register of whatever judges without a written rule, an entry a step's output."""

from datetime import date
from typing import Literal

from pydantic import Field

from shuzhi.packs.files import Bilingual, FullName, Model, Words


class Watched(Model):
    """看住的数字 | A figure that is watched: out of its limit, every run says so."""

    figure: Words = Field(description="指标 | the figure, as its table names it")
    method: Words | None = Field(
        default=None, description="哪个方法的；默认为本步骤的方法 | whose; by default the step's own method"
    )
    part: Words | None = Field(
        default=None,
        description="哪一部分的；默认各部分中最差的 | of which part; by default the worst of all parts",
    )
    keep: Literal["above", "below"] = Field(
        description="应在限的上面还是下面 | which side of the limit is right"
    )
    limit: float = Field(description="限 | the limit; at it is still right")
    because: Bilingual = Field(description="为什么是这个限 | why this limit")


class ModelFile(Model):
    """模型登记 | One entry of the model register. Nothing a step makes reaches a rule, and so an order, without one."""

    title: Bilingual = Field(description="名称 | its name")
    output: FullName = Field(description="步骤的产出表 | the step's output")
    purpose: Bilingual = Field(
        description="用来定什么，不用来定什么 | what it helps decide, and what it does not"
    )
    owner: Words = Field(description="负责人或岗位 | the person or post that answers for it")
    data: tuple[Words, ...] = Field(
        min_length=1, description="用了哪些数据，到哪一天 | which data, up to when"
    )
    measured: Bilingual = Field(
        description="实测好坏：数字、何时测的、在什么数据上 | how good it is: figures, when measured, on what"
    )
    figures: FullName | None = Field(
        default=None,
        description="每次运行重新测得的数字在哪张表 | the table in which every run measures it anew",
    )
    drift: FullName | None = Field(
        default=None,
        description="数据离学习时多远，在哪张表 | the table of how far data are from those learned of",
    )
    watch: tuple[Watched, ...] = Field(
        default=(), description="看住哪些数字 | figures that are watched, run after run"
    )
    impact: Bilingual = Field(
        description="影响评估：错了伤到谁，怎么减轻 | whom mistakes hurt, and what lessens it"
    )
    appeals: Bilingual = Field(description="怎么申辩 | how somebody concerned contests it")
    registered: date = Field(description="登记日期 | the day it was registered")
    reviewed: date = Field(description="最近复核日期 | the day it was last reviewed")
    retires: date = Field(
        description="退役日期，到期停用，须复核后延期 | the day it stops, unless reviewed before"
    )
