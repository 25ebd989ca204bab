"""The tables that a siting makes: their columns, as elements."""

NOW = "现状"
"""The plan that every other is compared with: what stands today."""

SITES = {
    "方案": "text", "站点": "code", "名称": "text", "经度": "number", "纬度": "number", "已有": "yes_no",
    "启用": "yes_no", "新增": "yes_no", "容量": "number", "承担": "number", "差距": "number",
}  # fmt: skip
POINTS = {
    "方案": "text", "需求点": "code", "名称": "text", "区划": "region_code", "经度": "number", "纬度": "number",
    "需求": "number", "站点": "code", "距离": "number", "覆盖": "number", "未接": "number", "可及性": "number",
}  # fmt: skip
PLANS = {
    "方案": "text", "区划": "region_code", "启用": "integer", "新增": "integer", "需求": "number", "覆盖": "number",
    "覆盖率": "number", "平均": "number", "九五分位": "number", "最远": "number", "未接": "number", "可及性": "number",
    "可及性末一成": "number", "基尼": "number", "差距": "number",
}  # fmt: skip
CURVE = {"增设": "integer", "覆盖": "number", "覆盖率": "number", "差距": "number"}
