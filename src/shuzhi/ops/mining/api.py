"""Process mining over the API. Reading only."""

from datetime import date

from ninja import Router

from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import Said
from shuzhi.ops.mining import queries
from shuzhi.ops.people.auth import Call

router = Router(tags=["mining"])


class MinedFlow(Answer):
    """``titles``: what each step is called."""

    scenario: str
    flow: str
    title: Said
    orders: int
    titles: dict[str, Said]


class WholeCourse(Answer):
    """Days are working days; ``waiting`` and ``back``: shares of all time."""

    orders: int
    closed: int
    median: float | None
    nine_in_ten: float | None
    waiting: float
    back: float


class StepTimes(Answer):
    """``department``: none where all are taken together."""

    step: str
    department: str | None
    tasks: int
    live: int
    waited: float | None
    waited_most: float | None
    worked: float | None
    worked_most: float | None
    share: float
    late: float
    again: int
    back: int
    left: float | None


class FlowMove(Answer):
    """``next``: none where the order was closed."""

    step: str
    result: str
    next: str | None
    times: int
    share: float
    back: bool


class OrderWay(Answer):
    steps: list[str]
    orders: int
    share: float
    median: float | None


class Mined(Answer):
    since: date
    flows: list[MinedFlow]
    flow: MinedFlow | None
    whole: WholeCourse | None
    steps: list[StepTimes]
    departments: list[StepTimes]
    moves: list[FlowMove]
    ways: list[OrderWay]
    ways_in_all: int


@router.get("", response=Mined)
def mined(request: Call, scenario: str = "", flow: str = "", since: date | None = None) -> object:
    """Where the time of one flow's orders went. Without a flow named, the one with the most orders."""
    return queries.mined(request.auth, scenario=scenario, flow=flow, since=since)
