"""What catalogue.yml may say: how tables may be shared and opened, and which words mean the same.

Everything else that the catalogue tells comes from runs."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.core.text import Text
from shuzhi.packs.files import FullName, Model, Words

SharingKind = Literal["unconditional", "conditional", "withheld"]
OpeningKind = Literal["open", "conditional", "closed"]
SHARING: Mapping[str, Text] = {
    "unconditional": Text("无条件共享", "shared without condition"),
    "conditional": Text("有条件共享", "shared on condition"),
    "withheld": Text("不予共享", "not shared"),
}
OPENING: Mapping[str, Text] = {
    "open": Text("无条件开放", "open"),
    "conditional": Text("有条件开放", "open on condition"),
    "closed": Text("不予开放", "not open"),
}


class Sharing(Model):
    """共享属性 | How departments may have a table, as 国务院令第809号《政务数据共享条例》 divides them."""

    kind: SharingKind = Field(
        description="unconditional 无条件、conditional 有条件、withheld 不予共享 | how it is shared"
    )
    basis: Words = Field(
        description="依据；不予共享须有法律、行政法规或国务院规定 | the law or rule it rests on; not shared needs a law"
    )
    condition: Words | None = Field(
        default=None, description="有条件共享的条件 | the condition, where there is one"
    )

    @model_validator(mode="after")
    def _condition_is_said(self) -> "Sharing":
        if (self.kind == "conditional") != (self.condition is not None):
            raise PydanticCustomError("condition", "say the condition where, and only where, there is one")
        return self


class Opening(Model):
    """开放属性 | Whether the public may have it."""

    kind: OpeningKind = Field(
        description="open 开放、conditional 有条件开放、closed 不开放 | whether it is open to the public"
    )
    basis: Words = Field(description="依据或条件 | the rule it rests on, or the condition")


class Listed(Model):
    """一张表的目录项 | What people decided about one table of the catalogue."""

    sharing: Sharing | None = Field(default=None, description="共享属性 | how it is shared")
    opening: Opening | None = Field(default=None, description="开放属性 | whether it is open")


OwedPart = Literal["on_time", "quality", "answered", "mended"]
"""Parts of a department's contribution that are its own to mend. How much others use its data is not."""


class GiveToGet(Model):
    """以供换用 | A department that owes data of its own is granted nothing new that is shared on condition."""

    basis: Words = Field(
        description="本地依据；《政务数据共享条例》不许擅自增设共享条件，没有依据就不要声明 | "
        "the local rule it rests on; without one it must not be declared"
    )
    least: Mapping[OwedPart, Annotated[float, Field(ge=0, le=1)]] = Field(
        default={},
        description="各项贡献至少多少（0 到 1）：on_time 按时供数、quality 数据质量、answered 纠错按时答复、"
        "mended 问题整改 | part of the contribution -> the least share of it",
    )
    overdue: Annotated[int, Field(ge=0)] | None = Field(
        default=None,
        description="最多允许几件超期未办的整改工单；不写则不看 | most orders about its data that may be overdue; "
        "none = not looked at",
    )
    exempt: tuple[Words, ...] = Field(
        default=(),
        description="不受此限的用途：法律要求共享的、救急的 | "
        "purposes it never holds up: what a law demands, what is urgent",
    )


class CatalogueFile(Model):
    """数据目录 | catalogue.yml: what runs cannot know of the city's tables. Optional."""

    tables: Mapping[FullName, Listed] = Field(
        default={}, description="表 → 人定的属性 | table -> what people decided about it"
    )
    signing: bool = Field(
        default=False,
        description="目录变更须经签批：放宽共享或开放、改条件改依据，签批（signatures.yml）之前不生效；收紧立即生效 | "
        "changes of the catalogue wait for a steward's signature: a wider sharing or opening, or one on other terms, "
        "has no effect until signed (signatures.yml); a narrower one has at once",
    )
    request_days: Annotated[int, Field(ge=1)] = Field(
        default=10,
        description="几个工作日内答复共享申请；系统默认，请按本地规定核定 | "
        "working days to answer a request for sharing",
    )
    give_to_get: GiveToGet | None = Field(
        default=None,
        description="以供换用：欠着供数责任的部门，补上之前不批新的有条件共享；不写则没有 | "
        "whether a department that owes data is granted anything new on condition; none = it makes no difference",
    )
    synonyms: tuple[tuple[Words, ...], ...] = Field(
        default=(),
        description="每组词意思相同，查找时互相代替 | groups of words that mean the same in search",
    )
