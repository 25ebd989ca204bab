"""What lies under the map comes to whoever is signed in, in the parts that are asked for, from no other file."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse

from shuzhi.ops.map import bases
from shuzhi.packs.base_file import Base
from shuzhi.packs.schema import City
from tests.unit.ops.conftest import Api
from tests.unit.packs.test_bases_declared import tiles

Caller = Callable[[str | None], Api]
CLERK = "jiexian"


@pytest.fixture
def file(city: City, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city with one base map, of this file."""
    path = city.folder / "map" / "streets.pmtiles"
    tiles(path)
    said = {"name": "streets", "title": {"zh": "街区", "en": "Streets"}, "pmtiles": "map/streets.pmtiles"}
    base = Base.model_validate(said | {"fictional": True})
    assert city.map is not None
    there = dataclasses.replace(city, map=city.map.model_copy(update={"bases": (base,)}))
    monkeypatch.setattr(bases, "city", lambda: there)
    return path


def part(api: Api, asked: str | None, name: str = "streets") -> HttpResponse:
    headers = {"Range": asked} if asked else {}
    return api.client.get(f"/api/map/base/{name}", headers=headers)


def test_the_map_says_what_lies_below(api: Caller, file: Path) -> None:
    (base,) = api(CLERK).get("map").json()["bases"]
    # The file has a layer of roads, and one whose name says nothing.
    assert (base["name"], base["kind"], base["draws"]) == (
        "streets",
        "vector",
        [{"layer": "road", "like": "road"}],
    )


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-6", 0, 6),
        ("bytes=7-7", 7, 7),
        ("bytes=100-99999999", 100, None),
        ("bytes=100-", 100, None),
        ("bytes=-20", -20, None),
    ],
)
def test_parts_are_as_asked(api: Caller, file: Path, asked: str, first: int, last: int | None) -> None:
    whole = file.read_bytes()
    first = first % len(whole)
    last = len(whole) - 1 if last is None else last
    answer = part(api(CLERK), asked)
    assert answer.status_code == 206
    assert answer.content == whole[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"


def test_no_part_is_larger_than_any_tile(api: Caller, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bases, "MOST_BYTES", 50)
    answer = part(api(CLERK), "bytes=0-99")
    assert answer.headers["Content-Range"].startswith("bytes 0-49/")
    assert len(answer.content) == 50


def test_beyond_the_end_there_is_nothing(api: Caller, file: Path) -> None:
    answer = part(api(CLERK), "bytes=99999999-")
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{file.stat().st_size}"
    assert part(api(CLERK), "bytes=9-3").status_code == 416


@pytest.mark.parametrize("asked", [None, "bytes=-", "bytes=0-1,4-5", "lines=0-1"])
def test_the_whole_file_is_never_given(api: Caller, file: Path, asked: str | None) -> None:
    answer = part(api(CLERK), asked)
    assert answer.status_code == 400
    assert "bytes=" in answer.json()["problems"][0]["todo"]["zh"]


@pytest.mark.parametrize("name", ["other", "..", "..%2Fcity.yml", "streets.pmtiles", "map%2Fstreets.pmtiles"])
def test_nothing_but_what_is_declared_is_given(api: Caller, file: Path, name: str) -> None:
    answer = part(api(CLERK), "bytes=0-9", name)
    assert answer.status_code == 404


def test_signed_out_gets_nothing(api: Caller, file: Path) -> None:
    answer = part(api(None), "bytes=0-9")
    assert answer.status_code == 401
    assert b"PMTiles" not in answer.content


def test_nothing_of_it_stays_on_the_device(api: Caller, file: Path) -> None:
    assert "no-store" in part(api(CLERK), "bytes=0-9").headers["Cache-Control"]


def test_a_file_that_is_gone_is_no_base_map(api: Caller, file: Path) -> None:
    file.unlink()
    assert api(CLERK).get("map").json()["bases"] == []
    assert part(api(CLERK), "bytes=0-9").status_code == 404


def test_another_file_has_another_mark(api: Caller, file: Path) -> None:
    """Who has a directory of the old file must not read tiles of the new one by it."""
    before = part(api(CLERK), "bytes=0-9").headers["ETag"]
    tiles(file, ("road", "river"))
    assert part(api(CLERK), "bytes=0-9").headers["ETag"] != before
