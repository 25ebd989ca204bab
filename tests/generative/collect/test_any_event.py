"""No event, whatever it holds, stops a stream: each is in the mirror once, or among what is quarantined."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shuzhi.collect.json_cells import parsed, text_of
from shuzhi.collect.mirror import Mirror
from shuzhi.collect.streams.log import Log
from shuzhi.collect.streams.merge import BAD, merge, understood
from shuzhi.packs.stream_file import Push

ASKED = Push.model_validate(
    {"key": ("id",), "time": "t", "token": {"env": "T"}}, strict=False
)  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
TIMES = st.sampled_from(
    [
        "2026-07-01T08:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "1e400",
        "nan",
        "1751328000",
        "-1",
    ]
)
EVENTS = st.dictionaries(
    st.sampled_from(["v", "_place", "_batch", "", "\x00place_min"]) | st.text(), VALUES, max_size=4
)
GOOD = st.builds(lambda event, key, at: {**event, "id": key, "t": at}, EVENTS, SCALARS, TIMES)
PAYLOADS = st.lists(GOOD | VALUES, max_size=4) | GOOD | VALUES


@settings(max_examples=60)
@given(payloads=st.lists(PAYLOADS, max_size=5), raw=st.lists(st.binary(max_size=20), max_size=3))
def test_every_event_is_kept_once_or_quarantined(payloads: list[Any], raw: list[bytes]) -> None:
    sent = [json.dumps(payload).encode() for payload in payloads]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        log = Log(place)
        log.keep([("push", body) for body in [*sent, *raw]])
        log.close()
        with Mirror(place).locked() as mirror:
            merge(place, ASKED, mirror)
            before = [mirror.read(part.name).to_pylist() for part in mirror.parts()]
            merge(place, ASKED, mirror)
            parts = [mirror.read(part.name).to_pylist() for part in mirror.parts()]
        bad = (place / BAD).read_text(encoding="utf-8") if (place / BAD).exists() else ""
    assert parts == before
    assert all(len(rows) == len({row["id"] for row in rows}) for rows in parts)
    told = [event for body in sent for event in events(body)]
    assert {text_of(event["id"]) for event in told if understood(event, ASKED)} == {
        row["id"] for rows in parts for row in rows
    }
    assert bool(bad) >= (None in told or not all(understood(event, ASKED) for event in told))


def events(body: bytes) -> list[Any]:
    """The events of a payload; None for one that is no JSON any text can hold."""
    try:
        told = parsed(body.decode())
    except ValueError:
        return [None]
    return told if isinstance(told, list) else [told]
