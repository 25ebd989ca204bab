"""city.yml and the sources against themselves: departments, elements, files, parameters."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.places import Places
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.schema import City, Parameter, Scenario, Source
from shuzhi.packs.source_file import Mention

PLATFORM_SCHEMAS = frozenset(
    {"landed", "standard", "fused", "problem", "tally", "profile", "dictionary"}
    | {table.schema for table in PLATFORM}
)
ENDINGS = (
    ".csv", ".tsv", ".txt", ".dat", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et", ".html", ".htm", ".xml", ".json",
    ".jsonl", ".ndjson", ".parquet", ".zip", ".7z",
)  # fmt: skip


def check_quality_orders(city: City) -> Iterator[Problem]:
    """Where quality problems become orders, some flow handles them; else none is opened."""
    handled = any(flow.handles == "quality" for scenario in city.scenarios for flow in scenario.flows)
    if city.quality_orders is not None and not handled and "scenarios" not in city.places.lost:
        yield Problem(
            what=Text(
                "质量问题要立单，却没有流程处理", "quality problems become orders, and no flow handles them"
            ),
            where=city.places.at("quality_orders"),
            todo=Text(
                "用上 data_resources 场景，或写一个 handles: quality 的流程；不立单就删去",
                "use the scenario data_resources, or write a flow that handles quality; or remove this",
            ),
            warning=True,
        )


def check_source(source: Source, city: City, elements: Collection[str]) -> Iterator[Problem]:
    """Department, elements, globs and required columns of a source."""
    places = source.places
    yield from check_department(source.owner, city, places)
    for name, column in source.columns.items():
        if "columns" not in places.lost or ("columns", name) in places.lines:
            yield from check_element(column.element, elements, places.at("columns", name))
    for place, glob in enumerate(source.files):
        yield from _glob(glob, places.at("files", place))
    duties = sorted({duty for department in city.departments for duty in department.duties})
    for place, duty in enumerate(source.senders):
        if duty not in duties and "departments" not in city.places.lost:
            there = listed(duties) or "—"
            yield Problem(
                what=Text(f"没有哪个部门有职责“{duty}”", f"no department has the duty “{duty}”"),
                where=places.at("senders", place),
                todo=did_you_mean(duty, duties, otherwise=Text(f"可用：{there}", f"there are: {there}")),
            )
    for place, name in enumerate(source.required):
        if name not in source.columns and "columns" not in places.lost:
            there = listed(source.columns)
            yield Problem(
                what=Text(f"required：没有列“{name}”", f"required: there is no column “{name}”"),
                where=places.at("required", place),
                todo=did_you_mean(
                    name, source.columns, otherwise=Text(f"可用：{there}", f"there are: {there}")
                ),
            )
    yield from _mentions(source, "people", source.people)
    yield from _mentions(source, "companies", source.companies)
    yield from _relations(source)
    yield from _locations(source)
    yield from _headers(source)


def _mentions(source: Source, key: str, mentions: Sequence[Mention]) -> Iterator[Problem]:
    """Whom rows are about is said by columns the source has, and each by an identifier of its own."""
    identifiers = [who.said.get("id_card" if key == "people" else "uscc") for who in mentions]
    for place, who in enumerate(mentions):
        for said, name in who.said.items():
            if name not in source.columns and "columns" not in source.places.lost:
                there = listed(source.columns)
                yield Problem(
                    what=Text(f"{key}：没有列“{name}”", f"{key}: there is no column “{name}”"),
                    where=source.places.at(key, place, said),
                    todo=did_you_mean(
                        name, source.columns, otherwise=Text(f"可用：{there}", f"there are: {there}")
                    ),
                )
    for place, column in enumerate(identifiers):
        if column in identifiers[:place]:
            yield Problem(
                what=Text(
                    f"{key}：两处都用“{column or '（没有号码列）'}”认人，分不清哪个号码是谁的",
                    f"{key}: two entries have the same column “{column or '(none)'}” for the identifier",
                ),
                where=source.places.at(key, place),
                todo=Text("每处写上各自的号码列", "give each its own column of identifiers"),
            )


def _relations(source: Source) -> Iterator[Problem]:
    """Ends are identifiers of those the rows are about, and the rest are columns of the source."""
    ends = [who.said.get("id_card", "id_card") for who in source.people]
    ends += [who.said.get("uscc", "uscc") for who in source.companies]
    for place, one in enumerate(source.relations):
        said = {"who": (one.who, ends)}
        said |= {
            key: (getattr(one, key), [*source.columns, *ends]) for key in ("of", "part", "share", "seen")
        }
        for key, (name, known) in said.items():
            if name is not None and name not in known:
                there = listed(known) or "—"
                yield Problem(
                    what=Text(f"relations：{key} 没有列“{name}”", f"relations: {key}: no column “{name}”"),
                    where=source.places.at("relations", place, key),
                    todo=did_you_mean(name, known, otherwise=Text(f"可用：{there}", f"there are: {there}")),
                )


def _locations(source: Source) -> Iterator[Problem]:
    """Where rows are is said by columns of the source, a grid cell by a region's code, a point by coordinates."""
    kinds = {"grid": "region_code", "coordinates": "coordinates"}
    for place, one in enumerate(source.locations):
        for said, name in one.said.items():
            where = source.places.at("locations", place, said)
            column = source.columns.get(name)
            if column is None and "columns" not in source.places.lost:
                there = listed(source.columns)
                yield Problem(
                    what=Text(f"locations：没有列“{name}”", f"locations: there is no column “{name}”"),
                    where=where,
                    todo=did_you_mean(
                        name, source.columns, otherwise=Text(f"可用：{there}", f"there are: {there}")
                    ),
                )
            elif column is not None and column.element != kinds.get(said, column.element):
                yield Problem(
                    what=Text(
                        f"locations：{said} 的列“{name}”是 {column.element}",
                        f"locations: the column “{name}” of {said} is a {column.element}",
                    ),
                    where=where,
                    todo=Text(f"该列的数据元应为 {kinds[said]}", f"its element has to be {kinds[said]}"),
                )


