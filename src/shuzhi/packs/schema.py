"""A city as read: what its files say, resolved, each thing knowing the line it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlglot import exp

from shuzhi.collect.layout import FED, FETCHED, SENT
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.core.workdays import Calendar
from shuzhi.govern.codes import Coded
from shuzhi.govern.rules import Severity
from shuzhi.packs.catalogue_file import CatalogueFile
from shuzhi.packs.city_file import (
    Correcting,
    Department,
    EngineChoice,
    Grant,
    Map,
    Person,
    Region,
    Role,
    Wording,
)
from shuzhi.packs.desk_file import DeskFile
from shuzhi.packs.feed_file import FeedFile
from shuzhi.packs.files import (
    Outcomes,
    ParameterFile,
    Purpose,
    RuleHeader,
    Signal,
    StepCall,
    TableHeader,
    Threshold,
)
from shuzhi.packs.flow_file import FlowFile
from shuzhi.packs.grade_file import Grades
from shuzhi.packs.indicator_file import IndicatorFile
from shuzhi.packs.layer_file import LayerFile
from shuzhi.packs.measure_file import MeasureFile
from shuzhi.packs.model_file import ModelFile
from shuzhi.packs.places import Places
from shuzhi.packs.recipe_file import RecipeFile
from shuzhi.packs.report_file import ReportFile
from shuzhi.packs.signature_file import Signatures
from shuzhi.packs.siting_file import SitingFile, calls_of
from shuzhi.packs.source_file import Quality, SourceFile
from shuzhi.packs.standard_file import Standards
from shuzhi.packs.view_file import ViewFile


class Rules(Quality):
    """The quality rules of a source, with what its city-made elements and code lists bring; see packs/standards.py."""

    coded: Mapping[str, Coded] = {}


class Source(SourceFile):
    """A source, with its name (the file's stem). Lands in ``landed.<name>``, becomes ``standard.<name>``."""

    name: str
    path: Path
    places: Places
    quality: Rules = Rules()

    @property
    def globs(self) -> tuple[str, ...]:
        """Where its files are, below ``data``: where the file says, where those sent on the page are put, where those
        that were fetched or carried, and the parts of what its feed brought."""
        return (
            *self.files,
            f"{SENT}/{self.name}/*/*",
            f"{SENT}/{self.name}/*/*/*",
            f"{FETCHED}/{self.name}/*",
            f"{FED}/{self.name}/*.parquet",
            f"{FED}/{self.name}/*.jsonl",
        )

    @property
    def landed(self) -> TableName:
        return TableName("landed", self.name)

    @property
    def standard(self) -> TableName:
        return TableName("standard", self.name)

    @property
    def fused(self) -> TableName | None:
        """Its standard rows with the identifiers that were found, where it says whom they are about."""
        return TableName("fused", self.name) if self.people or self.companies else None

    @property
    def added(self) -> Mapping[str, str]:
        """Identifiers that ``fused`` has and the standard table has no column for: column -> element."""
        kinds = (("id_card", self.people), ("uscc", self.companies))
        return {name: name for name, told in kinds for one in told if name not in one.said}


class Recipe(RecipeFile):
    """How a city's department lays out the files of the source of that name."""

    name: str
    path: Path
    places: Places


class Feed(FeedFile):
    """Where the rows of the source of that name come from in a city."""

    name: str
    path: Path
    places: Places


class Catalogue(CatalogueFile):
    """What people decided about the city's tables."""

    places: Places


NO_STANDARDS = Standards()
CATALOGUE = Catalogue(places=Places("catalogue.yml"))
"""Nothing decided yet."""
SIGNATURES = Signatures(places=Places("signatures.yml"))
"""Nothing signed yet."""


class Parameter(ParameterFile):
    """A parameter with its name; ``values`` are the city's where the city has its own, in order of date."""

    name: str
    path: Path
    places: Places


class TableFile(TableHeader):
    """A scenario table. ``query`` is parsed and its macros are not expanded."""

    name: TableName
    query: exp.Query
    path: Path
    places: Places


class RuleFile(RuleHeader):
    """A rule. ``rule`` is its id; ``query`` is parsed and its macros are not expanded."""

    rule: str
    query: exp.Query
    path: Path
    places: Places


class Flow(FlowFile):
    """A flow with its name (the file's stem)."""

    name: str
    path: Path
    places: Places


class IndicatorDeclared(IndicatorFile):
    """An indicator with its name (the file's stem)."""

    name: str
    path: Path
    places: Places


class Layer(LayerFile):
    """A layer of the map with its name (the file's stem)."""

    name: str
    path: Path
    places: Places


class ModelEntry(ModelFile):
    """An entry of the model register with its name (the file's stem)."""

    name: str
    path: Path
    places: Places


class MeasureDeclared(MeasureFile):
    """A measure as it is registered, with its name (the file's stem)."""

    name: str
    path: Path
    places: Places


class Siting(SitingFile):
    """A question of where things should stand, with its name (the file's stem)."""

    name: str
    path: Path
    places: Places

    def calls(self, scenario: str) -> tuple[StepCall, ...]:
        """The steps that answer it, and the tables they make in the scenario's schema."""
        return calls_of(self, scenario, self.name)


class View(ViewFile):
    """A page or big screen with its name (the file's stem)."""

    name: str
    path: Path
    places: Places


class Report(ReportFile):
    """A document with its name (the file's stem)."""

    name: str
    path: Path
    places: Places


class Desk(DeskFile):
    """How a clerk at the desk gets suggestions from the scenario."""

    path: Path
    places: Places


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A scenario folder, read. ``name`` is the folder's name and the schema of its tables.

    ``steps``: those it calls, then those that answer its sitings.
    """

    name: str
    folder: Path
    title: Text
    question: Text
    owner: str
    decision: str
    harm: str
    purpose: Purpose
    inputs: tuple[TableName, ...]
    steps: tuple[StepCall, ...]
    outcomes: Outcomes | None
    sources: tuple[Source, ...]
    parameters: Mapping[str, Parameter]
    tables: tuple[TableFile, ...]
    rules: tuple[RuleFile, ...]
    flows: tuple[Flow, ...]
    places: Places
    desk: Desk | None = None
    indicators: tuple[IndicatorDeclared, ...] = ()
    layers: tuple[Layer, ...] = ()
    models: tuple[ModelEntry, ...] = ()
    measures: tuple[MeasureDeclared, ...] = ()
    sitings: tuple[Siting, ...] = ()
    views: tuple[View, ...] = ()
    reports: tuple[Report, ...] = ()

    @property
    def sql_files(self) -> tuple[TableFile | RuleFile, ...]:
        """Tables, then rules."""
        return (*self.tables, *self.rules)


@dataclass(frozen=True, kw_only=True)
class City:
    """A city folder with its scenarios. ``as_of`` None means the day of the run; paths are resolved.

    A department's ``region`` is the one it answers for: its own, or that of the nearest department above it.
    ``standards`` are those of the city and of its scenarios; ``own``: column -> city-made element, of each table.
    """

    name: Text
    folder: Path
    as_of: date | None
    data: Path
    lake: Path
    engine: EngineChoice
    regions: tuple[Region, ...]
    departments: tuple[Department, ...]
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    purposes: tuple[Purpose, ...]
    grants: tuple[Grant, ...]
    generate: Mapping[str, Mapping[str, Any]]
    scenarios: tuple[Scenario, ...]
    calendar: Calendar
    places: Places
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    catalogue: Catalogue = CATALOGUE
    signatures: Signatures = SIGNATURES
    map: Map | None = None
    views: tuple[View, ...] = ()
    quality_orders: Severity | None = None
    corrections: Correcting = field(default_factory=Correcting)
    wording: Wording | None = None
    standards: Standards = NO_STANDARDS
    own: Mapping[TableName, Mapping[str, str]] = field(default_factory=dict)
    grades: Mapping[str, Grades] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of every scenario."""
        return tuple(source for scenario in self.scenarios for source in scenario.sources)

    @property
    def desk_scenario(self) -> Scenario | None:
        """The first scenario that says how a desk is helped, if any does."""
        return next((scenario for scenario in self.scenarios if scenario.desk is not None), None)


__all__ = [
    "CATALOGUE",
    "Catalogue",
    "City",
    "Department",
    "Desk",
    "EngineChoice",
    "Feed",
    "Flow",
    "Grant",
    "IndicatorDeclared",
    "Layer",
    "Map",
    "MeasureDeclared",
    "ModelEntry",
    "Outcomes",
    "Parameter",
    "Person",
    "Purpose",
    "Recipe",
    "Region",
    "Report",
    "Role",
    "RuleFile",
    "Scenario",
    "Signal",
    "Siting",
    "Source",
    "StepCall",
    "TableFile",
    "Threshold",
    "View",
]
