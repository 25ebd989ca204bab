"""The catalogue as others take it: the field layout of GB/T 21063 (as 发改高技〔2017〕1272号 fills it in), the three
lists with the list of duties, and DCAT.

What the city's files do not say (codes the registrar assigns) stays blank, and the workbook says so.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from shuzhi.core.text import Text
from shuzhi.core.workbook import new_workbook
from shuzhi.packs.catalogue_file import OPENING, SHARING
from shuzhi.packs.schema import City
from shuzhi.run.inventory import TableEntry
from shuzhi.run.lookup import kind_of

CADENCE: Mapping[str, tuple[Text, str]] = {
    "once": (Text("不定期", "irregular"), "IRREG"),
    "daily": (Text("每日", "daily"), "DAILY"),
    "weekly": (Text("每周", "weekly"), "WEEKLY"),
    "monthly": (Text("每月", "monthly"), "MONTHLY"),
    "quarterly": (Text("每季度", "quarterly"), "QUARTERLY"),
    "yearly": (Text("每年", "yearly"), "ANNUAL"),
}
"""How often a source comes, and the same in the EU's frequency vocabulary, which DCAT uses."""
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
RIGHTS = {"unconditional": "PUBLIC", "conditional": "RESTRICTED", "withheld": "NON_PUBLIC"}
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"

RESOURCE = (
    "信息资源分类（类）", "信息资源分类（项）", "信息资源分类（目）", "信息资源分类（细目）", "信息资源代码",
    "信息资源名称", "信息资源提供方", "信息资源提供方代码", "信息资源摘要", "信息资源格式",
    "信息项名称", "数据类型", "共享类型", "共享条件", "共享方式", "是否向社会开放", "开放条件",
    "更新周期", "发布日期", "关联资源代码",
)  # fmt: skip
SUPPLY = (
    "提供部门",
    "信息资源",
    "信息项数",
    "行数",
    "更新周期",
    "最近到达",
    "共享类型",
    "共享条件",
    "依据",
    "质量得分",
)
DEMAND = ("需求部门", "需求事项", "所需信息资源", "提供部门", "用途", "依据", "共享类型")
NEGATIVE = ("提供部门", "信息资源", "不予共享的依据", "分级")
DUTY = (
    "提供部门",
    "信息资源",
    "使用部门",
    "使用事项",
    "更新责任（周期）",
    "最近到达",
    "共享类型",
    "共享依据",
    "持有依据",
    "质量得分",
)
NOTES = (
    "数据类型按数据湖中的类型给出；共享类型、开放属性取自 catalogue.yml，没有写的留空，由提供部门确定。",
    "项、目、细目、信息资源代码、提供方代码由目录主管部门赋码，本系统不编造，上报前请填写。",
    "Codes are assigned by the registrar of the catalogue and are left blank; so is what no department has decided.",
)
Cells = Sequence[object]


def resources(entries: Iterable[TableEntry]) -> bytes:
    """An xlsx: a row for each information item (信息项) of each resource departments provide, and a sheet of notes."""
    rows = [
        [
            "部门信息资源目录", "", "", "", "", entry.title.zh, entry.about["owner"], "",
            f"{entry.title.zh}；持有依据：{entry.about['basis']}；{entry.about['rows'] or 0} 行",
            "数据库", column.name, column.type,
            *_shared(entry), "共享平台", *_opened(entry), _cadence(entry), entry.about["arrived"] or "", "",
        ]
        for entry in entries
        if kind_of(entry) == "department"
        for column in entry.columns
        if not column.name.startswith("_")
    ]  # fmt: skip
    return _book({"政务信息资源目录": (RESOURCE, rows), "说明": (("说明",), [[note] for note in NOTES])})


def lists(city: City, entries: Sequence[TableEntry]) -> bytes:
    """An xlsx with 供给清单, 需求清单, 负面清单 and 共享责任清单, of the tables in ``entries``."""
    provided = [entry for entry in entries if kind_of(entry) == "department"]
    return _book(
        {
            "供给清单": (SUPPLY, [_supply(entry) for entry in provided]),
            "需求清单": (DEMAND, demands(city, provided)),
            "负面清单": (
                NEGATIVE,
                [
                    [entry.about["owner"], entry.title.zh, entry.about["sharing_basis"], entry.grade]
                    for entry in provided
                    if entry.about["sharing"] == "withheld"
                ],
            ),
            "共享责任清单": (DUTY, [_duty(city, entry) for entry in provided]),
        }
    )


