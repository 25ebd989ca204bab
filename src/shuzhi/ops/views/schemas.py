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
    """A view with its panels, first read first."""

    name: str
    title: Said
    lead: Said | None
    columns: int
    rows: int
    carousel: int | None
    panels: list[PanelOut]
