"""What layers/*.yml may say: which table is shown on the map, where, when, and what may be opened of it."""

from pydantic import Field

from shuzhi.packs.files import Bilingual, FullName, Model, Name, Words


class LayerFinding(Model):
    """疑点 | Which finding a place on the map leads to."""

    rule: Name = Field(description="规则 | the rule, by the stem of its file")
    subject: Words = Field(
        description="与规则的对象相同的列 | the column with the value of the rule's subject"
    )


class LayerFile(Model):
    """图层 | One layer of the map: points where something happened, or counts per region. File stem = its name.

    Points are never people's: a layer over a table that tells of people is counted per region, few are not told.
    """

    title: Bilingual = Field(description="名称 | what people call it")
    table: FullName = Field(
        description="本场景的表、inputs 里的表，或 finding.finding（只取本场景的） | a table of the scenario, one of "
        "its inputs, or finding.finding (this scenario's only)"
    )
    longitude: Words | None = Field(
        default=None, description="经度列（度） | column of the longitude, in degrees; points need it"
    )
    latitude: Words | None = Field(
        default=None, description="纬度列（度） | column of the latitude, in degrees; points need it"
    )
    region: Words | None = Field(
        default=None,
        description="区划代码列；没有经纬度时按区划计数 | column of the region's code; without points it counts by it",
    )
    time: Words | None = Field(
        default=None, description="日期列；不写则不随时间变化 | column of the day; none = always shown"
    )
    label: Words | None = Field(
        default=None, description="点的标题列 | column that names a point; points need it"
    )
    shows: tuple[Words, ...] = Field(
        default=(), description="点开后看到的其他列 | other columns shown of a point"
    )
    sum: Words | None = Field(
        default=None, description="按区划累加的列；不写则数行数 | column added up per region; none = rows"
    )
    smallest: int | None = Field(
        default=None,
        ge=3,
        description="按区划计数时，少于这么多不告知；涉及个人时必写 | less than this is not told; needed where "
        "people are counted",
    )
    finding: LayerFinding | None = Field(
        default=None, description="点开后通向哪个疑点 | the finding a point leads to"
    )

    place: Words | None = Field(
        default=None,
        description="地址库编号列；点开后通向该处的画像 | column of the place's id: a point leads to its profile",
    )

    @property
    def is_points(self) -> bool:
        """Whether it shows points; else counts per region."""
        return self.longitude is not None

    @property
    def columns(self) -> dict[str, str]:
        """Every column it names, by what for (``shows.0`` and so on)."""
        named = {
            "longitude": self.longitude, "latitude": self.latitude, "region": self.region, "time": self.time,
            "label": self.label, "sum": self.sum, **{f"shows.{at}": name for at, name in enumerate(self.shows)},
            "place": self.place, "finding.subject": self.finding.subject if self.finding else None,
        }  # fmt: skip
        return {key: column for key, column in named.items() if column is not None}
