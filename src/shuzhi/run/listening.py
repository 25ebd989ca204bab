"""Listening to a city's streams: a thread for each, until somebody says stop."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

from shuzhi.collect.layout import FED
from shuzhi.collect.streams.log import Log
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.schema import City, Feed
from shuzhi.packs.stream_file import Mqtt
from shuzhi.run.feeds import named
from shuzhi.run.secret import secret_of


def listen(
    city: City, say: Callable[[Text], None], stop: threading.Event, *, only: Sequence[str] = ()
) -> dict[str, int]:
    """Keep what these streams (none named: all) say, until ``stop``. Returns the events of each.

    Raises ShuzhiError when there is none to listen to, or a password is not where it should be.
    """
    feeds = [(feed, feed.mqtt) for feed in named(city, only) if feed.mqtt is not None]
    if not feeds:
        raise ShuzhiError([_no_stream()])
    # Only cities with a stream need the library that listens.
    from shuzhi.collect.streams.mqtt import Listener  # noqa: PLC0415

    listeners = {}
    for feed, asked in feeds:
        listeners[feed.name] = Listener(
            asked,
            _password(city, feed, asked),
            Log(city.data / FED / feed.name),
            name=asked.client or f"shuzhi-{feed.name}",
            say=partial(_away, say, feed.name),
            sleep=stop.wait,
        )
    threads = [
        threading.Thread(target=each.listen, args=(lambda: not stop.is_set(),), name=name)
        for name, each in listeners.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {name: each.kept for name, each in listeners.items()}


def _password(city: City, feed: Feed, asked: Mqtt) -> str | None:
    return secret_of(city.folder, asked.password, feed.places.at("mqtt", "password"))


def _away(say: Callable[[Text], None], name: str, what: str) -> None:
    say(
        Text(
            f"{name}：broker 连不上（{what}），稍后再试；收到的都已存盘",
            f"{name}: the broker cannot be reached ({what}), tried again soon; what came is kept",
        )
    )


def _no_stream() -> Problem:
    return Problem(
        what=Text("没有可收听的消息来源", "there is no stream to listen to"),
        where="feeds/",
        todo=Text("在 feeds/<来源>.yml 里写 mqtt:", "write mqtt: in feeds/<source>.yml"),
    )
