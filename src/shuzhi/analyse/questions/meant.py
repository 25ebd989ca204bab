"""What the words of a question name, of one indicator: its values and its query, or why there is none."""

from collections.abc import Iterator, Sequence
from datetime import date

from shuzhi.analyse.indicators.definition import Indicator
from shuzhi.analyse.indicators.form import Inquiry, Only
from shuzhi.analyse.indicators.periods import period
from shuzhi.analyse.indicators.settle import settled
from shuzhi.analyse.questions.vocabulary import Known, Value
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text


class AskBack(Exception):
    """Something has to be said first; what there is to choose from."""

    def __init__(self, why: Text, choices: Sequence[str]) -> None:
        self.why, self.choices = why, tuple(choices)


class Unknown(Exception):
    """Why it is not answered."""

    def __init__(self, why: Text) -> None:
        self.why = why


def only(found: Sequence[tuple[Value, ...]], known: Known) -> Iterator[Only]:
    """The values by dimension; a word that means several values of the indicator is asked about.

    Raises AskBack, Unknown.
    """
    mine = {each.name: each for each in known.indicator.dimensions}
    there = {value for meant in known.values.values() for value in meant}
    kept: dict[tuple[str, str | None], list[str]] = {}
    for meant in found:
        fitting = [value for value in meant if value.dimension in mine and value in there]
        if not fitting:
            what = meant[0].value
            raise Unknown(
                Text(
                    f"“{known.indicator.title.zh}”没有“{what}”这一项",
                    f"“{known.indicator.title.en}” has no “{what}”",
                )
            )
        # A county is a region before it is a department of that name.
        regions = [
            value for value in fitting if mine[value.dimension].levels and not mine[value.dimension].above
        ]
        fitting = regions or fitting
        if len(fitting) > 1:
            raise AskBack(
                Text("同名的不止一个，您指的是哪一个", "several have that name: which is meant"),
                [value.value for value in fitting],
            )
        value = fitting[0]
        kept.setdefault((value.dimension, value.level), []).append(value.value)
    for (dimension, level), values in kept.items():
        yield Only(dimension=dimension, level=level if mine[dimension].above else None, values=tuple(values))


def sound(indicator: Indicator, inquiry: Inquiry, today: date) -> Inquiry:
    """The inquiry, settled, where it can be answered. Raises Unknown."""
    try:
        meant = period(inquiry.period, today)
        if meant is not None and meant.since > today:
            raise Unknown(
                Text("还没有到那个时候；这里不作预测", "that has not come yet; nothing is foretold here")
            )
        return settled(indicator, inquiry)
    except ShuzhiError as error:
        problem = error.problems[0]
        why = Text(f"{problem.what.zh}。{problem.todo.zh}", f"{problem.what.en}. {problem.todo.en}")
        raise Unknown(why) from None
