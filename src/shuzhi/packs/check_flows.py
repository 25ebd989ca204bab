"""A flow against itself: every step can be reached, and every step can reach the end."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.check_people import twice
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.flow_file import END, FlowStep, Result
from shuzhi.packs.schema import Flow, Scenario


def check_flow(flow: Flow, scenario: Scenario) -> Iterator[Problem]:
    """Steps, results, forms, globs and the ways through."""
    yield from _globs(flow, scenario)
    yield from _escalation(flow)
    if "steps" in flow.places.lost:
        return
    yield from _names(flow)
    for place, step in enumerate(flow.steps):
        yield from _form(flow, place, step)
        for word, result in step.results.items():
            yield from _result(flow, place, word, result)
    yield from _ways(flow)
    yield from _closed_by_data(flow)
    yield from _recovered(flow)


def _globs(flow: Flow, scenario: Scenario) -> Iterator[Problem]:
    other = "rules" if flow.handles == "request" else "categories"
    if (other,) in flow.places.lines and "handles" not in flow.places.lost:
        yield Problem(
            what=Text(
                f"{other} 不用于 handles: {flow.handles}", f"{other} does not go with handles: {flow.handles}"
            ),
            where=flow.places.at(other),
            todo=Text(
                "疑点和质量问题写 rules，诉求写 categories",
                "findings and quality have rules, requests have categories",
            ),
        )
    if flow.handles != "finding" or ("rules",) not in flow.places.lines or "rules" in flow.places.lost:
        return
    rules = [rule.rule for rule in scenario.rules]
    for place, glob in enumerate(flow.rules):
        if not any(fnmatchcase(rule, glob) for rule in rules):
            there = listed(rules, 20) or "—"
            yield Problem(
                what=Text(f"没有规则与“{glob}”相符", f"no rule matches “{glob}”"),
                where=flow.places.at("rules", place),
                todo=did_you_mean(glob, rules, otherwise=Text(f"可用：{there}", f"there are: {there}")),
            )


def _escalation(flow: Flow) -> Iterator[Problem]:
    days = [escalation.overdue for escalation in flow.escalation]
    if days != sorted(set(days)) and "escalation" not in flow.places.lost:
        yield Problem(
            what=Text("escalation 的天数没有递增", "the days of the escalation do not rise"),
            where=flow.places.at("escalation"),
            todo=Text("从少到多排列，不重复", "put the fewest days first, each once"),
        )


def _names(flow: Flow) -> Iterator[Problem]:
    names = [step.name for step in flow.steps]
    for place, name in enumerate(names):
        where = flow.places.at("steps", place, "name")
        if name == END:
            yield Problem(
                what=Text("环节不能叫 end", "a step cannot be called end"),
                where=where,
                why=Text("end 表示办结", "end means closed"),
                todo=Text("换一个名称", "use another name"),
            )
        elif name in names[:place]:
            first = flow.places.at("steps", names.index(name), "name")
            yield twice(Text(f"环节“{name}”", f"the step “{name}”"), where, first)


def _form(flow: Flow, place: int, step: FlowStep) -> Iterator[Problem]:
    names = [field.name for field in step.form]
    for number, field in enumerate(step.form):
        where = flow.places.at("steps", place, "form", number)
        if field.name in names[:number]:
            first = flow.places.at("steps", place, "form", names.index(field.name))
            yield twice(Text(f"表单项“{field.name}”", f"the form field “{field.name}”"), where, first)
        if (field.kind == "choice") != bool(field.options):
            yield Problem(
                what=Text(
                    f"表单项“{field.name}”的 kind 与 options 不配",
                    f"kind and options of the form field “{field.name}” do not go together",
                ),
                where=where,
                todo=Text("choice 必须写 options，别的不写", "a choice needs options, others have none"),
            )


def _result(flow: Flow, place: int, word: str, result: Result) -> Iterator[Problem]:
    at, step = flow.places.at, flow.steps[place]
    path = ("steps", place, "results", word)
    names = [each.name for each in flow.steps]
    if result.next not in (*names, END):
        there = listed([*names, END])
        yield Problem(
            what=Text(f"没有环节“{result.next}”", f"there is no step “{result.next}”"),
            where=at(*path, "next"),
            todo=did_you_mean(
                result.next, [*names, END], otherwise=Text(f"可用：{there}", f"there are: {there}")
            ),
        )
    elif result.returns and result.next not in names[:place]:
        yield Problem(
            what=Text(f"“{word}”没有退回前面的环节", f"“{word}” does not go back to an earlier step"),
            where=at(*path, "next"),
            todo=Text("改正 next，或删去 returns", "mend `next`, or remove `returns`"),
        )
    fields = [field.name for field in step.form]
    for number, name in enumerate(result.needs):
        if name not in fields:
            there = listed(fields) or "—"
            yield Problem(
                what=Text(
                    f"环节“{step.name}”没有表单项“{name}”",
                    f"the step “{step.name}” has no form field “{name}”",
                ),
                where=at(*path, "needs", number),
                todo=did_you_mean(name, fields, otherwise=Text(f"可用：{there}", f"there are: {there}")),
            )
    if result.conclusion and flow.handles != "finding":
        yield Problem(
            what=Text("只有疑点有结论", "only findings have a conclusion"),
            where=at(*path, "conclusion"),
            why=Text("排除、线索、立案是对疑点的结论", "conclusions are about findings"),
            todo=Text("删去 conclusion", "remove `conclusion`"),
        )


def _ways(flow: Flow) -> Iterator[Problem]:
    """Steps nobody gets to, steps nobody gets out of, and ways out that conclude nothing."""
    forward = {step.name: {result.next for result in step.results.values()} for step in flow.steps}
    back: dict[str, set[str]] = {}
    for name, following in forward.items():
        for other in following:
            back.setdefault(other, set()).add(name)
    reached, closing = _from(flow.steps[0].name, forward), _from(END, back)
    for place, step in enumerate(flow.steps):
        where = flow.places.at("steps", place)
        if step.name not in reached:
            yield Problem(
                what=Text(f"到不了环节“{step.name}”", f"nothing leads to the step “{step.name}”"),
                where=where,
                todo=Text("让某个结果的 next 通向它，或删去", "let a result lead there, or remove it"),
            )
        elif step.name not in closing:
            yield Problem(
                what=Text(f"从环节“{step.name}”到不了办结", f"the step “{step.name}” never comes to an end"),
                where=flow.places.at("steps", place, "results"),
                todo=Text("让某个结果通向 end", "let a result lead on to end"),
            )
    silent = {
        step.name: {result.next for result in step.results.values() if result.conclusion is None}
        for step in flow.steps
    }
    if flow.handles == "finding" and END in _from(flow.steps[0].name, silent):
        yield Problem(
            what=Text("疑点可以没有结论就办结", "a finding can be closed without a conclusion"),
            where=flow.places.at("steps"),
            why=Text("没有结论，规则准不准就无从评价", "without one nobody learns what the rule is worth"),
            todo=Text("给通向 end 的结果写 conclusion", "give results that lead to end a `conclusion`"),
        )


def _closed_by_data(flow: Flow) -> Iterator[Problem]:
    """Where the data say when an order is done, there is one thing to do and one way that it ends."""
    ends = [result.next for step in flow.steps for result in step.results.values()]
    if flow.handles == "quality" and (len(flow.steps), ends) != (1, [END]):
        yield Problem(
            what=Text(
                "处理质量问题的流程只有一个环节、一个结果", "a flow of quality has one step with one result"
            ),
            where=flow.places.at("steps"),
            why=Text("由下一批数据关闭，人不能办结", "the next batch closes the order, nobody's click does"),
            todo=Text("留一个环节，结果通向 end", "keep one step whose result leads to end"),
        )


def _from(start: str, following: dict[str, set[str]]) -> set[str]:
    """All that can be reached, the start included."""
    reached, open_ = {start}, [start]
    while open_:
        new = following.get(open_.pop(), set()) - reached
        reached |= new
        open_ += new
    return reached


def _recovered(flow: Flow) -> Iterator[Problem]:
    amounts = [field.name for step in flow.steps for field in step.form if field.kind == "amount"]
    if flow.recovered is not None and flow.recovered not in amounts:
        there = listed(amounts) or "—"
        yield Problem(
            what=Text(
                f"recovered：没有金额表单项“{flow.recovered}”",
                f"recovered: there is no form field of an amount “{flow.recovered}”",
            ),
            where=flow.places.at("recovered"),
            todo=did_you_mean(
                flow.recovered, amounts, otherwise=Text(f"可用：{there}", f"there are: {there}")
            ),
        )
