"""What a rule's findings were worth: counts of the funnel, precision and recall, always with the base rate beside them.

Judges tables only: findings and outcomes. Knows no rule, no model.
"""

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.evaluate.interval import wilson

RULE_PRECISION = TableName("effect", "rule_precision")
FUNNEL = TableName("effect", "funnel")
TOP = TableName("effect", "precision_at")

_JUDGED = """
    judged as (
        select f.scenario, f.rule, f.subject, max(f.score) as score, min(f.finding) as finding,
               max(o.conclusion) as conclusion, max(o.amount) as amount
        from finding.finding f
        left join outcome.outcome o on o.scenario = f.scenario and o.rule = f.rule and o.subject = f.subject
        group by f.scenario, f.rule, f.subject
    )
"""


def rule_precision() -> exp.Query:
    """Per scenario and rule: findings, judged, leads, cases, precision (leads ÷ judged) and its Wilson 95% interval,
    whether it is mostly dismissed (even the upper end is below half), known_leads, recall.

    ``known_leads`` counts every lead the outcomes know of, found or not: recall is found ÷ known, and is NULL where
    none is known. Findings without an outcome are not counted against a rule.
    """
    low, high = wilson("coalesce(f.leads, 0)", "coalesce(f.judged, 0)")
    return sql.query(f"""
        with {_JUDGED},
        found as (
            select scenario, rule, count(*) as findings,
                   sum(case when conclusion is not null then 1 else 0 end) as judged,
                   sum(case when conclusion in ('线索', '立案') then 1 else 0 end) as leads,
                   sum(case when conclusion = '立案' then 1 else 0 end) as cases
            from judged group by scenario, rule
        ),
        known as (
            select scenario, rule, sum(case when conclusion in ('线索', '立案') then 1 else 0 end) as known_leads
            from outcome.outcome group by scenario, rule
        )
        select coalesce(f.scenario, k.scenario) as scenario, coalesce(f.rule, k.rule) as rule,
               coalesce(f.findings, 0) as findings, coalesce(f.judged, 0) as judged,
               coalesce(f.leads, 0) as leads, coalesce(f.cases, 0) as cases,
               round(cast(f.leads as double) / nullif(f.judged, 0), 4) as "precision",
               {low} as precision_low, {high} as precision_high,
               coalesce({high} < cast('0.5' as double), false) as mostly_dismissed,
               coalesce(k.known_leads, 0) as known_leads,
               round(cast(coalesce(f.leads, 0) as double) / nullif(k.known_leads, 0), 4) as recall
        from found f full join known k on k.scenario = f.scenario and k.rule = f.rule
    """)


def funnel() -> exp.Query:
    """Per scenario: findings (疑点), judged, leads (线索), cases (立案), amount of the leads, and the share of each
    in the one before."""
    return sql.query(f"""
        with {_JUDGED}
        select scenario, count(*) as findings,
               sum(case when conclusion is not null then 1 else 0 end) as judged,
               sum(case when conclusion in ('线索', '立案') then 1 else 0 end) as leads,
               sum(case when conclusion = '立案' then 1 else 0 end) as cases,
               sum(case when conclusion in ('线索', '立案') then amount end) as amount,
               round(cast(sum(case when conclusion in ('线索', '立案') then 1 else 0 end) as double)
                     / count(*), 4) as lead_rate,
               round(cast(sum(case when conclusion = '立案' then 1 else 0 end) as double)
                     / nullif(sum(case when conclusion in ('线索', '立案') then 1 else 0 end), 0), 4) as case_rate
        from judged group by scenario
    """)


def precision_at() -> exp.Query:
    """Per scenario and k (10, 50, 100, 200, 413, 1000, all): leads among the k best-scored, precision, recall and the
    base rate.

    413 is the number of leads of the Beihai case. Ties are broken by the finding's id, so that the answer is one.
    """
    return sql.query(f"""
        with {_JUDGED},
        ranked as (
            select scenario, case when conclusion in ('线索', '立案') then 1 else 0 end as is_lead,
                   row_number() over (partition by scenario order by score desc, finding) as place
            from judged where conclusion is not null
        ),
        known as (
            select scenario, sum(case when conclusion in ('线索', '立案') then 1 else 0 end) as known_leads
            from outcome.outcome group by scenario
        ),
        base as (select scenario, count(*) as judged, sum(is_lead) as leads from ranked group by scenario),
        cuts as (
            select 10 as k union all select 50 union all select 100 union all select 200
            union all select 413 union all select 1000 union all select 2000000000
        )
        select r.scenario, least(c.k, max(b.judged)) as k, sum(r.is_lead) as leads,
               round(cast(sum(r.is_lead) as double) / count(*), 4) as "precision",
               round(cast(sum(r.is_lead) as double) / nullif(max(n.known_leads), 0), 4) as recall,
               round(cast(max(b.leads) as double) / max(b.judged), 4) as base_rate
        from ranked r
        join cuts c on r.place <= c.k
        join base b on b.scenario = r.scenario
        join known n on n.scenario = r.scenario
        where c.k <= b.judged or c.k = 2000000000
        group by r.scenario, c.k
    """)
