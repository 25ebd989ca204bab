"""What views/*.yml may say: a page or big screen of panels on a grid, each over indicators."""

from typing import Literal

from pydantic import Field

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.packs.files import Bilingual, Model

Kind = Literal[
    "kpi", "line", "bar", "stacked", "ranking", "table", "gauge", "funnel", "heat", "calendar", "sankey", "radar",
    "relation", "map", "text",
]  # fmt: skip
ASKS: dict[str, tuple[int, int]] = {
    "text": (0, 0),
    "funnel": (1, 6),
    "line": (1, 4),
    "bar": (1, 4),
    "gauge": (1, 1),
    "radar": (1, 4),
}
"""How many questions a kind of panel is made of, at least and at most; any other has one."""
SPLIT: dict[str, tuple[str, ...]] = {
    "line": ("grain",), "calendar": ("grain",), "bar": ("grain", "by"), "stacked": ("by", "grain+by", "by+by"),
    "ranking": ("by",), "heat": ("by+by", "grain+by"), "sankey": ("by+by", "by+by+by"), "radar": ("by",),
    "relation": ("by+by",), "map": ("by",),
    "kpi": ("",), "gauge": ("",), "funnel": ("",),
}  # fmt: skip
"""By what the questions of a kind of panel are split. A kind that is not here takes any."""


class PanelFile(Model):
    """面板 | One panel: what kind, where on the grid, and what it asks."""

    kind: Kind = Field(
        description="kpi 大数、line 折线、bar 柱、stacked 堆叠、ranking 排名、table 表、gauge 仪表、funnel 漏斗、"
        "heat 热力、calendar 日历、sankey 桑基、radar 雷达、relation 关系、map 区划图、text 文字 | the kind of panel"
    )
    at: tuple[int, int, int, int] = Field(
        description="[列, 行, 宽, 高]，从 1 数 | column, row, width and height on the grid, from 1"
    )
    title: Bilingual | None = Field(
        default=None, description="标题；不写则用指标名 | its title; none = the indicator's"
    )
    asks: tuple[Inquiry, ...] = Field(
        default=(), description="向指标提的问题，写法同 API | questions to indicators, in the API's form"
    )
    text: Bilingual | None = Field(default=None, description="文字，只用于 text | words, for text only")


class ViewFile(Model):
    """视图 | A page or big screen. File stem = its name. In a scenario's views/ or the city's own."""

    title: Bilingual = Field(description="名称 | what people call it")
    lead: Bilingual | None = Field(default=None, description="一句说明 | one line under the title")
    columns: int = Field(default=12, ge=1, le=24, description="格子的列数 | columns of the grid")
    rows: int = Field(default=8, ge=1, le=24, description="格子的行数 | rows of the grid")
    carousel: int | None = Field(
        default=None,
        ge=5,
        le=3600,
        description="大屏轮播时停留的秒数；不写则不参加轮播 | "
        "seconds it stays when screens take turns; none = it takes no turn",
    )
    panels: tuple[PanelFile, ...] = Field(min_length=1, description="面板 | its panels, first read first")
