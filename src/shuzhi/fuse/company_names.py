"""Names of companies taken apart (《企业名称登记管理规定》第六条: region, brand, trade, legal form)."""

from collections.abc import Iterable

from opencc import OpenCC
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements.spelling import quoted, words
from shuzhi.core.sql import TableName
from shuzhi.fuse.characters import CHARACTER

LEGAL_FORMS = words(
    """
    股份有限公司 有限责任公司 集团有限公司 有限公司 有限合伙 普通合伙 集团公司 股份公司 公司 集团 合伙企业
    农民专业合作社 专业合作社 合作社 联合社 个体工商户 经营部 商行 事务所 工作室 门市部 服务部 工厂 厂 店 行
    部 社 中心
    """
)
BRANCHES = "第?[0-9一二三四五六七八九十]*(?:分公司|分店|分厂|分部|分行|支行|办事处|营业部|门店|分社)"
TRADES = words(
    """
    信息技术 网络科技 智能科技 电子科技 生物科技 环保科技 科技发展 科技 技术 信息 网络 电子商务 电子 商贸
    贸易 进出口 建筑工程 建设工程 建筑 建材 建设 工程 装饰 装修 房地产开发 房地产 置业 物业管理 物业服务
    物业 餐饮管理 餐饮服务 餐饮 食品 酒店管理 酒店 文化传媒 文化传播 文化 传媒 广告 教育咨询 教育培训 教育
    咨询服务 咨询 管理 服务 投资 实业 发展 物流 运输 货运 汽车销售 汽车服务 汽车 机械设备 机械制造 机械 设备
    制造 五金 机电 电气 电力 能源 新能源 化工 材料 塑料 纺织 服装 服饰 鞋业 家具 家居 医药 医疗器械 医疗
    农业开发 农业 种植 养殖 水产 园林绿化 园林 环保 人力资源 劳务 劳务派遣 保安服务 家政服务 旅游 日用品
    百货 超市 印刷 包装 珠宝 通信 软件 数据 供应链管理 供应链 销售 健康管理 健康 美容
    """
)
PLACES = 8
DROPPED = "（）() \u3000·.,，。-"


def parts(table: TableName, column: str, regions: Iterable[str]) -> exp.Query:
    """One row per distinct name: ``written``, ``bare`` (simplified, no brackets), ``region``, ``brand``, ``trade``,
    ``form``, ``branch`` and ``brand_sound``. A region in brackets counts wherever it stands; '' is what is not said."""
    named = sorted({name for name in regions if len(name) > 1}, key=lambda name: (-len(name), name))
    short = {name[:-1] for name in named if len(name) > 2 and name[-1] in "省市县区"}
    places = "|".join(sorted({*named, *short}, key=lambda name: (-len(name), name))) or "不可能有"
    trades = "|".join(sorted(TRADES, key=len, reverse=True))
    forms = "|".join(sorted(LEGAL_FORMS, key=len, reverse=True))
    old, new = _traditional("".join((*TRADES, *LEGAL_FORMS, *named)))
    written = exp.select(exp.alias_(sql.column(column), "written")).distinct().from_(table.tree)
    written = written.where(sql.column(column).is_(exp.null()).not_())
    stages = (
        ("bare", f"translate(upper(written), {quoted(old + DROPPED)}, {quoted(new)})"),
        ("behind", f"regexp_extract(bare, '(?:{forms})([^公司]{{0,6}}?{BRANCHES})$', 1)"),
        ("branch", f"case when behind <> '' then behind else regexp_extract(bare, '({BRANCHES})$', 1) end"),
        ("whole", "substr(bare, 1, length(bare) - length(branch))"),
        ("form", f"regexp_extract(whole, '^..+?({forms})$', 1)"),
        ("kept", "substr(whole, 1, length(whole) - length(form))"),
        ("region", f"regexp_extract(kept, '^((?:{places})+)..', 1)"),
        ("core", "substr(kept, length(region) + 1)"),
        ("inner", f"regexp_extract(core, '^..+?({places})', 1)"),
        ("named", "case when inner_ <> '' then replace(core, inner_, '') else core end"),
        ("trade", f"regexp_extract(named, '^..+?((?:{trades})+)$', 1)"),
        # 望潮建筑工程有限公司: where nothing but a trade is left, the place is the brand.
        ("only_trade", f"regexp_extract(named, '^((?:{trades})+)$', 1)"),
        (
            "brand",
            "case when only_trade <> '' then regexp_replace(region, '[省市县区]$', '', 'g') "
            "else substr(named, 1, length(named) - length(trade)) end",
        ),
    )
    query: exp.Query = written
    for name, made in stages:
        output = exp.alias_(sql.parse(made), "inner_" if name == "inner" else name)
        query = exp.select("*", output).from_(query.subquery("made"))
    return _sounded(query)


def _traditional(text: str) -> tuple[str, str]:
    """The traditional forms of a text's characters, and the characters: trades are known by their simplified names."""
    plain = sorted(set(text))
    told = [
        (old, new)
        for old, new in zip(OpenCC("s2t").convert("".join(plain)), plain, strict=True)
        if old != new
    ]
    return "".join(old for old, _ in told), "".join(new for _, new in told)


def _sounded(query: exp.Query) -> exp.Query:
    """With the brand in simplified characters and as it sounds."""
    places = range(1, PLACES + 1)

    def spelt(form: str) -> str:
        each = (f"coalesce(c{place}.{form}, substr(p.brand, {place}, 1))" for place in places)
        return f"{' || '.join(each)} || substr(p.brand, {PLACES + 1})"

    region = (
        "regexp_replace(case when p.region <> '' then p.region else p.inner_ end, '[省市县区]$', '', 'g')"
    )
    trade = "case when p.only_trade <> '' then p.only_trade else p.trade end"
    found = exp.select(
        "p.written", "p.bare",
        exp.alias_(sql.parse("translate(p.branch, '省市县区', '')"), "branch"),
        exp.alias_(sql.parse(trade), "trade"),
        exp.alias_(sql.parse("replace(p.form, '有限责任公司', '有限公司')"), "form"),
        exp.alias_(sql.parse(region), "region"),
        exp.alias_(sql.parse(spelt("plain")), "brand"),
        exp.alias_(sql.parse(spelt("sound")), "brand_sound"),
    ).from_(query.subquery("p"))  # fmt: skip
    for place in places:
        entry = exp.alias_(CHARACTER.tree, f"c{place}", table=True)
        found = found.join(entry, on=f"c{place}.character = substr(p.brand, {place}, 1)", join_type="left")
    return found
