"""A city's feeds, read and checked against its sources."""

from collections.abc import Sequence
from pathlib import Path

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs import blanks
from shuzhi.packs.feed_file import FeedFile
from shuzhi.packs.no_source import no_source
from shuzhi.packs.scenario_reader import Problems, read_document, stems
from shuzhi.packs.schema import Feed, Scenario
from shuzhi.packs.validate import validate

FOLDER = "feeds"
_WHY = Text("接入的文件名就是来源的名称", "a feed's file is called like its source")


def read_feeds(folder: Path, scenarios: Sequence[Scenario], problems: Problems) -> dict[str, Feed]:
    """The feeds in the city's ``feeds/``, by source; mistakes are added to ``problems``."""
    sources = [source.name for scenario in scenarios for source in scenario.sources]
    found = {}
    for path in stems(folder / FOLDER, problems):
        file, places, told = validate(FeedFile, read_document(path), blanks=blanks.FEED)
        problems += told
        feed = Feed.model_validate({**dict(file), "name": path.stem, "path": path, "places": places})
        if feed.name not in sources:
            problems.append(no_source(feed.name, feed.places.at(), sources, why=_WHY))
        problems += _headers_twice(feed)
        found[feed.name] = feed
    return found


def _headers_twice(feed: Feed) -> Problems:
    headers = list(feed.columns.values())
    return [
        Problem(
            what=Text(f"两列都叫“{header}”", f"two columns are called “{header}”"),
            where=feed.places.at(feed.kind, "columns"),
            todo=Text("改一个表头", "give one of them another header"),
        )
        for header in sorted({header for header in headers if headers.count(header) > 1})
    ]