def demands(city: City, provided: Sequence[TableEntry]) -> list[Cells]:
    """Who needs what for which matter: what scenarios declare to read of other departments' tables."""
    named = {str(entry.name): entry for entry in provided}
    return [
        [
            scenario.owner,
            scenario.title.zh,
            named[str(table)].title.zh,
            named[str(table)].about["owner"],
            scenario.purpose.name,
            scenario.purpose.basis,
            _shared(named[str(table)])[0],
        ]
        for scenario in city.scenarios
        for table in scenario.inputs
        if str(table) in named
    ]


def dcat(city: City, entries: Iterable[TableEntry]) -> bytes:
    """The catalogue as DCAT 3 in JSON-LD."""
    root = f"urn:shuzhi:{city.folder.name}"
    whole = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "csvw": "http://www.w3.org/ns/csvw#",
        },
        "@id": root,
        "@type": "dcat:Catalog",
        "dct:title": _said(city.name),
        "dcat:dataset": [_dataset(root, entry) for entry in entries],
    }
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2)


def _dataset(root: str, entry: TableEntry) -> dict[str, Any]:
    about = entry.about
    told: dict[str, Any] = {
        "@id": f"{root}:{entry.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": str(entry.name),
        "dct:title": _said(entry.title),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": about["owner"]},
        "csvw:tableSchema": {
            "csvw:column": [
                {"csvw:name": column.name, "csvw:datatype": column.type} for column in entry.columns
            ]
        },
    }
    if about["basis"]:
        told["dct:provenance"] = about["basis"]
    if about["licence"]:
        told["dct:rights"] = about["licence"]
    if about["cadence"]:
        told["dct:accrualPeriodicity"] = {"@id": FREQUENCY + CADENCE[about["cadence"]][1]}
    if about["arrived"]:
        told["dct:modified"] = about["arrived"]
    if about["sharing"]:
        told["dct:accessRights"] = {"@id": ACCESS + RIGHTS[about["sharing"]]}
    return told


def _said(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.zh, "@language": "zh"}, {"@value": text.en, "@language": "en"}]


def _supply(entry: TableEntry) -> Cells:
    about = entry.about
    return [
        about["owner"], entry.title.zh, len(entry.columns), about["rows"] or 0, _cadence(entry),
        about["arrived"] or "", *_shared(entry), about["sharing_basis"] or "", _score(entry),
    ]  # fmt: skip


def _duty(city: City, entry: TableEntry) -> Cells:
    users = [scenario for scenario in city.scenarios if entry.name in scenario.inputs]
    about = entry.about
    return [
        about["owner"],
        entry.title.zh,
        "、".join(dict.fromkeys(scenario.owner for scenario in users)),
        "、".join(scenario.title.zh for scenario in users),
        _cadence(entry),
        about["arrived"] or "",
        _shared(entry)[0],
        about["sharing_basis"] or "",
        about["basis"] or "",
        _score(entry),
    ]


def _shared(entry: TableEntry) -> tuple[str, str]:
    kind = entry.about["sharing"]
    return (SHARING[kind].zh if kind else "", entry.about["sharing_condition"] or "")


def _opened(entry: TableEntry) -> tuple[str, str]:
    kind = entry.about["opening"]
    return (OPENING[kind].zh if kind else "", entry.about["opening_basis"] or "")


def _cadence(entry: TableEntry) -> str:
    return CADENCE[entry.about["cadence"]][0].zh if entry.about["cadence"] else ""


def _score(entry: TableEntry) -> object:
    return "" if entry.score is None else round(entry.score, 4)


def _book(sheets: Mapping[str, tuple[Sequence[str], Sequence[Cells]]]) -> bytes:
    out = io.BytesIO()
    with new_workbook(out) as book:
        bold = book.add_format({"bold": True})
        for name, (heads, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads, bold)
            for at, row in enumerate(rows, start=1):
                sheet.write_row(at, 0, row)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
            sheet.autofit()
    return out.getvalue()
