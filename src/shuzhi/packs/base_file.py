"""What city.yml may say of what lies under its map: files of tiles that the city has itself, and map services."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.base_service import Service
from shuzhi.packs.files import Bilingual, Model, Words

Drawn = Literal["lake", "river", "green", "block", "building", "highway", "road", "street", "rail", "place"]
"""As what a layer of a file of tiles is drawn."""


class Base(Model):
    """底图 | What lies under the map: tiles, in WGS 84 or CGCS2000 and the Web Mercator grid. Never GCJ-02, BD-09."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")] = Field(
        description="名称，写进网址：小写字母、数字和 - | its name in addresses: lower-case letters, digits, -"
    )
    title: Bilingual = Field(description="标题 | its title")
    pmtiles: Words | None = Field(
        default=None,
        description="本目录里的 PMTiles 文件（矢量 MVT 或 PNG、JPEG、WebP），不压缩或 gzip 压缩 | a PMTiles file of "
        "the city's folder: vector tiles (MVT) or PNG, JPEG, WebP; not compressed, or by gzip",
    )
    wmts: Service | None = Field(
        default=None, description="地图服务（WMTS），与 pmtiles 二选一 | a map service, in place of a file"
    )
    draws: Mapping[Words, Drawn] = Field(
        default={},
        description="矢量文件里的图层 → 画成什么；不写则取与画法同名的图层 | layer of a vector file -> as what it is "
        "drawn; none = the layers called lake, river, …",
    )
    label: Words = Field(
        default="name", description="矢量文件里名称的属性名 | the property of a vector file that holds names"
    )
    review: Words | None = Field(
        default=None, description="审图号，显示在图上 | the number of its review (审图号), shown on the map"
    )
    internal: Words | None = Field(
        default=None,
        description="不公开的内部用图：依据或来源，显示在图上 | for a map that is not public: on what basis it is "
        "used, shown on the map",
    )
    fictional: bool = Field(
        default=False, description="是否虚构；仅限虚构的地图 | whether it is made up; on a made-up map only"
    )

    @model_validator(mode="after")
    def _from(self) -> "Base":
        if (self.pmtiles is None) == (self.wmts is None):
            raise PydanticCustomError("base_from", "needs either pmtiles or wmts")
        if self.wmts is not None and (self.draws or self.fictional):
            raise PydanticCustomError("base_service", "a service has no draws, and is not made up")
        return self

    @model_validator(mode="after")
    def _shown(self) -> "Base":
        if [self.review is not None, self.internal is not None, self.fictional].count(True) != 1:
            raise PydanticCustomError("base_shown", "needs one of review, internal and fictional")
        return self
