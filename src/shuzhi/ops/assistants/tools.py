"""What an assistant may do in somebody's name: ask, in words or in the form of indicators, and search the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.core.text import Text
from shuzhi.ops.catalogue import queries as catalogue
from shuzhi.ops.errors import invalid
from shuzhi.ops.indicators import telling
from shuzhi.ops.indicators.counting import counter
from shuzhi.ops.people.access import Access

_MOST_FOUND = 20


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskGiven(_Given):
    question: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="中文问题，如 今年各区县诉求量同比 | a question in Chinese"
    )
    before: Inquiry | None = Field(
        default=None, description="追问时，上一个回答的 inquiry | the inquiry it follows"
    )


class QueryGiven(_Given):
    inquiry: Inquiry = Field(description="指标提问的形式 | a question to one indicator, in its form")


class CatalogueGiven(_Given):
    words: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="词、拼音或首字母 | words, pinyin or initials"
    )


class NothingGiven(_Given):
    pass


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One tool: what it is for, the form of what is given to it, and what it answers for whoever calls."""

    name: str
    about: Text
    given: type[BaseModel]
    run: Callable[[Access, Any], Mapping[str, Any]]


def _ask(by: Access, given: AskGiven) -> Mapping[str, Any]:
    return telling.asked(by, given.question, given.before)


def _query(by: Access, given: QueryGiven) -> Mapping[str, Any]:
    asking = counter(by)
    return telling.answer(asking.asked(given.inquiry.indicator), asking.answer(given.inquiry))


def _indicators(by: Access, given: NothingGiven) -> Mapping[str, Any]:  # noqa: ARG001
    return {"indicators": [telling.indicator(offered) for offered in counter(by).offered()]}


def _catalogue(by: Access, given: CatalogueGiven) -> Mapping[str, Any]:
    return catalogue.listing(by, given.words, {}, after=0, limit=_MOST_FOUND)


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            name="ask",
            about=Text(
                "用中文问指标。听懂了就回答，附口径、时间、来源；含糊就反问（choices）；不知道就说不知道（why），绝不编造。",
                "Asks the indicators in Chinese: answered with definition, days and source; asked back (choices) where "
                "it is ambiguous; or not understood (why). It never makes anything up.",
            ),
            given=AskGiven,
            run=_ask,
        ),
        Tool(
            name="indicators",
            about=Text(
                "您可以问的全部指标，及可分的维度。", "Every indicator you may ask, with its dimensions."
            ),
            given=NothingGiven,
            run=_indicators,
        ),
        Tool(
            name="query",
            about=Text("按指标的提问形式问一个数。", "Asks one indicator in the form of an inquiry."),
            given=QueryGiven,
            run=_query,
        ),
        Tool(
            name="catalogue",
            about=Text(
                "在数据目录里找表和列；只有名称，没有数据。", "Finds tables and columns: names only, no data."
            ),
            given=CatalogueGiven,
            run=_catalogue,
        ),
    )
}
"""Each reads with the grants of whoever the assistant acts for, and nothing else."""


def call(by: Access, name: str, given: object) -> Mapping[str, Any]:
    """What the tool answers. Raises ShuzhiError where what was given does not fit it, and whatever the tool raises."""
    tool = TOOLS[name]
    try:
        read = tool.given.model_validate(given or {})
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise invalid(
            Text(f"给工具“{name}”的内容不对：{told}", f"what was given to “{name}” does not fit: {told}"),
            name,
            Text("照 tools/list 里的 inputSchema 改正", "mend it by the inputSchema of tools/list"),
        ) from None
    return tool.run(by, read)
