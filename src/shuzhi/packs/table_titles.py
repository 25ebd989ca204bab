"""What people call the tables the platform makes."""

from collections.abc import Mapping

from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

_SAID = {
    "reference.region": Text("行政区划", "Regions"),
    "reference.workday": Text("工作日历", "Working days"),
    "quality.problem": Text("数据质量问题", "Problems of data"),
    "quality.score": Text("各列质量", "Quality of columns"),
    "quality.result": Text("质量规则核对结果", "What quality rules counted"),
    "quality.example": Text("不合规则的行", "Rows that break quality rules"),
    "quality.dimension": Text("质量维度得分", "Scores of quality dimensions"),
    "meta.quality_trend": Text("质量得分变化", "Quality scores over runs"),
    "quality.deviation": Text("与往期不符的批次", "Batches unlike earlier ones"),
    "quality.quarantine": Text("隔离的行", "Quarantined rows"),
    "quality.set_aside": Text("不算数据的行", "Rows set aside"),
    "entity.person": Text("人员主记录", "People: golden records"),
    "entity.company": Text("企业", "Companies"),
    "entity.address": Text("标准地址", "Addresses"),
    "entity.place": Text("地址库", "The address base"),
    "entity.place_label": Text(
        "地址标签：宗地、网格、邮编", "Labels of places: parcels, grid cells, postcodes"
    ),
    "entity.place_appearance": Text("地址：各行在何处", "Where rows are"),
    "entity.place_change": Text("地址：编号变更", "Addresses whose place changed"),
    "entity.relation": Text("关系", "Relations"),
    "entity.holding": Text("穿透持股", "Holdings through several levels"),
    "entity.ring": Text("循环持股", "Companies that hold themselves"),
    "entity.control": Text("控制关系（含一致行动）", "Who controls companies, alone or in concert"),
    "finding.finding": Text("疑点", "Findings"),
    "finding.evidence": Text("疑点的证据", "Evidence of findings"),
    "finding.signal": Text("疑点的佐证", "Signals of findings"),
    "outcome.outcome": Text("处理结果", "Outcomes"),
    "effect.rule_precision": Text("规则查准率", "Precision of rules"),
    "effect.funnel": Text("漏斗", "Funnel"),
    "effect.rule_advice": Text("规则建议", "Advice on rules"),
    "effect.precision_at": Text("按分数取前 k 条的查准率", "Precision of the best scored"),
    "effect.model_figure": Text("模型的各项数字", "Figures of models"),
    "effect.model_watch": Text("模型越没越限", "Models beside their limits"),
    "effect.dismissal_by_department": Text("排除理由：按部门", "Reasons to dismiss, by department"),
    "effect.dismissal_by_rule": Text("排除理由：按规则", "Reasons to dismiss, by rule"),
    "effect.funnel_by_department": Text("漏斗：按部门", "Funnel, by department"),
    "effect.funnel_by_rule": Text("漏斗：按规则", "Funnel, by rule"),
    "effect.work_by_department": Text("办理情况：按部门", "Work, by department"),
    "effect.work_by_rule": Text("办理情况：按规则", "Work, by rule"),
    "effect.measure": Text("措施的成效", "Effect of measures"),
    "effect.measure_period": Text("措施：逐期的数与没有措施会是的数", "Measures, period by period"),
    "effect.measure_placebo": Text("措施：安慰剂检验", "Measures: placebo tests"),
    "outcome.decision": Text("处置", "Decisions"),
    "outcome.answer": Text("归并核对的回答", "Answers on pairs of records"),
    "outcome.order": Text("工单", "Orders"),
    "meta.batch": Text("批次", "Batches"),
    "meta.arrival": Text("到达记录", "What came, and when"),
    "meta.withdrawn": Text("撤回的批次", "Withdrawn batches"),
    "meta.run": Text("运行记录", "Runs"),
    "meta.lineage": Text("血缘", "Lineage"),
    "meta.influence": Text("什么决定有哪些行", "What decides which rows there are"),
    "meta.column": Text("列与分级", "Columns and grades"),
    "meta.table": Text("数据目录", "Catalogue"),
    "meta.measure": Text("措施登记", "Registrations of measures"),
    "meta.held": Text("没有做成的表", "Tables not made"),
    "meta.change": Text("目录变更", "Changes of the catalogue"),
}
_OF_EACH = {
    "record": Text("说法归属", "which mention is whose"),
    "mention": Text("说法", "what sources call them"),
    "fact": Text("各来源的说法", "what each source says"),
    "conflict": Text("说法冲突", "conflicts"),
    "link": Text("归并及理由", "links with reasons"),
    "review": Text("待核对的归并", "links to be judged"),
    "weight": Text("归并的权重", "weights of the linkage"),
    "row": Text("出现在哪些行", "their rows"),
    "appearance": Text("出现在哪些行（含没有编号的）", "their rows, those without an identifier too"),
    "change": Text("编号变更", "ids that changed"),
}
_KINDS = {"person": Text("人员", "People"), "company": Text("企业", "Companies")}
_SAID |= {
    f"entity.{kind}_{name}": Text(f"{of.zh}：{what.zh}", f"{of.en}: {what.en}")
    for kind, of in _KINDS.items()
    for name, what in _OF_EACH.items()
}
TITLES: Mapping[TableName, Text] = {TableName(*name.split(".", 1)): title for name, title in _SAID.items()}
"""Those without one are called by their name."""
