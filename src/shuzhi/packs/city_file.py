"""What city.yml may say: departments, roles, people, regions, engine, purposes and who may read what."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.core.elements import MaskLevel
from shuzhi.govern.rules import Severity
from shuzhi.packs.base_file import Base
from shuzhi.packs.files import (
    Bilingual,
    Condition,
    Model,
    Name,
    ParameterOverride,
    Purpose,
    Words,
)
from shuzhi.packs.secret_file import Secret
from shuzhi.packs.source_file import Comes

RegionCode = Annotated[str, Field(pattern=r"^(\d{6}|\d{9}|\d{12})$")]


class EngineChoice(Model):
    """引擎 | Which engine holds the lake."""

    kind: Literal["duckdb", "spark"] = Field(
        default="duckdb", description="duckdb（默认）或 spark | duckdb or spark"
    )
    address: Annotated[str, Field(pattern=r"^sc://")] | None = Field(
        default=None,
        description="Spark Connect 地址 sc://主机:端口，仅 spark | Spark Connect address, for spark only",
    )
    memory: Annotated[str, Field(pattern=r"^[1-9]\d*(MB|GB)$")] = Field(
        default="3GB", description="引擎的内存上限，仅 duckdb | most memory the engine uses, for duckdb only"
    )
    threads: Annotated[int, Field(ge=1)] | None = Field(default=None, description="线程数 | threads to use")

    @model_validator(mode="after")
    def _address_goes_with_spark(self) -> "EngineChoice":
        if (self.kind == "spark") != (self.address is not None):
            raise PydanticCustomError("address", "an address goes with spark, and spark needs one")
        return self


class Region(Model):
    """行政区划 | A region the city declares beside GB/T 2260."""

    code: RegionCode = Field(description="代码，加引号 | its code, in quotes")
    name: Words = Field(description="名称 | its name")
    level: Literal["province", "city", "county", "town", "village"] = Field(description="层级 | its level")
    parent: RegionCode | None = Field(default=None, description="上级代码 | code of the region above")
    since: date | None = Field(default=None, description="启用日期 | first day it holds")
    until: date | None = Field(default=None, description="停用日期 | first day it no longer holds")


class Department(Model):
    """部门 | A department, in a tree: bureaus, counties, streets and towns, grid cells."""

    name: Words = Field(description="名称 | its name")
    parent: Words | None = Field(
        default=None, description="上级部门，写在它前面 | the department above it, written before it"
    )
    region: RegionCode | None = Field(
        default=None,
        description="管辖的区划代码；不写则随上级，都没有则为全市 | code of the region it answers for; "
        "none = its parent's, and the whole city where no one above has one",
    )
    kind: Literal["bureau", "county", "street", "grid"] = Field(
        default="bureau",
        description="局办、县区、乡镇街道、网格 | bureau, county, street (or town), grid cell",
    )
    duties: tuple[Words, ...] = Field(default=(), description="职责 | the matters it answers for")


Permission = Literal[
    "findings.read",
    "findings.triage",
    "intake.approve",
    "intake.mend",
    "intake.send",
    "intake.withdraw",
    "orders.open",
    "orders.handle",
    "orders.supervise",
    "requests.take",
    "rules.tune",
    "statistics.read",
    "views.edit",
    "entities.judge",
    "profiles.read",
    "sql.ask",
    "analysis.ask",
    "catalogue.grade",
    "catalogue.propose",
    "catalogue.sign",
    "sharing.ask",
    "sharing.decide",
    "sharing.lift",
]

ADMINISTRATORS = ("系统管理员", "安全管理员", "审计管理员")
"""Roles the platform has of its own, kept apart from each other and from business (三员分立)."""


class Role(Model):
    """角色 | What somebody may do. What he may read is granted below, under `grants`."""

    name: Name = Field(description="名称 | its name")
    may: tuple[Permission, ...] = Field(default=(), description="可以做的事 | what it may do")


class Person(Model):
    """人员 | Somebody seeded in a demo city: fictional, with one post. Passwords are never written in files."""

    name: Words = Field(description="姓名（虚构） | a fictional name")
    login: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{1,30}$")] = Field(
        description="登录名，小写拼音 | the name to log in with: lower-case letters and digits"
    )
    department: Words = Field(description="所在部门 | the department")
    role: Name = Field(description="角色 | the role he has there")


class Reader(Model):
    """读者 | Who is granted. All that is said must hold, of one and the same post."""

    role: Name | None = Field(default=None, description="角色 | a role")
    user: Name | None = Field(default=None, description="用户 | a user")
    department: Words | None = Field(default=None, description="部门 | a department")
    duty: Words | None = Field(default=None, description="职责 | a duty of his department")
    region: RegionCode | None = Field(
        default=None,
        description="其部门管辖此区划或其下 | his department answers for this region, or one in it",
    )

    @model_validator(mode="after")
    def _somebody(self) -> "Reader":
        if not any(vars(self).values()):
            raise PydanticCustomError("reader", "name a role, a user, a department, a duty or a region")
        return self


class Grant(Model):
    """授权 | One grant: who reads what, for what. Nothing is readable without one."""

    who: Reader = Field(description="授予谁 | to whom")
    tables: tuple[Words, ...] = Field(
        min_length=1, description="表，可用 * 通配 | tables, with * as in globs, such as finding.*"
    )
    purpose: Words = Field(description="用途，须已声明 | a declared purpose")
    rows: Condition | None = Field(
        default=None,
        description="只给满足此 SQL 条件的行，可用 reader，见 docs/security.md；不写则全部 | "
        "only rows where this SQL holds, `reader` allowed (docs/security.md); none = all",
    )
    mask: MaskLevel = Field(default="full", description="脱敏程度 | how much of each value is hidden")
    columns: Mapping[Words, MaskLevel] = Field(
        default={}, description="个别列另定脱敏 | columns masked otherwise"
    )
    until: date | None = Field(default=None, description="有效期至（含） | last day it holds")
    smallest: Annotated[int, Field(ge=2)] | None = Field(
        default=None,
        description="只给统计，每组不少于这么多行；不写则给明细 | statistics only, of groups of at least so many rows; "
        "none = rows",
    )
    export: bool = Field(default=False, description="可否导出 | whether it may leave as a file")
    cases: bool = Field(
        default=False,
        description="只在办案中：打开画像时，只给在办疑点所涉那个人的行 | only on the page of a person whom an open "
        "finding that the reader sees is about, and of that person only",
    )
    by: Words | None = Field(
        default=None,
        description="授权部门，不得超出其自己的权限；不写则由本市统一授权 | the department that grants, within what it "
        "has; none = the city",
    )
    onward: bool = Field(
        default=False, description="所授的部门可再授权 | the department it is given to may grant it on"
    )


class Map(Model):
    """地图 | The city's own map, as files of its folder. Real boundaries need the number of their review (审图号)."""

    regions: Words = Field(
        description="区划边界 GeoJSON，经纬度（度） | GeoJSON with the regions' boundaries, in degrees"
    )
    code: Words = Field(
        default="code", description="边界文件里区划代码的属性名 | the property that holds a region's code"
    )
    ground: Words | None = Field(
        default=None,
        description="水系、道路等底图 GeoJSON，kind 为 river、lake、road、green | rivers, lakes, roads and greens "
        "(`kind`) to find one's way by",
    )
    fictional: bool = Field(default=False, description="是否虚构 | whether it is made up")
    review: Words | None = Field(
        default=None, description="审图号，如 GS（2024）0650号 | the map's review number"
    )
    bases: tuple[Base, ...] = Field(
        default=(), description="底图，先写的先用 | what lies under it; the first is shown at first"
    )


