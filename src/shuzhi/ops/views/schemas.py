"""What the API says of views."""

from ninja import Schema

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.ops.errors import Said
from shuzhi.packs.view_file import Kind


class ViewListed(Schema):
    """A view somebody may open. ``name`` is ``scenario/view``, or ``city/view``; ``carousel``: seconds of its turn."""

    name: str
    title: Said
    lead: Said | None
    panels: int
    carousel: int | None


class PanelOut(Schema):
    """A panel; ``at``: column, row, width, height. ``allowed``: whether the caller may ask all it asks."""

    kind: Kind
    at: list[int]
    title: Said | None
    asks: list[Inquiry]
    text: Said | None
    allowed: bool


class ViewOut(Schema):
    """A view with its panels, first read first. ``edits``: whether the caller may arrange it; ``mark``: of its file."""

    name: str
    title: Said
    lead: Said | None
    columns: int
    rows: int
    carousel: int | None
    edits: bool
    mark: str
    panels: list[PanelOut]


class PanelIn(Schema):
    """A panel where it shall stand: one that is there (``was``: its place among the panels) is moved and no more; a
    new one says what it asks."""

    was: int | None = None
    at: tuple[int, int, int, int]
    kind: Kind = "kpi"
    title: Said | None = None
    asks: tuple[Inquiry, ...] = ()


class Arrangement(Schema):
    """Every panel the view shall have. ``mark``: of the view as it was read."""

    mark: str
    panels: list[PanelIn]
