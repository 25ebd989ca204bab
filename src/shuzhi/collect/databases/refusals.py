"""Why a pull is refused: what is not as the feed says, and what nobody may lose in silence."""

from collections.abc import Sequence

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text


def no_table(where: str, table: str) -> ShuzhiError:
    return _refused(
        Text(f"库里没有表“{table}”，或无权读它", f"there is no table “{table}”, or it may not be read"),
        where,
        Text(
            "核对 table（模式.表，大小写与库里一致），请管理员授予只读权限",
            "see to `table` (schema.table, in the database's own case); ask for leave to read it",
        ),
    )


def no_column(where: str, column: str, there: Sequence[str]) -> ShuzhiError:
    shown = "，".join(there[:30])
    return _refused(
        Text(f"表里没有列“{column}”", f"the table has no column “{column}”"),
        where,
        Text(
            f"现有：{shown}。改 feeds，或请部门恢复这一列",
            f"there are: {shown}. Mend the feed, or ask for it",
        ),
    )


def not_unique(where: str, key: str) -> ShuzhiError:
    return _refused(
        Text(f"“{key}”不是唯一键：有空值或重复", f"“{key}” is no key: it is empty or stands twice"),
        where,
        Text(
            "在 key 里写上能唯一确定一行的列；没有这样的列就用 how: full",
            "name columns in `key` that make a row unique; where there are none, use how: full",
        ),
    )


def more_or_fewer(where: str, listed: int, taken: int) -> ShuzhiError:
    return _refused(
        Text(f"同一快照里先数 {listed} 行，后取 {taken} 行", f"{listed} rows were listed and {taken} taken"),
        where,
        Text(
            "键列的比较规则与内容不一致（如不分大小写而有大小写之别）：换键，或用 how: full",
            "the key's own comparison takes different keys for the same (case, blanks): use another key, or how: full",
        ),
    )


def not_appended(where: str) -> ShuzhiError:
    return _refused(
        Text("只增的表少了行", "rows are gone from a table to which rows were only to be added"),
        where,
        Text(
            "已入库的保持不变。若行会被修改或删除，改用 how: changed",
            "what is landed stays. If rows change or go, use how: changed",
        ),
    )


def _refused(what: Text, where: str, todo: Text) -> ShuzhiError:
    return ShuzhiError([Problem(what=what, where=where, todo=todo)])
