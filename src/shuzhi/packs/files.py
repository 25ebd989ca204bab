"""What the files of a scenario may say. JSON Schemas and docs/reference/files.md are made from here."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from shuzhi.core.elements import Grade
from shuzhi.core.text import Text


def _bilingual(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if not isinstance(value, dict) or set(value) != {"zh", "en"}:
        raise PydanticCustomError("bilingual", "needs zh and en")
    if not all(isinstance(words, str) and words.strip() for words in value.values()):
        raise PydanticCustomError("bilingual", "needs zh and en")
    return Text(value["zh"], value["en"])


def _scalar(value: object) -> str | int | float | bool | date:
    if not isinstance(value, str | int | float | bool | date):
        raise PydanticCustomError("scalar", "needs one plain value")
    return value


_SAID_TWICE = {
    "type": "object",
    "properties": {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}
Bilingual = Annotated[
    Text,
    PlainValidator(_bilingual),
    PlainSerializer(lambda text: {"zh": text.zh, "en": text.en}, return_type=dict[str, str]),
    WithJsonSchema(_SAID_TWICE),
]
"""``{zh: 中文, en: English}``."""

Scalar = Annotated[
    str | int | float | bool | date,
    PlainValidator(_scalar),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
Name = Annotated[str, Field(min_length=1, pattern=r"^[^\s.\"'\\/]+$")]
Words = Annotated[str, Field(min_length=1)]
FullName = Annotated[str, Field(pattern=r"^[^\s.\"'\\/]+\.[^\s.\"'\\/]+$")]
"""``schema.table``."""
Condition = Annotated[str, Field(min_length=1)]
"""A SQL condition."""


def shorthand(schema: dict[str, Any]) -> None:
    whole = dict(schema)
    schema.clear()
    schema["anyOf"] = [{"type": "string"}, whole]


class Model(BaseModel):
    """Every file model: unchangeable, unknown keys refused, nothing converted in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Rows(Model):
    """行数断言 | How many rows to expect."""

    min: int = Field(ge=0, description="少于此数则停止，不发布 | fewer rows stop the run")
    max: int = Field(ge=0, description="多于此数则警告 | more rows warn")


class ParameterFile(Model):
    """参数 | A threshold as dated values. One file may hold several, by name."""

    label: Bilingual = Field(description="名称 | what it is")
    unit: Words = Field(description="单位 | its unit")
    reference: Words = Field(description="依据：法规、标准、研究 | the law, standard or study it comes from")
    values: Mapping[date, Scalar] = Field(
        min_length=1,
        description="生效日期 → 值，按日期先后 | date it takes effect -> value, in order of date",
    )


class ParameterOverride(Model):
    """参数调整 | A city's own values for a scenario's parameter; what is not said stays."""

    label: Bilingual | None = Field(default=None, description="名称 | what it is")
    unit: Words | None = Field(default=None, description="单位 | its unit")
    reference: Words | None = Field(default=None, description="本市依据 | the city's own basis")
    values: Mapping[date, Scalar] = Field(
        default={}, description="生效日期 → 值 | date it takes effect -> value"
    )


class Lowered(Model):
    """降级 | A column graded below what it was made from, with the reason and who approved it."""

    grade: Grade = Field(description="改定的级别（GB/T 43697） | the grade it has instead")
    reason: Words = Field(description="为什么可以降级 | why it may be lower")
    approved_by: Words = Field(description="批准的部门 | the department that approved")
    approved: date = Field(description="批准日期 | the day it approved")


class TableHeader(Model):
    """场景表的文件头 | Header of tables/<表>.sql: the contract of what the SELECT returns."""

    title: Bilingual = Field(description="名称 | what people call it")
    columns: Mapping[Words, Words] = Field(
        min_length=1, description="输出列 → 数据元或类型，与 SELECT 一致 | output column -> element or type"
    )
    key: tuple[Words, ...] = Field(
        default=(), description="唯一键，建表后检查 | checked unique after the build"
    )
    not_null: tuple[Words, ...] = Field(default=(), description="不得为空的列 | columns never NULL")
    rows: Rows = Field(description="行数断言 | how many rows to expect")
    kept: bool = Field(
        default=True,
        description="false：只是查询的名字，不另存一份 | false: a name for the query, not a copy of its rows",
    )
    grades: Mapping[Words, Lowered] = Field(
        default={}, description="降级的列 | columns graded below what they were made from"
    )


class Signal(Model):
    """一条佐证 | One piece of evidence for or against a finding being a lead."""

    when: Condition = Field(description="关于输出列的 SQL 条件 | a SQL condition over output columns")
    weight: float = Field(description="成立时加到分数上的对数几率 | log-odds added when it holds")
    because: Bilingual = Field(description="给人看的理由 | the reason shown to people")


class Score(Model):
    """评分 | How likely a hit is to be a lead: 1/(1+exp(-(base + weights that hold)))."""

    base: float = Field(description="仅凭命中成为线索的对数几率 | log-odds that a bare hit is a lead")
    signals: tuple[Signal, ...] = Field(default=(), description="佐证 | evidence for and against")


