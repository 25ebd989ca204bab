"""Why a finding may be dismissed. The words people add say the rest."""

from collections.abc import Mapping

from shuzhi.core.text import Text

REASONS: Mapping[str, Text] = {
    "data": Text("数据有误或迟报", "the data are wrong or late"),
    "lawful": Text("符合政策规定", "lawful under the policy"),
    "other_person": Text("同名或身份混淆，不是此人", "another person: same name or mistaken identity"),
    "returned": Text("已自行退回或已处理", "paid back or dealt with before"),
    "known": Text("其他渠道已办理", "handled elsewhere already"),
    "unproven": Text("证据不足", "not proven"),
    "other": Text("其他（须写明）", "other (say what)"),
}

NEEDS_WORDS = frozenset({"lawful", "unproven", "other"})
"""These say too little without words of one's own."""
