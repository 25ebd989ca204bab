"""What people found out, in one shape for every scenario: the table the judging starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName

OUTCOME = TableName("outcome", "outcome")

DISMISSED, LEAD, CASE = "排除", "线索", "立案"
"""Conclusions, in the order of the funnel. A case was a lead first."""


@dataclass(frozen=True, kw_only=True)
class OutcomeSource:
    """Where a scenario's outcomes stand, and the names of the columns that say what they say."""

    scenario: str
    table: TableName
    subject: str
    rule: str
    conclusion: str
    amount: str | None


def outcomes(
    sources: Sequence[OutcomeSource], kinds: Mapping[tuple[str, str], str], *, key: str
) -> exp.Query:
    """One row per judged (scenario, rule, subject): conclusion, amount, ``decided``. The gravest conclusion wins.

    What people decided here (outcome.decision) wins over what a scenario's own source declares, which has no day:
    ``decided`` is NULL. ``kinds``: subject kind per (scenario, rule); outcomes of other rules are left out.
    """
    decided = _decided(kinds)
    selects = [
        _outcome(source, rule, kind, key)
        for source in sources
        for (scenario, rule), kind in kinds.items()
        if scenario == source.scenario
    ]
    if not selects:
        return decided
    declared = sql.query("""
        select d.scenario, d.rule, d.subject, d.conclusion, d.amount, cast(null as date) as decided
        from declared d
        left join decided o on o.scenario = d.scenario and o.rule = d.rule and o.subject = d.subject
        where o.subject is null
        union all
        select scenario, rule, subject, conclusion, amount, decided from decided
    """)
    return declared.with_("declared", as_=sql.union_all(selects)).with_("decided", as_=decided)


def _decided(kinds: Mapping[tuple[str, str], str]) -> exp.Query:
    """A subject may have several findings of a rule: the amounts of its leads add up, a dismissed one's are all."""
    grade = f"case conclusion when '{CASE}' then 2 when '{LEAD}' then 1 else 0 end"
    ours = [
        sql.fill("scenario = s and rule = r", s=sql.literal(scenario), r=sql.literal(rule))
        for scenario, rule in kinds
    ]
    graded = sql.query(f"""
        select scenario, rule, subject, amount, decided, {grade} as grade from outcome.decision
    """).where(exp.or_(*ours) if ours else exp.false())
    return sql.query(f"""
        select scenario, rule, subject,
               case max(grade) when 2 then '{CASE}' when 1 then '{LEAD}' else '{DISMISSED}' end as conclusion,
               case when max(grade) > 0 then sum(case when grade > 0 then amount end) else sum(amount) end as amount,
               max(decided) as decided
        from graded group by scenario, rule, subject
    """).with_("graded", as_=graded)


def _outcome(source: OutcomeSource, rule: str, kind: str, key: str) -> exp.Select:
    subject = ids.subject_id(kind, sql.column(source.subject), key)
    amount = sql.column(source.amount) if source.amount else sql.null("DECIMAL(18,2)")
    grade = sql.fill(
        f"case x when '{CASE}' then 2 when '{LEAD}' then 1 else 0 end", x=sql.column(source.conclusion)
    )
    judged = exp.select(
        exp.alias_(subject, "subject", quoted=True),
        exp.alias_(grade, "grade", quoted=True),
        exp.alias_(amount, "amount", quoted=True),
    )
    judged = judged.from_(source.table.tree).where(sql.column(source.rule).eq(sql.literal(rule)))
    return (
        exp.select(
            exp.alias_(sql.literal(source.scenario), "scenario", quoted=True),
            exp.alias_(sql.literal(rule), "rule", quoted=True),
            sql.column("subject"),
            exp.alias_(
                sql.parse(
                    f"case max(grade) when 2 then '{CASE}' when 1 then '{LEAD}' else '{DISMISSED}' end"
                ),
                "conclusion",
                quoted=True,
            ),
            exp.alias_(sql.parse("max(amount)"), "amount", quoted=True),
        )
        .from_(judged.subquery(alias="judged"))
        .group_by(sql.column("subject"))
    )