def check_department(name: str, city: City, places: Places) -> Iterator[Problem]:
    """The owner is a department of the city."""
    declared = [department.name for department in city.departments]
    if name not in declared and "owner" not in places.lost and "departments" not in city.places.lost:
        yield Problem(
            what=Text(
                f"部门“{name}”没有在 city.yml 声明", f"the department “{name}” is not declared in city.yml"
            ),
            where=places.at("owner"),
            todo=did_you_mean(
                name,
                declared,
                otherwise=Text(
                    f"在 {city.places.at('departments')} 加上它", f"add it at {city.places.at('departments')}"
                ),
            ),
        )


def check_element(name: str, elements: Collection[str], where: str) -> Iterator[Problem]:
    """The data element exists."""
    if name not in elements:
        there = listed(elements, 40)
        yield Problem(
            what=Text(f"没有数据元“{name}”", f"there is no data element “{name}”"),
            where=where,
            todo=did_you_mean(name, elements, otherwise=Text(f"可用：{there}", f"there are: {there}")),
        )


def _glob(glob: str, where: str) -> Iterator[Problem]:
    path = PurePosixPath(glob.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in glob or glob.startswith("~"):
        yield Problem(
            what=Text(f"文件“{glob}”不在 data 目录之内", f"the files “{glob}” are not below the data folder"),
            where=where,
            todo=Text("写 data 目录下的相对路径", "write a path relative to the data folder"),
        )
    elif not path.name.lower().removesuffix(".gz").endswith(ENDINGS):
        yield Problem(
            what=Text(f"不认识的文件种类“{glob}”", f"unknown kind of file “{glob}”"),
            where=where,
            todo=Text(f"以 {' '.join(ENDINGS)} 之一结尾", f"end it with one of {' '.join(ENDINGS)}"),
        )


def _headers(source: Source) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, column in source.columns.items():
        for header in {name, *column.headers}:
            if header in seen:
                yield Problem(
                    what=Text(f"表头“{header}”同时给了两列", f"the header “{header}” goes to two columns"),
                    where=source.places.at("columns", name),
                    why=Text(f"“{seen[header]}”也用它", f"“{seen[header]}” has it too"),
                    todo=Text("只留一处", "keep it in one place"),
                )
            seen.setdefault(header, name)


def check_same_name(sources: Collection[Source]) -> Iterator[Problem]:
    """Two sources never make one table."""
    first: dict[str, Source] = {}
    for source in sources:
        if source.name in first:
            other = first[source.name].places.at()
            yield Problem(
                what=Text(f"两个来源都叫“{source.name}”", f"two sources are called “{source.name}”"),
                where=source.places.at(),
                why=Text(f"{other} 已有", f"{other} is the other"),
                todo=Text("给其中一个文件改名", "rename one of the files"),
            )
        first.setdefault(source.name, source)


def check_parameter(parameter: Parameter) -> Iterator[Problem]:
    """Dates in order, values of one kind."""
    places, values = parameter.places, parameter.values
    if "values" in places.lost:
        return
    dates = {since.isoformat(): since for since in values}
    written = [
        dates[str(path[-1])] for path in places.lines if path[0:1] == ("values",) and path[-1] in dates
    ]
    if written != sorted(written):
        yield Problem(
            what=Text("values 没有按日期先后排列", "values are not in order of date"),
            where=places.at("values"),
            todo=Text("从早到晚排列", "put the earliest first"),
        )
    kinds = {_kind(value) for value in values.values()}
    if len(kinds) > 1:
        zh, en = "、".join(sorted(kind.zh for kind in kinds)), ", ".join(sorted(kind.en for kind in kinds))
        yield Problem(
            what=Text("values 的值种类不一", "the values are of different kinds"),
            where=places.at("values"),
            why=Text(f"有：{zh}", f"there are: {en}"),
            todo=Text("统一为数字、文字或日期", "make them all numbers, all text or all dates"),
        )


def _kind(value: object) -> Text:
    if isinstance(value, bool):
        return Text("是非", "true/false")
    if isinstance(value, int | float):
        return Text("数字", "numbers")
    return Text("文字", "text") if isinstance(value, str) else Text("日期", "dates")


def check_regions(city: City) -> Iterator[Problem]:
    """Codes once, parents that are shorter or equal codes of a known kind."""
    seen: set[tuple[str, object]] = set()
    for place, region in enumerate(city.regions):
        if (region.code, region.since) in seen:
            yield Problem(
                what=Text(f"区划“{region.code}”重复", f"the region “{region.code}” is listed twice"),
                where=city.places.at("regions", place),
                todo=Text("删去其一，或写明不同的 since", "remove one of them, or give them different since"),
            )
        seen.add((region.code, region.since))
        if region.since and region.until and region.since >= region.until:
            yield Problem(
                what=Text("停用日期不晚于启用日期", "until is not after since"),
                where=city.places.at("regions", place, "until"),
                todo=Text("改正日期", "mend the dates"),
            )


def check_generate(city: City) -> Iterator[Problem]:
    """Files are generated for scenarios of the city only."""
    names = [scenario.name for scenario in city.scenarios]
    for name in city.generate:
        if name not in names and "scenarios" not in city.places.lost:
            there = listed(names)
            yield Problem(
                what=Text(f"generate：没有场景“{name}”", f"generate: there is no scenario “{name}”"),
                where=city.places.at("generate", name),
                todo=did_you_mean(name, names, otherwise=Text(f"可用：{there}", f"there are: {there}")),
            )


def check_schema(scenario: Scenario) -> Iterator[Problem]:
    """A scenario's name is the schema of its tables: it may not be one that the platform keeps."""
    if scenario.name in PLATFORM_SCHEMAS:
        yield Problem(
            what=Text(f"场景不能叫“{scenario.name}”", f"a scenario cannot be called “{scenario.name}”"),
            where=scenario.places.at(),
            why=Text("平台自己的表在这个模式里", "the platform's own tables are in that schema"),
            todo=Text("给场景目录改名", "rename the scenario's folder"),
        )


def check_rows(scenario: Scenario) -> Iterator[Problem]:
    """min is not above max."""
    promises = [(source.rows, source.places) for source in scenario.sources]
    promises += [(file.rows, file.places) for file in scenario.sql_files]
    for rows, places in promises:
        if rows is not None and rows.min > rows.max:
            yield Problem(
                what=Text("rows 的 min 大于 max", "min of rows is above max"),
                where=places.at("rows"),
                todo=Text("改正其一", "mend one of them"),
            )
