"""The form as a language model filled it in, as an inquiry: of the asker's own words only, and nothing against what was
understood of the question without the model.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shuzhi.analyse.indicators.definition import Grain
from shuzhi.analyse.indicators.form import Beyond, By, Comparison, Inquiry, Name, Part
from shuzhi.analyse.indicators.periods import period
from shuzhi.analyse.questions.meant import AskBack, Unknown, only, sound
from shuzhi.analyse.questions.parse import NotKnown, Reading, Understood, plain, read
from shuzhi.analyse.questions.vocabulary import Value, Vocabulary
from shuzhi.core.text import Text


class Word(Part):
    """A value by the word that stands in the question."""

    word: Name
    but: bool = False


class Filled(Part):
    """What a model may say: an ``Inquiry`` whose values are words of the question; or that it does not know."""

    understood: Literal[True]
    indicator: Name
    period: Annotated[str, Field(max_length=40)] = ""
    grain: Grain | None = None
    by: Annotated[tuple[By, ...], Field(max_length=3)] = ()
    where: Annotated[tuple[Word, ...], Field(max_length=8)] = ()
    compare: Annotated[tuple[Comparison, ...], Field(max_length=5)] = ()
    beyond: Annotated[tuple[Beyond, ...], Field(max_length=4)] = ()
    top: Annotated[int, Field(ge=1, le=1000)] | None = None
    fewest: bool = False


def filled(question: str, form: Filled, words: Vocabulary, today: date) -> Understood | NotKnown:
    """The inquiry the form stands for, where it names nothing but the asker's and leaves nothing out."""
    known = words.indicators.get(form.indicator)
    if known is None:
        return _not(f"没有指标“{form.indicator}”", f"there is no indicator “{form.indicator}”")
    said = plain(question)
    invented = [each.word for each in form.where if plain(each.word) not in said]
    if invented:
        return _not(f"问题里没有“{invented[0]}”", f"the question does not say “{invented[0]}”")
    try:
        wanted = only(_values(form.where, words, but=False), known)
        left_out = only(_values(form.where, words, but=True), known)
        inquiry = sound(
            known.indicator,
            Inquiry(
                indicator=form.indicator,
                period=form.period or ("this_year" if known.indicator.time else "all"),
                grain=form.grain,
                by=form.by,
                where=(*wanted, *(each.model_copy(update={"but": True}) for each in left_out)),
                compare=form.compare,
                beyond=form.beyond,
                top=form.top,
                fewest=form.fewest,
            ),
            today,
        )
    except (AskBack, Unknown) as error:
        return _not(error.why.zh, error.why.en)
    for what in _against(read(said, words, today), inquiry, today):
        return _not(f"与问题里的{what.zh}不符", f"against the {what.en} in the question")
    return Understood(inquiry=inquiry)


def _values(said: Sequence[Word], words: Vocabulary, *, but: bool) -> list[tuple[Value, ...]]:
    found = []
    for each in said:
        if each.but is but:
            meant = words.values.get(plain(each.word))
            if meant is None:
                raise Unknown(Text(f"没有“{each.word}”这一项", f"there is no “{each.word}”"))
            found.append(meant)
    return found


def _against(heard: Reading, inquiry: Inquiry, today: date) -> Iterator[Text]:
    """What was understood without the model, and the inquiry does not say."""
    if heard.indicators and not any(inquiry.indicator in names for names in heard.indicators):
        yield Text("指标", "indicator")
    if heard.period is not None and period(heard.period, today) != period(inquiry.period, today):
        yield Text("时间", "time")
    if heard.grain is not None and heard.grain != inquiry.grain:
        yield Text("时间粒度", "grain of time")
    if not set(heard.compare) <= set(inquiry.compare):
        yield Text("比较", "comparison")
    if heard.top is not None and (heard.top, heard.fewest) != (inquiry.top, inquiry.fewest):
        yield Text("前几名", "number of groups")
    if len(heard.limits) > len(inquiry.beyond):
        yield Text("界限", "limit")
    for but, named in ((False, heard.values), (True, heard.but)):
        kept = {(each.dimension, value) for each in inquiry.where if each.but is but for value in each.values}
        if any(not {(one.dimension, one.value) for one in meant} & kept for meant in named):
            yield Text("条件", "condition")


def _not(zh: str, en: str) -> NotKnown:
    return NotKnown(why=Text(f"模型填的查询不能用：{zh}", f"the model's query cannot be used: {en}"))
