"""What a rule says of its thresholds against its SQL: advice must not be about a comparison that is not made."""

from collections.abc import Iterator

from sqlglot import exp

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.check_query import Reading, unknown_column, unknown_parameter
from shuzhi.packs.known import Columns
from shuzhi.packs.macros import argument_name
from shuzhi.packs.schema import RuleFile, Threshold

COMPARED = {"above": (">", exp.GT, exp.LT), "below": ("<", exp.LT, exp.GT)}
"""Per direction: how it is written, and the comparison with the parameter to the right, and to the left."""


def check_thresholds(rule: RuleFile, reading: Reading, outputs: Columns) -> Iterator[Problem]:
    """Each threshold is a number of the scenario that the rule compares by > or <, and an output column."""
    if "thresholds" in rule.places.lost:
        return
    seen: set[str] = set()
    for place, threshold in enumerate(rule.thresholds):
        where = rule.places.at("thresholds", place)
        if threshold.parameter in seen:
            yield Problem(
                what=Text(
                    f"门槛“{threshold.parameter}”写了两次",
                    f"the threshold “{threshold.parameter}” is listed twice",
                ),
                where=where,
                todo=Text("删去其一", "remove one of them"),
            )
        seen.add(threshold.parameter)
        yield from _threshold(threshold, reading, outputs, where)


def _threshold(threshold: Threshold, reading: Reading, outputs: Columns, where: str) -> Iterator[Problem]:
    if outputs is not None and threshold.column not in outputs:
        yield unknown_column(threshold.column, outputs, where)
    name = threshold.parameter
    if name not in reading.scenario.parameters:
        yield unknown_parameter(name, reading.scenario, where)
        return
    if not all(_is_number(value) for value in reading.scenario.parameters[name].values.values()):
        yield Problem(
            what=Text(f"门槛“{name}”不是数", f"the threshold “{name}” is not a number"),
            where=where,
            todo=Text("门槛只能是数值参数", "only a parameter with numbers can be a threshold"),
        )
    if not _compared(threshold, reading.query):
        sign = COMPARED[threshold.direction][0]
        yield Problem(
            what=Text(
                f"规则没有用 {sign} 与“{name}”比较", f"the rule does not compare with “{name}” by {sign}"
            ),
            where=where,
            why=Text(
                "评估要能算出换一个值会留下哪些疑点",
                "evaluation must be able to say which findings another value would keep",
            ),
            todo=Text(
                f"在 SQL 里写成 值 {sign} parameter({name})，或改 direction，或删去这一项",
                f"write `value {sign} parameter({name})` in the SQL, or mend direction, or remove this",
            ),
        )


def _compared(threshold: Threshold, query: exp.Query) -> bool:
    _, to_the_right, to_the_left = COMPARED[threshold.direction]
    calls = (call for call in query.find_all(exp.Anonymous) if call.name.lower() == "parameter")
    for call in calls:
        if len(call.expressions) == 1 and argument_name(call.expressions[0]) == threshold.parameter:
            parent = call.parent
            right = isinstance(parent, to_the_right) and parent.expression is call
            left = isinstance(parent, to_the_left) and parent.this is call
            if right or left:
                return True
    return False


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
