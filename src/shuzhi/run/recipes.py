"""A layout written down: what was seen in a file becomes a recipe that the next one is held to."""

from pathlib import Path

import yaml

from shuzhi.packs.recipes import FOLDER
from shuzhi.packs.schema import City
from shuzhi.run.intake import Looked

HEAD = "# 采集配方：{source} 的文件怎样读。可以改；shuzhi check 会检查。见 docs/intake.md。\nlayouts:\n"


def layout_text(looked: Looked) -> str:
    """One layout, as YAML: columns with their places and kinds; the next file must be like it."""
    lines = [
        f"  # 依据 {looked.file}：{looked.rows} 行数据"
        + "".join(f"，{why} {n} 行" for why, n in looked.aside.items())
    ]
    lines.append(f"  - files: [{_said(_pattern(looked.file))}]")
    lines.append("    columns:")
    for name, (kind, place) in looked.columns.items():
        lines.append(f"      {_said(name)}: {{kind: {kind}, at: {place}}}")
    return "\n".join(lines) + "\n"


def write_layout(city: City, looked: Looked) -> Path:
    """Add the layout to the city's recipe of the source; earlier layouts stay, this one is asked first."""
    path = city.folder / FOLDER / f"{looked.source.name}.yml"
    path.parent.mkdir(exist_ok=True)
    head = HEAD.format(source=looked.source.name)
    before = path.read_text(encoding="utf-8") if path.exists() else head
    top, _, rest = before.partition("layouts:\n")
    path.write_text(f"{top}layouts:\n{layout_text(looked)}{rest}", encoding="utf-8")
    return path


def _pattern(file: str) -> str:
    """The file's name with its digits open: next month's is called alike."""
    folder, _, name = file.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    told = "".join("*" if char.isdigit() else char for char in stem)
    while "**" in told:
        told = told.replace("**", "*")
    return f"{folder}/{told}{dot}{ending}" if folder else f"{told}{dot}{ending}"


def _said(text: str) -> str:
    return str(yaml.safe_dump(text, allow_unicode=True, width=10**6, default_style='"')).strip()
