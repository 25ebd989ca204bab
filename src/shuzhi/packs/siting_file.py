"""What siting/*.yml may say: what is to be reached from where, how far is near, and the plans that are compared."""

from typing import Literal

from pydantic import Field

from shuzhi.act.siting.columns import CURVE, PLANS, POINTS, SITES
from shuzhi.packs.files import Bilingual, FullName, Model, StepCall, Words

TABLES = {"sites": "站点", "points": "需求", "plans": "方案", "curve": "增设"}
"""What a siting makes: the names of its tables, after its own."""


class SitingDemand(Model):
    """需求 | What is to be reached: a row per point."""

    title: Bilingual = Field(description="数的是什么，如“栋建筑” | what is counted, such as buildings")
    table: FullName = Field(
        description="本场景的表或 inputs 里的表 | a table of the scenario, or one of its inputs"
    )
    point: Words = Field(description="编号列 | column of its id")
    name: Words | None = Field(default=None, description="名称列 | column of its name")
    weight: Words = Field(
        description="需求量列：人口、学生、警情…… | column of how much: people, pupils, calls …"
    )
    longitude: Words | None = Field(
        default=None, description="经度列（度） | column of the longitude, in degrees"
    )
    latitude: Words | None = Field(
        default=None, description="纬度列（度） | column of the latitude, in degrees"
    )
    region: Words | None = Field(
        default=None,
        description="区划代码列；写了就分区划比 | column of the region's code: plans are told by it, too",
    )


class SitingSites(Model):
    """站点 | What it is reached from: a row per site, those that stand and those that could be built."""

    title: Bilingual = Field(description="站点叫什么 | what people call a site")
    table: FullName = Field(
        description="本场景的表或 inputs 里的表 | a table of the scenario, or one of its inputs"
    )
    site: Words = Field(description="编号列 | column of its id")
    name: Words | None = Field(default=None, description="名称列 | column of its name")
    longitude: Words | None = Field(
        default=None, description="经度列（度） | column of the longitude, in degrees"
    )
    latitude: Words | None = Field(
        default=None, description="纬度列（度） | column of the latitude, in degrees"
    )
    existing: Words = Field(
        description="是否已有的列；否则是备选 | column: whether it stands; if not it could be built"
    )
    capacity: Words | None = Field(
        default=None,
        description="最多接多少需求的列；空则不限 | column of how much demand it takes; empty: any amount",
    )
    supply: Words | None = Field(
        default=None,
        description="有多少服务的列，只用于可及性：医生、床位、车辆；不写用 capacity，再没有则每处算 1 | column of how "
        "much there is, for accessibility only: doctors, beds, engines; none: its capacity, else 1 each",
    )


class SitingMatrix(Model):
    """距离表 | Distances as told, pair by pair. A pair that is not there is no way."""

    table: FullName = Field(description="表 | the table")
    point: Words = Field(description="需求点编号列 | column of the point's id")
    site: Words = Field(description="站点编号列 | column of the site's id")
    distance: Words = Field(description="距离列，单位同 unit | column of the distance, in `unit`")


class SitingDistance(Model):
    """距离 | How far apart they are: straight lines made longer, or a table."""

    unit: Literal["minutes", "km"] = Field(description="按分钟还是公里 | minutes or kilometres")
    detour: float = Field(
        default=1.35,
        ge=1,
        le=5,
        description="路比直线长几倍 | how many times longer than a straight line a road is",
    )
    kmh: float | None = Field(
        default=None,
        gt=0,
        le=200,
        description="每小时几公里；按分钟时必写 | kilometres an hour; minutes need it",
    )
    matrix: SitingMatrix | None = Field(
        default=None,
        description="给出的距离；写了就不用经纬度算 | distances as told, instead of straight lines",
    )


class SitingStep(Model):
    """一档 | Up to how far a way has which weight."""

    until: float = Field(gt=0, description="到多远 | up to how far")
    weight: float = Field(ge=0, le=1, description="权重 | its weight")


