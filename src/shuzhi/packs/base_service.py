"""What city.yml may say of a map service (WMTS) that tiles come from: 天地图, or any of the city's network."""

import re
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import Model, Words
from shuzhi.packs.secret_file import Secret

_BLANKS = frozenset({"layer", "z", "x", "y", "key"})
_SHIFTED = (
    "amap.com", "autonavi.com", "map.qq.com", "gtimg.com", "google.cn", "google.com", "baidu.com", "bdimg.com",
)  # fmt: skip
"""Whose tiles are in GCJ-02 or BD-09: hundreds of metres from where things are."""
_KEYS = frozenset({"tk", "key", "ak", "token", "apikey", "api_key"})
_DEGREES = re.compile(r"(?i)^c$|4326|4490|crs84")
"""Grids of degrees, which no page draws."""


class Service(Model):
    """地图服务 | A WMTS, asked by the product, never by a browser. Web Mercator grid; of 天地图 those in _w."""

    address: Words = Field(
        description="取一张瓦片的地址，{layer} {z} {x} {y} {key} 由系统填 | the address of a tile, with the blanks "
        "{layer} {z} {x} {y} {key}"
    )
    layers: tuple[Annotated[str, Field(pattern=r"^[\w:.-]+$")], ...] = Field(
        min_length=1,
        description="图层，先写的在下，如 [vec, cva] | its layers, from below, such as [vec, cva]",
    )
    key: Secret | None = Field(
        default=None, description="密钥（天地图的 tk），只留在服务器上 | the key, which stays on the server"
    )
    deepest: Annotated[int, Field(ge=1, le=20)] = Field(
        default=18, description="最大级别 | its last zoom level"
    )

    @field_validator("address")
    @classmethod
    def _told(cls, value: str) -> str:
        try:
            told = urlsplit(value)
            host = told.hostname or ""
        except ValueError:
            host = ""
        if not re.match(r"https?://[^/{}]+(/|$)", value) or not host:
            raise PydanticCustomError("service_address", "is no address of tiles")
        asked = parse_qsl(told.query)
        held = any(name.lower() in _KEYS and "{" not in said for name, said in asked)
        if "@" in told.netloc or held:
            raise PydanticCustomError("service_key", "must not hold a key")
        if any(host == each or host.endswith(f".{each}") for each in _SHIFTED):
            raise PydanticCustomError("service_shifted", "tiles of another coordinate system")
        grids = [said for name, said in asked if name.lower() == "tilematrixset"]
        if any(_DEGREES.search(grid) for grid in grids) or "_c/wmts" in told.path:
            raise PydanticCustomError("service_grid", "not the Web Mercator grid")
        return value

    @model_validator(mode="after")
    def _filled(self) -> "Service":
        blanks = re.findall(r"\{([^}]*)\}", self.address)
        wanted = {"z", "x", "y"} | ({"layer"} if len(self.layers) > 1 else set())
        if not wanted <= set(blanks) <= _BLANKS:
            raise PydanticCustomError("service_address", "is no address of tiles")
        if ("key" in blanks) != (self.key is not None):
            raise PydanticCustomError("service_key", "the key and its blank go together")
        return self
