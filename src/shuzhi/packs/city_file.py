"""What city.yml may say: departments, regions, engine, purposes and who may read what."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import (
    Bilingual,
    Condition,
    MaskLevel,
    Model,
    Name,
    ParameterOverride,
    Purpose,
    Words,
)

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
    """部门 | A department."""

    name: Words = Field(description="名称 | its name")


class Reader(Model):
    """读者 | Who is granted: one role or one user."""

    role: Name | None = Field(default=None, description="角色 | a role")
    user: Name | None = Field(default=None, description="用户 | a user")

    @model_validator(mode="after")
    def _one_of_both(self) -> "Reader":
        if (self.role is None) == (self.user is None):
            raise PydanticCustomError("reader", "name a role or a user, one of both")
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
        description="只给满足此 SQL 条件的行；不写则全部 | only rows where this SQL holds; none = all",
    )
    mask: MaskLevel = Field(default="full", description="脱敏程度 | how much of each value is hidden")
    columns: Mapping[Words, MaskLevel] = Field(
        default={}, description="个别列另定脱敏 | columns masked otherwise"
    )
    until: date | None = Field(default=None, description="有效期至（含） | last day it holds")


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
    departments: tuple[Department, ...] = Field(min_length=1, description="部门 | departments")
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
    generate: Mapping[Name, Mapping[Name, Any]] = Field(
        default={},
        description="场景 → generate.py 的参数，生成虚构数据 | scenario -> arguments of its generate.py",
    )
    purposes: tuple[Purpose, ...] = Field(
        default=(), description="场景之外的用途 | purposes beside the scenarios' own"
    )
    grants: tuple[Grant, ...] = Field(default=(), description="授权 | who may read what")