class SitingAccess(Model):
    """可及性 | Accessibility by 2SFCA: supply per unit of demand within reach, others' claims on it included."""

    title: Bilingual = Field(description="叫什么，带单位 | what it is called, with its unit")
    decay: Literal["none", "steps", "gaussian"] = Field(
        default="none",
        description="远近怎么算：一样、分档、高斯 | how distance counts: all the same, steps, a Gaussian",
    )
    within: float | None = Field(
        default=None,
        gt=0,
        description="多远以内算得着；不写同 within | up to how far anything counts; none: `within`",
    )
    steps: tuple[SitingStep, ...] = Field(
        default=(), description="分档，由近到远 | the steps, the nearest first"
    )
    per: float = Field(default=1, gt=0, description="每多少需求 | per how much demand")


class SitingPlan(Model):
    """方案 | What could be done: sites opened and closed by name, and so many more found for a goal."""

    title: Bilingual = Field(description="名称 | its name")
    open: tuple[Words, ...] = Field(default=(), description="启用哪些备选站点 | candidates that are built")
    close: tuple[Words, ...] = Field(default=(), description="撤掉哪些站点 | sites that are closed")
    add: int = Field(default=0, ge=0, le=50, description="再找几处 | how many more are to be found")
    by: Literal["coverage", "distance"] | None = Field(
        default=None,
        description="找的标准：覆盖最多、总距离最短；写 add 时必写 | for what: the most covered, or the least distance",
    )


class SitingFile(Model):
    """选址 | Where things should stand: what is covered now, what more sites would cover, and plans side by side.

    Makes four tables of the scenario: its name followed by 站点, 需求, 方案, 增设. File stem = its name.
    """

    title: Bilingual = Field(description="名称 | what people call it")
    question: Bilingual = Field(description="要回答的问题 | the question")
    owner: Words = Field(description="谁负责 | the department that answers for it")
    reference: Words = Field(
        description="“够得着”的依据：法规、标准 | the law or standard that says what is near"
    )
    demand: SitingDemand = Field(description="需求 | what is to be reached")
    sites: SitingSites = Field(description="站点 | what it is reached from")
    distance: SitingDistance = Field(description="距离 | how far apart they are")
    within: float = Field(gt=0, description="多远以内算覆盖 | how far away still counts as covered")
    access: SitingAccess | None = Field(
        default=None, description="可及性 | accessibility; none: it is not told"
    )
    curve: int = Field(
        default=0, ge=0, le=30, description="算到增设几处 | up to how many more sites what they cover is told"
    )
    plans: tuple[SitingPlan, ...] = Field(
        default=(), max_length=8, description="方案，和现状并排比 | plans, beside what stands today"
    )
    seconds: float = Field(
        default=60,
        gt=0,
        le=600,
        description="每次求解最多几秒 | the most seconds that finding one plan may take",
    )


def calls_of(file: SitingFile, scenario: str, name: str) -> tuple[StepCall, ...]:
    """The steps that answer the question, each making one of its tables."""
    demand = file.demand.model_dump(exclude={"title", "table"})
    sites = file.sites.model_dump(exclude={"title", "table"})
    matrix = file.distance.matrix
    inputs = {"demand": file.demand.table, "sites": file.sites.table} | (
        {"matrix": matrix.table} if matrix else {}
    )
    parameters: dict[str, object] = {
        "demand": demand,
        "sites": sites,
        "distance": file.distance.model_dump(),
        "within": file.within,
        "access": file.access.model_dump(exclude={"title"}) if file.access else None,
        "plans": [{**plan.model_dump(exclude={"title"}), "name": plan.title.zh} for plan in file.plans],
        "seconds": file.seconds,
    }
    made = {part: f"{scenario}.{name}{ending}" for part, ending in TABLES.items()}
    chosen = {**inputs, "chosen": made["sites"]}

    def call(step: str, part: str, read: dict[str, str], columns: dict[str, str], **also: object) -> StepCall:
        return StepCall(
            step=step, inputs=read, output=made[part], parameters={**parameters, **also}, columns=columns
        )

    return (
        call("choose_sites", "sites", inputs, SITES),
        call("allocate_demand", "points", chosen, POINTS),
        call("compare_plans", "plans", chosen, PLANS),
        call("coverage_curve", "curve", inputs, CURVE, curve=file.curve),
    )
