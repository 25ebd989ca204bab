"""docs/reference/files.md and the JSON Schemas, made from the models, so that they cannot be wrong."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import RootModel

from shuzhi.core.functions import FUNCTIONS
from shuzhi.packs.calendar_file import CalendarFile
from shuzhi.packs.catalogue_file import CatalogueFile
from shuzhi.packs.city_file import CityFile
from shuzhi.packs.desk_file import DeskFile
from shuzhi.packs.feed_file import FeedFile
from shuzhi.packs.files import Model, ParameterFile, RuleHeader, ScenarioFile, TableHeader
from shuzhi.packs.flow_file import FlowFile
from shuzhi.packs.grade_file import GradesFile
from shuzhi.packs.indicator_file import IndicatorFile
from shuzhi.packs.layer_file import LayerFile
from shuzhi.packs.macros import FORMS
from shuzhi.packs.measure_file import MeasureFile
from shuzhi.packs.model_file import ModelFile
from shuzhi.packs.portable import ADVICE, TYPES
from shuzhi.packs.recipe_file import RecipeFile
from shuzhi.packs.report_file import ReportFile
from shuzhi.packs.signature_file import SignaturesFile
from shuzhi.packs.siting_file import SitingFile
from shuzhi.packs.source_file import SourceFile
from shuzhi.packs.standard_file import CodeListFile, ElementFile
from shuzhi.packs.view_file import ViewFile


class ParametersFile(RootModel[Mapping[str, ParameterFile]]):
    """参数文件 | One file of parameters/: parameters by name."""


FILES: Mapping[str, tuple[str, type[Model]]] = {
    "city": ("city.yml", CityFile),
    "calendar": ("calendar.yml", CalendarFile),
    "catalogue": ("catalogue.yml", CatalogueFile),
    "signatures": ("signatures.yml", SignaturesFile),
    "scenario": ("scenario.yml", ScenarioFile),
    "source": ("sources/*.yml", SourceFile),
    "element": ("elements/*.yml", ElementFile),
    "codes": ("codes/*.yml", CodeListFile),
    "grades": ("grades/*.yml", GradesFile),
    "recipe": ("recipes/*.yml", RecipeFile),
    "feed": ("feeds/*.yml", FeedFile),
    "parameters": ("parameters/*.yml", ParameterFile),
    "table": ("tables/*.sql", TableHeader),
    "rule": ("rules/*.sql", RuleHeader),
    "indicator": ("indicators/*.yml", IndicatorFile),
    "model": ("models/*.yml", ModelFile),
    "measure": ("measures/*.yml", MeasureFile),
    "siting": ("siting/*.yml", SitingFile),
    "flow": ("flows/*.yml", FlowFile),
    "desk": ("desk.yml", DeskFile),
    "layer": ("layers/*.yml", LayerFile),
    "view": ("views/*.yml", ViewFile),
    "report": ("reports/*.yml", ReportFile),
}
"""Every kind of file a user writes: name of its schema -> where it is, and its model."""


def reference() -> dict[str, str]:
    """Every generated page: path below docs/reference -> text."""
    pages = {f"schema/{name}.json": _schema(name) for name in FILES}
    return {"files.md": _page(), **pages}


def write_reference(folder: Path) -> list[Path]:
    """Write the pages below ``folder`` (docs/reference). Returns the files that changed."""
    changed = []
    for name, text in reference().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    if name == "parameters":
        return ParametersFile.model_json_schema()
    return FILES[name][1].model_json_schema()


def _schema(name: str) -> str:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema(name)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _page() -> str:
    parts = [
        "# 文件参考 · Files",
        "本页由 `shuzhi schema --write` 生成，请勿手改。Made by `shuzhi schema --write`; do not edit.",
        "编辑器补全 · For editors: `# yaml-language-server: $schema=…/docs/reference/schema/city.json`",
    ]
    for name, (where, _) in FILES.items():
        parts += _file(name, where)
    return "\n\n".join([*parts, *_sql()]) + "\n"


def _file(name: str, where: str) -> list[str]:
    whole = schema(name)
    parts = [f"## {where}", _said(whole)]
    if "properties" in whole:
        parts.append(_table(whole))
    for inner in whole.get("$defs", {}).values():
        described = next((option for option in inner.get("anyOf", []) if "properties" in option), inner)
        parts += [f"### {name}: {described.get('title', '')}", _said(described), _table(described)]
    return parts


def _said(part: Mapping[str, Any]) -> str:
    zh, _, en = str(part.get("description", "")).partition(" | ")
    return f"{zh}。{en}".strip("。")


def _table(part: Mapping[str, Any]) -> str:
    required = set(part.get("required", ()))
    rows = ["| 键 key | 必填 required | 写法 form | 含义 meaning |", "|---|---|---|---|"]
    for key, value in part["properties"].items():
        zh, _, en = str(value.get("description", "")).partition(" | ")
        form = _form(value).replace("|", "\\|")
        rows.append(f"| `{key}` | {'✓' if key in required else ''} | {form} | {zh}<br>{en} |")
    return "\n".join(rows)


def _form(value: Mapping[str, Any]) -> str:
    """How a value is written, in few words."""
    if "enum" in value or "$ref" in value:
        return (
            " / ".join(f"`{option}`" for option in value.get("enum", ())) or value["$ref"].rpartition("/")[2]
        )
    if "anyOf" in value:
        return " / ".join(_form(option) for option in value["anyOf"] if option.get("type") != "null")
    if value.get("type") == "array":
        return f"[{_form(value.get('items', {}))}, …]"
    if value.get("type") == "object":
        if "properties" in value:
            return f"{{{', '.join(f'{key}: …' for key in value['properties'])}}}"
        inner = value.get("additionalProperties", {})
        return f"{{…: {_form(inner if isinstance(inner, dict) else {})}}}"
    kinds = value.get("type", "any")
    form = " / ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{value.get('format', form)}" + (f" `{value['pattern']}`" if "pattern" in value else "")


def _sql() -> list[str]:
    advice = [
        f"| {entry.construct.replace('|', chr(92) + '|')} | {entry.instead.zh}<br>{entry.instead.en} |"
        for entry in ADVICE
    ]
    return [
        "## 可移植的 SQL · Portable SQL",
        "表和规则用 DuckDB 方言的可移植子集书写，各引擎结果相同。"
        "Tables and rules are written in a portable subset of DuckDB's dialect: every engine answers alike.",
        "**宏 macros** " + "、".join(f"`{form.zh}`" for form in FORMS.values()),
        "**函数 functions** " + "、".join(f"`{name}`" for name in FUNCTIONS),
        "**类型 types** " + "、".join(f"`{name.lower()}`" for name in TYPES),
        "\n".join(["| 不用 not | 改用 instead |", "|---|---|", *advice]),
    ]
