"""Names of companies: shortened, in brackets, heard wrongly, or another company after all. Made-up names."""

import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.characters import characters
from shuzhi.fuse.companies import BRANCH, NAME
from shuzhi.fuse.company_names import parts
from shuzhi.fuse.comparison import level
from tests.spec.case import Case
from tests.spec.conftest import Answer

SAME, FORMER, PARTS, SOUND, BRAND, DIFFERENT = range(1, 7)
ANOTHER_BRANCH = 2

REGIONS = ("云澜省", "云澜市", "云溪区", "青屿县", "望潮市")
PAIRS = (
    ("云澜市霁月信息技术有限公司", "云澜市霁月信息技术有限公司", SAME, 0),
    ("云澜市霁月信息技术有限公司", "霁月信息技术（云澜）有限公司", PARTS, 0),
    ("云澜市霁月信息技术有限公司", "云澜霁月信息技术有限责任公司", PARTS, 0),
    ("云澜市霁月信息技术有限公司", "霁月信息", PARTS, 0),
    ("云澜市霁月信息技术有限公司", "云澜市霽月信息技術有限公司", PARTS, 0),
    ("云澜市霁月信息技术有限公司", "云澜市霁悦信息技术有限公司", SOUND, 0),
    ("云澜市霁月信息技术有限公司", "望潮市霁月信息技术有限公司", BRAND, 0),
    ("云澜市霁月信息技术有限公司", "云澜市霁月餐饮管理有限公司", BRAND, 0),
    ("云澜市霁月信息技术有限公司", "云澜市青石信息技术有限公司", DIFFERENT, 0),
    ("云澜市霁月信息技术有限公司", "云澜市霁月信息技术有限公司第一分公司", PARTS, ANOTHER_BRANCH),
    ("望潮建筑工程有限公司", "望潮市建筑工程有限责任公司", PARTS, 0),
    ("青屿县长坡农民专业合作社", "长坡农民专业合作社", PARTS, 0),
)


def test_levels_of_company_names(answer: Answer) -> None:
    used = pa.array(sorted(set("".join(a + b for a, b, *_ in PAIRS))))
    table = characters()
    query = sql.query(
        f"""
        select p.a, p.b, {level(NAME)} as name, {level(BRANCH)} as branch
        from standard.pair p
        join (select f.*, cast(null as varchar) as former from form f) l on l.written = p.a
        join (select f.*, cast(null as varchar) as former from form f) r on r.written = p.b
        """
    )
    case = Case(
        given={
            "standard.pair": [{"a": a, "b": b} for a, b, *_ in PAIRS],
            "standard.company": [{"name": name} for pair in PAIRS for name in pair[:2]],
            "reference.character": table.filter(pc.is_in(table["character"], used)).to_pylist(),
        },
        sql=query.with_("form", as_=parts(TableName("standard", "company"), "name", REGIONS)),
        oracle=lambda _: [{"a": a, "b": b, "name": name, "branch": branch} for a, b, name, branch in PAIRS],
    )
    told = answer(case)
    assert [row for row in told if row not in case.expected] == []
    assert told == case.expected
