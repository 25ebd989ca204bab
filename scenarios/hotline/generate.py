"""A fictional hotline: messages in people's many ways of writing, with planted hot issues and the truth about them.

Places and people are invented. Identity numbers stand in region codes starting 99, which nobody has.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from shuzhi.packs.api import id_check_character, official_calendar

from .fictional.replies import ANSWERS, BY_LABEL, PASSED_ON, VERDICTS
from .fictional.wording import (
    ASKS,
    COMPLAINTS,
    DISTRICTS,
    GIVEN,
    OPENINGS,
    PLACE_HEADS,
    PLACE_TAILS,
    PLANTED,
    SEATS,
    SURNAMES,
    TITLE_HEADS,
    Planted,
)

CITY = "云澜市"
START = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 540


@dataclass(frozen=True)
class Message:
    """One message as its writer meant it, before the many ways of writing it down."""

    number: str
    user: str
    title: str
    when: datetime
    body: str
    likes: int
    dislikes: int
    label: str
    issue: int | None
    district: str
    place: str


def generate(folder: Path, *, messages: int, seed: int) -> None:
    """Write ``messages`` background messages, the planted issues, labelled messages, replies and the truth.

    The same arguments write the same bytes. Every planted issue has confounders: other troubles in its place,
    and its trouble in other places.
    """
    random = np.random.default_rng(seed)
    places = _places(random)
    written = [*_background(random, places, messages), *_planted(random)]
    written.sort(key=lambda message: (message.when, message.number))
    into = folder / "热线办"
    into.mkdir(parents=True, exist_ok=True)
    header = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数", "事发地坐标"]
    where = _where(seed, written)
    _write(
        into / "热线来信2025-2026.csv",
        header,
        ([*_as_written(random, message), where[message.number]] for message in written),
        "gb18030",
    )
    _write(into / "已分类来信.csv", ["来信内容", "一级标签"], _labelled(random, places, 420), "utf-8")
    _write(into / "标签体系.csv", ["一级分类", "二级分类", "三级分类"], _tree(), "utf-8")
    replied = list(_replies(random, written))
    header = ["留言编号", "留言主题", "留言详情", "留言时间", "答复意见", "答复时间"]
    _write(into / "来信答复.csv", header, replied, "gb18030")
    _write(into / "核查结果.csv", ["规则", "对象", "结论"], _truth(written, replied), "utf-8")


def _places(random: np.random.Generator) -> list[tuple[str, str]]:
    """Invented places, each in one district."""
    heads = random.permutation(
        [head + second for head in PLACE_HEADS for second in PLACE_HEADS if head != second]
    )
    return [
        (str(head) + PLACE_TAILS[at % len(PLACE_TAILS)], DISTRICTS[int(random.integers(len(DISTRICTS)))])
        for at, head in enumerate(heads[:160])
    ]


def _background(
    random: np.random.Generator, places: Sequence[tuple[str, str]], count: int
) -> Iterator[Message]:
    kinds = [(label, trouble) for label, troubles in COMPLAINTS.items() for trouble in troubles]
    # Some places are written about more than others, as everywhere.
    weights = 1 / np.arange(1, len(places) + 1) ** 0.6
    chosen = random.choice(len(places), size=count, p=weights / weights.sum())
    for at in range(count):
        label, trouble = kinds[int(random.integers(len(kinds)))]
        place, district = places[int(chosen[at])]
        when = START + timedelta(minutes=int(random.integers(DAYS * 1440)))
        likes = int(random.geometric(0.5)) - 1
        title, body = _words(random, place, district, trouble)
        number = f"{100000 + at}"
        yield Message(number, _user(random), title, when, body, likes, 0, label, None, district, place)


def _planted(random: np.random.Generator) -> Iterator[Message]:
    for issue, planted in enumerate(PLANTED):
        told: list[tuple[str, str]] = []
        for at in range(planted.messages):
            again = bool(told) and random.random() < planted.copied
            title, body = told[int(random.integers(len(told)))] if again else _told(random, planted)
            told.append((title, body))
            share = random.beta(2, 2)
            when = START + timedelta(days=planted.first + share * (planted.last - planted.first))
            when += timedelta(minutes=int(random.integers(1440)))
            likes = planted.likes if at == planted.messages // 2 else int(random.integers(0, 4))
            number = f"{200000 + issue * 1000 + at}"
            user = _user(random)
            told_of = (planted.label, issue, planted.district, planted.place)
            yield Message(number, user, title, when, body, likes, 0, *told_of)


def _where(seed: int, messages: Sequence[Message]) -> dict[str, str]:
    """Where each message's matter is, as a clerk pinned it: near its place, which is near its district's seat.

    One in seven is not pinned. Drawn apart, so that the messages themselves stay as they are.
    """
    random = np.random.default_rng([seed, 1])
    places: dict[tuple[str, str], tuple[float, float]] = {}
    where = {}
    for message in messages:
        key = (message.district, message.place)
        if key not in places:
            east, north = np.clip(random.normal(0, 0.018, 2), -0.045, 0.045)
            places[key] = (SEATS[message.district][0] + east, SEATS[message.district][1] + north)
        east, north = np.clip(random.normal(0, 0.0012, 2), -0.003, 0.003)
        longitude, latitude = places[key][0] + east, places[key][1] + north
        where[message.number] = "" if random.random() < 1 / 7 else f"{longitude:.6f},{latitude:.6f}"
    return where


def _told(random: np.random.Generator, planted: Planted) -> tuple[str, str]:
    place = f"{_region(random, planted.district)}{planted.place}"
    title = _pick(random, TITLE_HEADS) + place + _pick(random, planted.titles)
    sentences = [
        str(sentence) for sentence in random.permutation(planted.sentences)[: int(random.integers(2, 5))]
    ]
    return title, _letter(random, f"我住在{planted.place}附近，", sentences)


def _words(random: np.random.Generator, place: str, district: str, trouble: Sequence[str]) -> tuple[str, str]:
    title = _pick(random, TITLE_HEADS) + _region(random, district) + place + trouble[0]
    sentences = [str(sentence) for sentence in random.permutation(trouble[1:])[: int(random.integers(1, 4))]]
    return title, _letter(random, f"{_region(random, district)}{place}", sentences)


def _letter(random: np.random.Generator, start: str, sentences: Sequence[str]) -> str:
    """Opening, matter, wish; in one letter of four with a name, a phone and a home to be masked."""
    body = _pick(random, OPENINGS) + start + "，".join(sentences) + "。" + _pick(random, ASKS)
    if random.random() > 0.25:
        return body
    name = _pick(random, SURNAMES) + _pick(random, GIVEN) + _pick(random, GIVEN)
    phone = f"199{int(random.integers(10_000_000, 99_999_999))}"
    told = (
        f"我叫{name}，身份证号{_id_card(random)}，",
        f"联系人：{name}，联系电话：{phone}，",
        f"本人住{int(random.integers(1, 30))}栋{int(random.integers(1, 4))}单元{int(random.integers(101, 2604))}室，",
    )
    return _pick(random, told) + body


def _id_card(random: np.random.Generator) -> str:
    year, month, order = (int(random.integers(*bounds)) for bounds in ((1950, 2000), (1, 13), (0, 999)))
    digits = f"990102{year}{month:02d}15{order:03d}"
    return digits + id_check_character(digits)


def _region(random: np.random.Generator, district: str) -> str:
    return (district, CITY, CITY + district, district)[int(random.integers(4))]


def _user(random: np.random.Generator) -> str:
    return f"U{int(random.integers(10_000_000)):07d}"


def _pick(random: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(random.integers(len(choices)))]


def _as_written(random: np.random.Generator, message: Message) -> list[str]:
    """As it comes from four channels: four ways to write a date, tabs and wide blanks around the text."""
    formats = (
        f"{message.when.year}/{message.when.month}/{message.when.day} {message.when:%H:%M:%S}",
        f"{message.when:%Y/%m/%d %H:%M:%S}",
        f"{message.when:%Y-%m-%d %H:%M:%S}",
        f"{message.when.year}年{message.when.month}月{message.when.day}日",
    )
    body = f"\n\t\t\t\n\t\t\t　　{message.body}\n\t\t\t" if random.random() < 0.5 else message.body
    numbers = [str(message.dislikes), str(message.likes)]
    return [message.number, message.user, message.title, _pick(random, formats), body, *numbers]


def _labelled(
    random: np.random.Generator, places: Sequence[tuple[str, str]], count: int
) -> Iterator[list[str]]:
    for message in _background(random, places, count):
        yield [message.title + "。" + message.body, message.label]


def _tree() -> Iterator[list[str]]:
    for label, troubles in COMPLAINTS.items():
        for trouble in troubles:
            yield [label, "来信事项", trouble[0]]


def _replies(random: np.random.Generator, messages: Sequence[Message]) -> Iterator[list[str]]:
    """A reply to every fourth message; about one in twelve later than sixty days."""
    for message in messages[::4]:
        days = int(random.integers(61, 150)) if random.random() < 0.08 else int(random.integers(2, 61))
        when = message.when + timedelta(days=days)
        if when > START + timedelta(days=DAYS):
            continue  # not yet replied
        yield [
            message.number,
            message.title,
            message.body,
            f"{message.when:%Y-%m-%d}",
            _reply(random, message, when),
            f"{when:%Y-%m-%d}",
        ]


def _reply(random: np.random.Generator, message: Message, when: datetime) -> str:
    """Three in four say what was found, on what ground, what to do, and until when; the others pass it on."""
    if random.random() < 0.25:
        return _pick(random, PASSED_ON)
    trouble = next((trouble for trouble in ANSWERS if trouble in message.title), BY_LABEL[message.label])
    department, law, way, done = ANSWERS[trouble]
    seen = when - timedelta(days=int(random.integers(1, 3)))
    until = when + timedelta(days=int(random.integers(10, 60)))
    return (
        f"您好！来信收悉，现将有关情况回复如下：接信后，{department}于{seen.month}月{seen.day}日到现场核查，"
        f"您反映的情况{_pick(random, VERDICTS)}。{law}{way}"
        f"{department}已{done}，将于{until.year}年{until.month}月{until.day}日前办结。"
        "如有疑问，请拨打12345热线查询。感谢您的来信！"
    )


def _truth(messages: Sequence[Message], replies: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Conclusions by issue id, which is that of an issue's earliest message; and replies later than sixty days.

    An issue that starts with any message that is not the first of a planted one is a mistake: 排除.
    """
    first: dict[int, Message] = {}
    for message in messages:
        if message.issue is not None:
            held = first.setdefault(message.issue, message)
            # An issue's id is that of its earliest day's smallest number.
            if (message.when.date(), message.number) < (held.when.date(), held.number):
                first[message.issue] = message
    planted = {message.number for message in first.values()}
    for message in messages:
        conclusion = "立案" if message.number in planted else "排除"
        yield ["hot_issue", "H" + hashlib.sha256(message.number.encode()).hexdigest()[:12], conclusion]
    for reply in replies:
        if (
            date.fromisoformat(reply[5])
            > official_calendar().deadline(date.fromisoformat(reply[3]), 60).value
        ):
            yield ["overdue_reply", reply[0], "线索"]


def _write(
    path: Path, header: Sequence[str], rows: Iterator[list[str]] | Sequence[list[str]], encoding: str
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
