"""What models/*.yml may say: the register of whatever judges without a written rule, an entry a step's output."""

from datetime import date

from pydantic import Field

from shuzhi.packs.files import Bilingual, FullName, Model, Words


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
    impact: Bilingual = Field(
        description="影响评估：错了伤到谁，怎么减轻 | whom mistakes hurt, and what lessens it"
    )
    appeals: Bilingual = Field(description="怎么申辩 | how somebody concerned contests it")
    registered: date = Field(description="登记日期 | the day it was registered")
    reviewed: date = Field(description="最近复核日期 | the day it was last reviewed")
    retires: date = Field(
        description="退役日期，到期停用，须复核后延期 | the day it stops, unless reviewed before"
    )