class Correcting(Model):
    """校核纠错 | How long a department has to answer an error reported in its data, and what says so."""

    days: Annotated[int, Field(ge=1)] = Field(
        default=10, description="几个工作日内答复 | working days to answer, and to dispute an answer"
    )
    basis: Words = Field(
        default="《政务数据共享条例》第二十六条（校核纠错）；工作日数为系统默认，请按本地规定核定",
        description="期限的依据，写给被催的人看 | what says so, as shown to whoever has to answer",
    )


class Wording(Model):
    """自由问法 | A language model behind an OpenAI-compatible address, for questions that 问数 does not understand."""

    address: Annotated[str, Field(pattern=r"^https?://[^\\s@]+$")] = Field(
        description="服务地址，到 /v1 为止，不写口令 | its address up to /v1, without a password"
    )
    model: Words = Field(description="模型名称 | the model's name there")
    token: Secret | None = Field(default=None, description="令牌 | the token")
    seconds: Annotated[int, Field(ge=1, le=60)] = Field(
        default=20, description="最多等几秒 | seconds to wait at most"
    )


class CityFile(Model):
    """城市 | city.yml: a city is data over scenarios. No Python, ever."""

    name: Bilingual = Field(description="名称 | its name")
    as_of: date | None = Field(
        default=None, description="基准日；不写则为运行当天 | the day seen from; none = day of the run"
    )
    data: Words = Field(default="data", description="部门文件所在目录 | folder of the departments' files")
    lake: Words = Field(default="lake", description="数据湖目录 | folder of the lake")
    engine: EngineChoice = Field(default=EngineChoice(), description="引擎 | the engine")
    regions: tuple[Region, ...] = Field(
        default=(), description="自行声明的行政区划 | regions beside GB/T 2260"
    )
    map: Map | None = Field(default=None, description="本市地图 | the city's map")
    departments: tuple[Department, ...] = Field(min_length=1, description="部门 | departments")
    roles: tuple[Role, ...] = Field(
        default=(),
        description="角色；不写则本市只看不办 | roles; none = findings are read here, and nobody acts on them",
    )
    people: tuple[Person, ...] = Field(
        default=(), description="演示城市的虚构人员 | fictional people, in demo cities only"
    )
    scenarios: tuple[Name, ...] = Field(
        min_length=1, description="使用的场景 | scenarios it uses, by folder name"
    )
    scenario_path: tuple[Words, ...] = Field(
        default=("scenarios", "../../scenarios"),
        description="在哪些目录找场景，相对本目录，先到先得 | folders to look for scenarios in, in order",
    )
    parameters: Mapping[Words, ParameterOverride] = Field(
        default={}, description="本市的参数值 | the city's own parameter values"
    )
    cadences: Mapping[Words, Comes] = Field(
        default={},
        description="来源 → 本市的报送周期，与来源文件所写不同时 | "
        "source -> how often it comes here, where that differs from the source file",
    )
    generate: Mapping[Name, Mapping[Name, Any]] = Field(
        default={},
        description="场景 → generate.py 的参数，生成虚构数据 | scenario -> arguments of its generate.py",
    )
    quality_orders: Severity | None = Field(
        default=None,
        description="不合的质量规则达到哪一级（serious、normal、notice）给提供部门立单；不写则不立单 | "
        "from which severity a broken quality rule becomes an order to its department; none = never",
    )
    corrections: Correcting = Field(
        default=Correcting(),
        description="校核纠错：答复期限及其依据 | how long departments have to answer an error reported in their data",
    )
    wording: Wording | None = Field(
        default=None,
        description="自由问法所用的大模型；不写则不用 | the model for free wording; none = no model",
    )
    purposes: tuple[Purpose, ...] = Field(
        default=(), description="场景之外的用途 | purposes beside the scenarios' own"
    )
    grants: tuple[Grant, ...] = Field(default=(), description="授权 | who may read what")
