"""What desk.yml may say: from which tables and steps of the scenario a clerk at the desk gets suggestions."""

from collections.abc import Mapping

from pydantic import Field

from shuzhi.packs.files import FullName, Model, Words

STEP_OF: Mapping[str, str] = {
    "category": "classify_text",
    "department": "propose_department",
    "place": "find_issues",
}
"""Per field that names a step's output, the step it must be of."""


class DeskMessages(Model):
    """以往来信 | Earlier messages: what words are rare, which places people write of."""

    table: FullName = Field(description="来信表 | the table of messages")
    title: Words = Field(description="标题列 | column of the title")
    body: Words = Field(description="正文列 | column of the body")


class DeskReplies(Model):
    """以往答复 | Earlier messages with their replies: what drafts quote, with its source."""

    table: FullName = Field(description="来信及答复表 | the table of messages and replies")
    id: Words = Field(description="编号列，引用时注明 | column of the id, named where a draft quotes it")
    title: Words = Field(description="标题列 | column of the title")
    body: Words = Field(description="来信正文列 | column of the message")
    reply: Words = Field(description="答复列 | column of the reply")
    received: Words = Field(description="来信日期列 | column of the day the message came")
    replied: Words = Field(description="答复日期列 | column of the day it was replied to")
    within: Words | None = Field(
        default=None,
        description="答复期限（日）的参数名 | the parameter that says within how many days to reply",
    )


class DeskFile(Model):
    """受理台 | How one message is suggested a category, a department, a place, similar ones and a draft reply.

    Parameters are those of the steps named: the desk says what the run will say.
    """

    messages: DeskMessages = Field(description="以往来信 | earlier messages")
    category: FullName | None = Field(
        default=None, description="分类：classify_text 步骤的产出表 | output of a classify_text step"
    )
    department: FullName | None = Field(
        default=None,
        description="部门：propose_department 步骤的产出表 | output of a propose_department step",
    )
    place: FullName | None = Field(
        default=None, description="地点：find_issues 步骤的产出表 | output of a find_issues step"
    )
    replies: DeskReplies | None = Field(
        default=None, description="以往答复；不写则不拟稿 | earlier replies; none = nothing is drafted"
    )
