"""Why a pull from an API is refused. No answer is quoted: it may hold people's data."""

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

_STATUS = {
    400: Text(
        "请求不被接受：核对 parameters、paging", "the request is not accepted: see to parameters and paging"
    ),
    401: Text("没有认证：核对 auth", "not authenticated: see to `auth`"),
    403: Text("无权：请对方开通", "not allowed: ask for leave"),
    404: Text("没有这个地址：核对 address", "no such address: see to `address`"),
}
_LATER = Text("已入库的不变；过后再运行", "what is landed stays; run again later")


def answered(where: str, status: int) -> ShuzhiError:
    why = Text(f"HTTP {status}", f"HTTP {status}")
    moved = Text("对方要转到别处：把 address 改成新地址", "it has moved: write its new address in `address`")
    todo = moved if 300 <= status < 400 else _STATUS.get(status, _LATER)
    return _refused(Text("接口没有给出数据", "the API gave no data"), where, why, todo)


def no_answer(where: str, kind: str) -> ShuzhiError:
    return _refused(Text("接口没有答复", "the API does not answer"), where, Text(kind, kind), _LATER)


def not_json(where: str) -> ShuzhiError:
    return _refused(
        Text("答复不是完整的 JSON", "the answer is no whole JSON"), where,
        Text("可能传到一半断了", "it may have broken off"), _LATER,
    )  # fmt: skip


def too_long(where: str, megabytes: int) -> ShuzhiError:
    return _refused(
        Text(f"一页超过 {megabytes} MB", f"a page of more than {megabytes} MB"), where, None,
        Text("把 paging 的 rows 改小", "ask for fewer rows a page in `paging`"),
    )  # fmt: skip


def no_records(where: str, path: str) -> ShuzhiError:
    return _refused(
        Text(f"答复里“{path}”处没有记录的列表", f"there is no list of records at “{path}” of the answer"), where, None,
        Text("核对 records；接口改了就照新的写", "see to `records`; if the API changed, write it as it is now"),
    )  # fmt: skip


def no_key(where: str, key: str) -> ShuzhiError:
    return _refused(
        Text(f"有记录没有键“{key}”", f"records are without their key “{key}”"), where, None,
        Text("在 key 里写每条记录都有的字段", "name fields in `key` that every record has"),
    )  # fmt: skip


def round_and_round(where: str) -> ShuzhiError:
    return _refused(
        Text("接口反复给出同样的一页", "the API gives the same page again and again"), where,
        Text("它可能不认分页参数", "it may not know the paging parameter"),
        Text("核对 paging 的 kind 和 parameter", "see to kind and parameter of `paging`"),
    )  # fmt: skip


def elsewhere(where: str) -> ShuzhiError:
    return _refused(
        Text("下一页的地址不在这台主机上", "the next page's address is on another host"), where,
        Text("令牌不能发给别的主机", "the token is for no other host"),
        Text("请对方改正，或把 address 写成那台主机", "ask for it to be mended, or write that host in `address`"),
    )  # fmt: skip


def not_whole(where: str, total: int, came: int) -> ShuzhiError:
    return _refused(
        Text(f"接口说有 {total} 条，取到 {came} 条不同的", f"the API speaks of {total} records, {came} came"), where,
        Text("取的时候数据在动，或者 key 不唯一", "they moved while they were read, or `key` is not unique"),
        _LATER,
    )  # fmt: skip


def _refused(what: Text, where: str, why: Text | None, todo: Text) -> ShuzhiError:
    return ShuzhiError([Problem(what=what, where=where, why=why, todo=todo)])
