"""A city's feeds: each brought up to date before files are landed. A feed that fails is told, and the rest go on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from shuzhi.collect.databases import pull as databases
from shuzhi.collect.databases.open import open_database
from shuzhi.collect.fetch import LIST, Folder, Place, fetch
from shuzhi.collect.gentle import Gentle
from shuzhi.collect.layout import FED, FETCHED
from shuzhi.collect.mirror import LIST as MIRRORED
from shuzhi.collect.mirror import Mirror
from shuzhi.collect.streams.merge import merge
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.feed_file import Api, Database
from shuzhi.packs.folder_file import Folder as FolderFile
from shuzhi.packs.folder_file import Sftp as SftpFile
from shuzhi.packs.schema import City, Feed
from shuzhi.run.execute import Tell, Told
from shuzhi.run.secret import secret_of

Taken = Callable[[int], None]


def pull_feeds(
    city: City, tell: Tell, *, only: Sequence[str] = (), may_empty: bool = False
) -> dict[str, int]:
    """Bring the mirrors of these feeds (none named: of all) up to date. Returns the rows of each that was; of a folder
    or an SFTP server the files that were fetched.

    Raises ShuzhiError only when a feed is named that there is not.
    """
    # Packages are carried, not pulled.
    feeds = [feed for feed in named(city, only) if feed.package is None]
    rows = {}
    for place, feed in enumerate(feeds, start=1):
        title = Text(f"取数 {feed.name}", f"pull {feed.name}")
        told = Told(title=title, place=place, steps=len(feeds))
        tell(told)
        try:
            rows[feed.name] = _pulled(city, feed, tell, told, may_empty=may_empty)
        except ShuzhiError as error:
            tell(replace(told, share=1.0, rows=0, problems=error.problems))
        else:
            tell(replace(told, share=1.0, rows=None if feed.folder or feed.sftp else rows[feed.name]))
    return rows


def named(city: City, only: Sequence[str]) -> list[Feed]:
    """The feeds of these names, all where none is named. Raises ShuzhiError for a name of no feed."""
    for name in only:
        if name not in city.feeds:
            raise ShuzhiError([_no_feed(name, list(city.feeds))])
    return [city.feeds[name] for name in only or city.feeds]


def _pulled(city: City, feed: Feed, tell: Tell, told: Told, *, may_empty: bool) -> int:
    def taken(count: int) -> None:
        so_far = Text(f"{told.title.zh}：已取 {count:,} 行", f"{told.title.en}: {count:,} rows so far")
        tell(replace(told, title=so_far))

    if (left := feed.folder or feed.sftp) is not None:
        return _fetched(city, feed, left, tell, told)
    with Mirror(city.data / FED / feed.name).locked() as mirror:
        if feed.database is not None:
            return _from_database(city, feed, feed.database, mirror, taken, may_empty=may_empty)
        if (events := feed.mqtt or feed.push) is not None:
            return merge(city.data / FED / feed.name, events, mirror, tell=taken).rows
        assert feed.api is not None
        return _from_api(city, feed, feed.api, mirror, taken, may_empty=may_empty)


def _fetched(city: City, feed: Feed, asked: FolderFile | SftpFile, tell: Tell, told: Told) -> int:
    """The number of files fetched."""
    where, to = feed.places.at(feed.kind), city.data / FETCHED / feed.name
    with Mirror(to).locked(), _place(city, feed, asked, where) as place:
        found = fetch(place, asked, to, where)
    tell(replace(told, problems=tuple(found.problems)))
    return found.files


@contextmanager
def _place(city: City, feed: Feed, asked: FolderFile | SftpFile, where: str) -> Iterator[Place]:
    if isinstance(asked, FolderFile):
        yield Folder(city.folder.resolve() / asked.path, where)
        return
    # Only cities with such a server need the library that speaks to one.
    from shuzhi.collect.sftp import signed_in  # noqa: PLC0415

    name = "password" if asked.key is None else "key"
    secret = secret_of(city.folder, asked.password or asked.key, feed.places.at("sftp", name)) or ""
    with signed_in(asked, secret, where, by_key=asked.key is not None) as server:
        yield server


def last_pull(city: City, source: str) -> datetime | None:
    """When the source's feed last brought all there was; None without a feed, or before the first time."""
    kept = (city.data / FED / source / MIRRORED, city.data / FETCHED / source / LIST)
    times = [path.stat().st_mtime for path in kept if source in city.feeds and path.exists()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _from_database(
    city: City, feed: Feed, asked: Database, mirror: Mirror, taken: Taken, *, may_empty: bool
) -> int:
    where = feed.places.at("database")
    password = secret_of(city.folder, asked.password, feed.places.at("database", "password"))
    gentle = Gentle(hours=asked.hours, rows_per_second=asked.rows_per_second, where=where)
    gentle.check()
    with open_database(_address(city.folder, asked.address), password, where) as database:
        return databases.pull(database, asked, mirror, gentle, where, may_empty=may_empty, tell=taken).rows


def _from_api(city: City, feed: Feed, asked: Api, mirror: Mirror, taken: Taken, *, may_empty: bool) -> int:
    # Only cities with an API need the library that speaks to one.
    from shuzhi.collect.apis import pull as apis  # noqa: PLC0415
    from shuzhi.collect.apis.asking import Asking  # noqa: PLC0415

    where = feed.places.at("api")
    headers, parameters = dict(asked.headers), dict(asked.parameters)
    user = None
    if asked.auth is not None:
        secret = secret_of(city.folder, asked.auth.secret, feed.places.at("api", "auth", "secret")) or ""
        name = asked.auth.name or ""
        if asked.auth.kind == "bearer":
            headers["Authorization"] = f"Bearer {secret}"
        elif asked.auth.kind == "basic":
            user = (name, secret)
        else:
            (headers if asked.auth.kind == "header" else parameters)[name] = secret
    api = Asking(asked.address, where, headers, parameters, user, asked.retries, asked.requests_per_second)
    gentle = Gentle(hours=asked.hours, rows_per_second=None, where=where)
    with closing(api):
        return apis.pull(api, asked, mirror, where, check=gentle.check, may_empty=may_empty, tell=taken).rows


def _address(folder: Path, address: str) -> str:
    """A file of SQLite below the city's folder is named from there."""
    scheme, _, path = address.partition(":///")
    if not scheme.startswith("sqlite") or path.startswith("/"):
        return address
    return f"{scheme}:///{folder.resolve() / path}"


def _no_feed(name: str, there: Sequence[str]) -> Problem:
    shown = "，".join(there) or "（无）"
    return Problem(
        what=Text(f"没有接入“{name}”", f"there is no feed “{name}”"),
        where="feeds/",
        todo=Text(f"现有：{shown}", f"there are: {shown}"),
    )
