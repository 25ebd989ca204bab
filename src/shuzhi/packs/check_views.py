"""Views against the grid they stand on and the indicators they ask."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.analyse.indicators.settle import settled
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.closest import did_you_mean
from shuzhi.packs.indicators import Entry, indicators
from shuzhi.packs.schema import City, View
from shuzhi.packs.view_file import ASKS, SPLIT, PanelFile


def check_views(city: City) -> Iterator[Problem]:
    """Mistakes of every view of the city and its scenarios. Where an indicator itself is wrong, nobody is asked."""
    views = [*city.views, *(view for scenario in city.scenarios for view in scenario.views)]
    if not views or any(
        indicator.places.lost for scenario in city.scenarios for indicator in scenario.indicators
    ):
        return
    try:
        catalogue = indicators(city, city.as_of or date(2000, 1, 1))
    except ShuzhiError:
        return  # told where the parameter or the condition stands
    for view in views:
        if view.places.lost:
            continue
        yield from _grid(view)
        for place, panel in enumerate(view.panels):
            yield from _panel(view, place, panel, catalogue)


def _grid(view: View) -> Iterator[Problem]:
    """Panels stand on the grid, and on no other panel."""
    taken: dict[tuple[int, int], int] = {}
    for place, panel in enumerate(view.panels):
        column, row, width, height = panel.at
        where = view.places.at("panels", place, "at")
        beyond = column + width - 1 > view.columns or row + height - 1 > view.rows
        if min(panel.at) < 1 or beyond:
            yield Problem(
                what=Text("面板不在格子里", "the panel does not stand on the grid"),
                where=where,
                why=Text(
                    f"格子是 {view.columns} 列 {view.rows} 行",
                    f"it has {view.columns} columns and {view.rows} rows",
                ),
                todo=Text("改 at，或把 columns、rows 写大", "mend `at`, or make the grid larger"),
            )
            continue
        cells = [(x, y) for x in range(column, column + width) for y in range(row, row + height)]
        under = next((taken[cell] for cell in cells if cell in taken), None)
        if under is not None:
            yield Problem(
                what=Text(f"面板盖住了第 {under + 1} 个面板", f"the panel covers panel {under + 1}"),
                where=where,
                todo=Text("改 at", "mend `at`"),
            )
        taken |= dict.fromkeys(cells, place)


def _panel(view: View, place: int, panel: PanelFile, catalogue: Mapping[str, Entry]) -> Iterator[Problem]:
    at = view.places.at
    least, most = ASKS.get(panel.kind, (1, 1))
    if not least <= len(panel.asks) <= most:
        yield Problem(
            what=Text(
                f"{panel.kind} 面板问了 {len(panel.asks)} 个问题",
                f"a {panel.kind} panel asks {len(panel.asks)} questions",
            ),
            where=at("panels", place),
            todo=Text(f"asks 写 {least} 到 {most} 个", f"`asks` has {least} to {most}"),
        )
    if (panel.kind == "text") != (panel.text is not None):
        yield Problem(
            what=Text("文字只写在 text 面板里", "a text panel has words, and no other does"),
            where=at("panels", place),
            todo=Text("加上或删去 text", "add or remove `text`"),
        )
    for number, asked in enumerate(panel.asks):
        where = at("panels", place, "asks", number)
        yield from check_asked(asked, where, catalogue)
        if asked.indicator in catalogue:
            yield from _split(asked, panel, where)


def check_asked(asked: Inquiry, where: str, catalogue: Mapping[str, Entry]) -> Iterator[Problem]:
    """What is wrong with a question to an indicator that stands in a file."""
    entry = catalogue.get(asked.indicator)
    if entry is None:
        yield Problem(
            what=Text(f"没有指标“{asked.indicator}”", f"there is no indicator “{asked.indicator}”"),
            where=where,
            todo=did_you_mean(
                asked.indicator,
                list(catalogue),
                otherwise=Text("写 场景.指标", "write scenario.indicator"),
            ),
        )
        return
    try:
        settled(entry.indicator, asked)
    except ShuzhiError as error:
        for problem in error.problems:
            yield Problem(what=problem.what, where=where, why=problem.why, todo=problem.todo)


def _split(asked: Inquiry, panel: PanelFile, where: str) -> Iterator[Problem]:
    split = "+".join([*(["grain"] if asked.grain else []), *["by"] * len(asked.by)])
    fits: Sequence[str] | None = SPLIT.get(panel.kind)
    if fits is not None and split not in fits:
        said = "、".join(each or "—" for each in fits)
        yield Problem(
            what=Text(f"{panel.kind} 面板的问题分法不对", f"a {panel.kind} panel is not split like this"),
            where=where,
            why=Text(f"现在是 {split or '—'}，要 {said}", f"it is {split or '—'}, and should be {said}"),
            todo=Text("改 grain 和 by；by+by 是分两个维度", "mend `grain` and `by`; by+by is two dimensions"),
        )
