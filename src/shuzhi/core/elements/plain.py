"""Columns without a standard of their own: text, numbers, yes or no."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import ODD_BLANKS, compact, filled, narrowed, quoted, unless, words
from shuzhi.core.text import Text

YES = "'是', '有', '真', '对', '√', '1', 'y', 'yes', 't', 'true'"
NO = "'否', '无', '假', '不是', '没有', '非', '×', '0', 'n', 'no', 'f', 'false'"
# Named, because engines differ in what a bare trim() takes off; tried first, because trimming is slow.
BLANKS = quoted(" " + ODD_BLANKS)
WHOLE = "^-?[0-9]{1,18}$"

TEXT = Element(
    name="text",
    label=Text("文本", "Text"),
    standard="GB 18030-2022",
    type="VARCHAR",
    headers=words("备注 说明 内容 摘要 描述 备注说明 BZ remark text"),
    clean=f"nullif(case when strpos({BLANKS}, substr(x, 1, 1)) > 0 "
    f"or strpos({BLANKS}, substr(x, length(x), 1)) > 0 "
    f"then trim(x, {BLANKS}) else x end, '')",
    invalid=(),
    value="x",
    looks="false",
    masks={"none": "x", "partial": "'（' || cast(length(x) as varchar) || '字）'", "full": "'***'"},
    # Free text may name people.
    grade="一般3级",
    fictional="'虚构文本' || cast(n as varchar)",
    notes="Kept as it is: only blanks at the ends go.",
)

CODE = Element(
    name="code",
    label=Text("代码", "Code"),
    standard="GB/T 7027-2002",
    type="VARCHAR",
    headers=words("编号 代码 批次 code"),
    clean=filled("x"),
    invalid=(),
    value="x",
    looks="false",
    # Names of tables and rules, batch numbers, keyed ids: they tell nothing of anybody by themselves.
    masks={"none": "x", "partial": "x", "full": "'***'"},
    grade="一般1级",
    fictional="'F' || lpad(cast(n as varchar), 8, '0')",
)

INTEGER = Element(
    name="integer",
    label=Text("整数", "Whole number"),
    standard="GB/T 15835-2011",
    type="BIGINT",
    headers=words("序号 数量 人数 户数 笔数 次数 年龄 家庭人口 人口数 XH SL count"),
    prepare=unless(WHOLE, "x", compact("x", drop="'")),
    clean=f"case when regexp_matches(x, '{WHOLE}') then x "
    f"when regexp_matches(x, '^-?[0-9]{{1,3}}(,[0-9]{{3}})+$') then replace(x, ',', '') "
    f"when regexp_matches(x, '^-?[0-9]+[.]0*$') then regexp_replace(x, '[.]0*$', '', 'g') "
    f"else {filled('x')} end",
    invalid=(
        Invalid(
            code="not_whole",
            when=f"not regexp_matches(x, '{WHOLE}')",
            text=Text("不是整数（至多18位）", "not a whole number of at most 18 digits"),
            todo=Text("请核对后更正", "check and correct it"),
        ),
    ),
    value="cast(x as bigint)",
    looks="regexp_matches(x, '^(0|[1-9][0-9]{0,3})$')",
    masks={
        "none": "cast(x as varchar)",
        "partial": "case when abs(x) < 10 then '个位数' when abs(x) < 100 then '两位数' else '百以上' end",
        "full": "'***'",
    },
    grade="一般1级",
    fictional="cast(n as varchar)",
    costly=True,
)

NUMBER = Element(
    name="number",
    label=Text("数值", "Number"),
    standard="GB/T 15835-2011",
    type="DOUBLE",
    headers=words("数值 比例 比率 占比 得分 分数 SZ number ratio"),
    prepare=unless("^-?[0-9]+([.][0-9]+)?$", "x", compact("x", drop="'")),
    clean=f"case when regexp_matches(x, '^-?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]+)?$') "
    f"then replace(x, ',', '') else {filled('x')} end",
    invalid=(
        Invalid(
            code="not_number",
            when="not regexp_matches(x, '^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,2})?$')",
            text=Text("不是数值", "not a number"),
            todo=Text("请核对后更正", "check and correct it"),
        ),
    ),
    value="cast(x as double)",
    looks="regexp_matches(x, '^-?(0|[1-9][0-9]*)[.][0-9]+$')",
    masks={
        "none": "cast(x as varchar)",
        "partial": "'约' || cast(cast(x as bigint) as varchar)",
        "full": "'***'",
    },
    grade="一般1级",
    fictional="cast(n as varchar) || '.5'",
    costly=True,
)

YES_NO = Element(
    name="yes_no",
    label=Text("是否", "Yes or no"),
    standard="GB/T 2261",
    type="BOOLEAN",
    headers=words("是否党员 是否公职人员 是否死亡 是否贫困户 是否低保 是否有效 是否注销 是否在职 SF"),
    prepare=f"lower({narrowed('x')})",
    clean=f"case when x in ({YES}) then '是' when x in ({NO}) then '否' else {filled('x')} end",
    invalid=(
        Invalid(
            code="neither",
            when="x not in ('是', '否')",
            text=Text("既不是“是”也不是“否”", "neither yes nor no"),
            todo=Text("请填“是”或“否”", "write 是 or 否"),
        ),
    ),
    value="x = '是'",
    looks="x in ('是', '否')",
    masks={"none": "case when x then '是' else '否' end", "partial": "'*'", "full": "'*'"},
    grade="一般1级",
    fictional="case when n % 2 = 0 then '是' else '否' end",
    costly=True,
)