class Threshold(Model):
    """门槛 | A parameter that the rule compares a hit's column with: what people decide may ask for another value."""

    parameter: Words = Field(
        description="参数，规则里用 > 或 < 与之比较 | the parameter, compared by > or < in the rule"
    )
    column: Words = Field(
        description="被比较的输出列 | the output column with the value that is compared with it"
    )
    direction: Literal["above", "below"] = Field(
        description="above：列大于参数才命中；below：小于才命中 | above: a hit is above the parameter; below: below it"
    )


SubjectKind = Literal["person", "company", "household", "place", "issue", "account"]


class RuleHeader(Model):
    """规则的文件头 | Header of rules/<rule>.sql: one output row is one finding. File stem = rule id."""

    title: Bilingual = Field(description="名称 | what people call it")
    clause: Words = Field(description="依据的条款 | the clause it rests on")
    subject: Words = Field(description="指明对象的输出列 | the output column that names the subject")
    subject_kind: SubjectKind = Field(description="对象种类 | what kind of subject it is")
    identity: tuple[Words, ...] = Field(
        default=(),
        description="与规则、对象一起确定疑点编号 | with rule and subject, what makes the stable id",
    )
    reason: Words = Field(
        description="一句中文理由，{输出列} 代入实际值 | one Chinese sentence with {output columns}"
    )
    region: Words | None = Field(
        default=None,
        description="给出区划代码的输出列，办理时据此分派 | the output column with the region it happened in",
    )
    point: Words | None = Field(
        default=None,
        description="给出对象在哪里（经度,纬度）的输出列，走访据此排路线；只限对象是地点的规则 "
        "| the output column with where the subject stands (longitude,latitude), for routes; only of places",
    )
    amount: Words | None = Field(
        default=None, description="给出涉及金额（元）的输出列 | the output column with the yuan at stake"
    )
    thresholds: tuple[Threshold, ...] = Field(
        default=(),
        description="规则的门槛，评估据处置结论建议调整 | thresholds that evaluation may propose to move",
    )
    score: Score = Field(description="评分 | how likely a hit is a lead")
    rows: Rows = Field(description="疑点数断言 | how many findings to expect")


class Purpose(Model):
    """用途 | What data may be used for."""

    name: Words = Field(description="用途名称 | its name")
    basis: Words = Field(description="法律依据 | the legal basis")
    retention: Annotated[str, Field(pattern=r"^[1-9]\d*[dmy]$")] = Field(
        description="保存期：数字加 d、m、y（日、月、年） | how long results are kept: a number and d, m or y"
    )
    owner: Words | None = Field(
        default=None,
        description="负责部门；场景的用途不写则为场景的 owner | who answers for it; none = the scenario's",
    )
    elements: tuple[Name, ...] | None = Field(
        default=None,
        description="用得到的数据元，其余一律隐去；不写则不限 | data elements it needs, others are hidden; none = all",
    )
    until: date | None = Field(default=None, description="用途至此日止（含） | last day of the purpose")
    linking: bool = Field(
        default=False,
        description="true：同一个值在各表里化名相同，可以关联 | true: pseudonyms are the same in every table",
    )
    questions: Annotated[int, Field(ge=1)] = Field(
        default=40,
        description="只给统计的表，每张可问几个不同的统计 | different statistics that may be asked of one table",
    )


class StepCall(Model):
    """步骤 | A Python step by name: what SQL cannot say."""

    step: Name = Field(description="步骤名 | its name in packs/steps.py or in the scenario's steps.py")
    inputs: Mapping[Name, FullName] = Field(description="参数名 → 表 | argument -> table")
    output: FullName = Field(description="产出的表 | the table it makes")
    parameters: Mapping[Name, Any] = Field(default={}, description="步骤的参数 | the step's parameters")
    columns: Mapping[Words, Words] | None = Field(
        default=None, description="产出列 → 数据元或类型 | columns of the table it makes -> element or type"
    )
    rows: Rows | None = Field(default=None, description="行数断言 | how many rows to expect")
    grades: Mapping[Words, Lowered] = Field(
        default={}, description="降级的列 | columns graded below what they were made from"
    )


class Outcomes(Model):
    """处理结果 | Where people's conclusions come back, for evaluation."""

    table: FullName = Field(description="结果表 | the table of outcomes")
    subject: Words = Field(description="对象列 | column naming the subject")
    rule: Words = Field(description="规则列 | column naming the rule")
    conclusion: Words = Field(description="结论列：排除、线索、立案 | column of conclusions")
    amount: Words | None = Field(default=None, description="涉及金额列 | column of the amount involved")


class ScenarioFile(Model):
    """场景 | scenario.yml: one question, who decides, what may be read."""

    title: Bilingual = Field(description="名称 | what people call it")
    question: Bilingual = Field(description="要回答的问题 | the question")
    owner: Words = Field(description="负责部门 | the department that owns it")
    decision: Words = Field(description="据此作出什么决定、由谁决定 | what is decided on it, and by whom")
    harm: Words = Field(description="错了会伤害谁 | who is harmed if it is wrong")
    purpose: Purpose = Field(description="用途 | the purpose data are read for")
    inputs: tuple[FullName, ...] = Field(
        default=(),
        description="可读的外部表，其余一律拒绝；只有指标和视图的场景不写 | "
        "tables outside the scenario it may read, no others; none where it only counts",
    )
    steps: tuple[StepCall, ...] = Field(default=(), description="Python 步骤 | Python steps")
    outcomes: Outcomes | None = Field(default=None, description="处理结果 | where outcomes come back")
