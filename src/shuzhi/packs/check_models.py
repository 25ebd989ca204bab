"""The model register: whatever a step judges stands in it before any rule may use it, and not beyond its day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.models import FIGURE
from shuzhi.packs.check_query import unknown_table
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.files import StepCall
from shuzhi.packs.known import Columns
from shuzhi.packs.order import makers, reads
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, ModelEntry, Scenario

NO_MODELS = frozenset(
    {
        "allocate_demand",
        "back_test_forecasts",
        "back_test_inspections",
        "back_test_nowcasts",
        "choose_sites",
        "compare_plans",
        "coverage_curve",
        "mask_table",
        "plan_visits",
        "watch_drift",
    }
)
"""Steps that judge nothing a rule could take for a sign: whatever else a step is called, it has an entry."""


def check_models(scenario: Scenario, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """Entries name outputs of steps, each one; and what rules rest on has its entry."""
    outputs = {str(full_name(step.output)) for step in scenario.steps}
    seen: set[str] = set()
    for entry in scenario.models:
        where = entry.places.at("output")
        if entry.output not in outputs:
            yield Problem(
                what=Text(
                    f"“{entry.output}”不是本场景步骤的产出", f"“{entry.output}” is no step's output here"
                ),
                where=where,
                todo=did_you_mean(
                    entry.output,
                    sorted(outputs),
                    otherwise=Text(f"可用：{listed(outputs) or '—'}", f"there are: {listed(outputs) or '—'}"),
                ),
            )
        elif entry.output in seen:
            yield Problem(
                what=Text(f"“{entry.output}”登记了两次", f"“{entry.output}” is registered twice"),
                where=where,
                todo=Text("删去其一", "remove one of them"),
            )
        seen.add(entry.output)
        if not entry.registered <= entry.reviewed < entry.retires:
            yield _out_of_order(entry)
        yield from _figures(entry, tables)
    for place, step in enumerate(scenario.steps):
        rules = rules_on(scenario, step.output)
        if rules and step.step not in NO_MODELS and step.output not in seen:
            yield _unregistered(step, rules, scenario.places.at("steps", place, "output"))


def refuse_retired(city: City, as_of: date) -> None:
    """Raise ShuzhiError naming every entry of the register whose day has come: nothing runs on it from then on."""
    gone = [entry for scenario in city.scenarios for entry in scenario.models if entry.retires <= as_of]
    if gone:
        raise ShuzhiError([_retired(entry) for entry in gone])


def retired_behind(scenario: Scenario, rule: str, day: date) -> list[ModelEntry]:
    """Models a rule rests on that are used no longer on ``day``."""
    return [
        entry
        for entry in scenario.models
        if entry.retires <= day and rule in rules_on(scenario, entry.output)
    ]


def rules_on(scenario: Scenario, step_output: str) -> list[str]:
    """Rules that rest on a step's output, by whatever way."""
    made, output = makers([scenario]), full_name(step_output)

    def rests(table: TableName, seen: frozenset[TableName]) -> bool:
        if table == output:
            return True
        if table in seen or table not in made:
            return False
        return any(rests(read, seen | {table}) for read in reads(made[table]))

    return [
        rule.rule
        for rule in scenario.rules
        if "query" not in rule.places.lost and any(rests(table, frozenset()) for table in reads(rule))
    ]


def _figures(entry: ModelEntry, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """Its tables of figures are there and hold figures; what is watched is measured somewhere."""
    for field, named in (("figures", entry.figures), ("drift", entry.drift)):
        if named is None:
            continue
        columns = tables.get(full_name(named))
        if full_name(named) not in tables:
            yield unknown_table(full_name(named), entry.places.at(field), tables)
        elif columns is not None and not set(FIGURE) <= columns:
            lacking = listed([name for name in FIGURE if name not in columns])
            yield Problem(
                what=Text(
                    f"“{named}”不是指标表，缺列 {lacking}", f"“{named}” holds no figures: no column {lacking}"
                ),
                where=entry.places.at(field),
                todo=Text("写回测或分布步骤的产出", "name the output of a back-test or of watch_drift"),
            )
    if entry.watch and entry.figures is None and entry.drift is None:
        yield Problem(
            what=Text("要看住的数字没有表可查", "what is to be watched is measured nowhere"),
            where=entry.places.at("watch"),
            todo=Text("写 figures 或 drift，或删去 watch", "write figures or drift, or remove watch"),
        )


def _unregistered(step: StepCall, rules: Sequence[str], where: str) -> Problem:
    told = listed(rules)
    return Problem(
        what=Text(f"“{step.output}”没有模型登记", f"“{step.output}” is not in the model register"),
        where=where,
        why=Text(
            f"规则 {told} 用它，会成为疑点和工单；没有登记的模型不许走到工单",
            f"the rules {told} use it: it becomes findings and orders, and no model may without an entry",
        ),
        todo=Text(
            f"在 models/ 里为它写一份登记（output: {step.output}）",
            f"write an entry for it in models/ (output: {step.output})",
        ),
    )


def _out_of_order(entry: ModelEntry) -> Problem:
    days = f"{entry.registered}, {entry.reviewed}, {entry.retires}"
    return Problem(
        what=Text(
            f"模型登记的日期次序不对：{days}", f"the days of the model's entry are out of order: {days}"
        ),
        where=entry.places.at("retires"),
        todo=Text(
            "登记在先，复核在后，退役再后", "registered comes first, then reviewed, and retires after both"
        ),
    )


def _retired(entry: ModelEntry) -> Problem:
    return Problem(
        what=Text(
            f"模型“{entry.title.zh}”已到退役日期 {entry.retires}",
            f"the model “{entry.title.en}” retired on {entry.retires}",
        ),
        where=entry.places.at("retires"),
        why=Text("到期未复核的模型不再使用", "a model that was not reviewed in time is used no longer"),
        todo=Text(
            "复核实测数字，改写 reviewed 和 retires；或从场景中去掉这一步和用它的规则",
            "review its figures and write reviewed and retires anew, or take the step and its rules out",
        ),
    )
