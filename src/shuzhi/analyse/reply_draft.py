"""A reply drafted from replies to similar messages: sentences quoted with their source, and blanks to fill in.

Nothing is written that nobody wrote: a draft is the polite frame, the writer's own questions, sentences of earlier
replies, and blanks. What was true of another case (its dates, places, people) is a blank in the quotation.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pyarrow as pa

from shuzhi.analyse.asks import Ask, asks
from shuzhi.analyse.places import one_of
from shuzhi.analyse.replies import BASIS, FOUND, substance
from shuzhi.analyse.similar import Message, MessageIndex, Similar
from shuzhi.analyse.whereabouts import PlaceFinder
from shuzhi.analyse.wording import clean_text, learn_wording
from shuzhi.secure.freetext import mask_text

LEAST = 0.1
"""Cosine of matter from which an answered message is of the same kind: found by reading pairs of real messages."""
SOURCES = 4
QUOTED = 3
"""Sentences quoted for one question at most."""
NEAR = 0.02
"""Cosine from which a sentence speaks of a question: replies to other messages seldom reach it."""

SURE = 0.3
"""Cosine of matter from which a source is so like the message that its sentences need no words of the question."""
SAID_ALREADY = 0.6
"""Cosine from which a sentence says what another one quoted says."""

Kind = Literal["salutation", "understood", "quotation", "blank", "notice", "closing"]

_DAY = re.compile(
    r"(?:20[0-9]{2}|二[〇○零]\w{2})年(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?(?:[上下]午)?"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}日|底|初|中旬|上旬|下旬)(?:[上下]午)?|20[0-9]{2}\.[0-9]{1,2}\.[0-9]{1,2}"
)
_HOW = re.compile(
    r"携带|提供|提交|持.{0,12}证|申请|申报|登记|报名|材料|手续|窗口|流程|报销|缴费|补缴|参保|标准为|可以?到|须|应当|凡|年满|符合.{0,12}条件"
)
"""Ways to apply and what holds for everybody: the part of a reply that may hold for another case."""
_OWN = re.compile(
    r"[您你](?:母亲|父亲|家|的|本人|所|户|与|和|于|在[0-9]|已|属|符合|不符合|提及)|因[您你]|投诉人|信访人|来信人|反映人|该(?:户|同志|业主|校|小区|项目|公司|店)|我[校院司]"
    r"|网友|听说|来信|留言|所述|根据您|我[们局]?已|已(?:经|将|责令|要求|安排|纳入)|召开|约谈|下一步|目前"
)
"""What holds for one case only, or is hearsay."""


@dataclass(frozen=True)
class Answered:
    """A message with its reply."""

    message: Message
    reply: str
    replied: date


@dataclass(frozen=True)
class Part:
    """A piece of a draft. A quotation names its ``source`` and keeps, masked, what stands there word for word."""

    kind: Kind
    text: str
    source: str | None = None
    quoted: str | None = None


@dataclass(frozen=True)
class Source:
    """An answered message that a draft rests on. Its title is masked."""

    id: str
    title: str
    replied: date
    likeness: float


@dataclass(frozen=True)
class Draft:
    """Empty ``sources``: nothing similar was found, and all but the frame is for a person to write."""

    parts: tuple[Part, ...]
    sources: tuple[Source, ...]

    @property
    def text(self) -> str:
        """The draft to be edited: quotations end with their source, blanks stand in 【】."""
        return "\n".join(
            f"{part.text}〔摘自{part.source}号来信的答复〕" if part.source else part.text
            for part in self.parts
        )


@dataclass(frozen=True)
class Quotable:
    """An answered message as it may be quoted: masked, only what its reply says about the matter."""

    title: str
    replied: date
    sentences: tuple[str, ...]
    places: frozenset[str]


@dataclass(frozen=True)
class Drafter:
    index: MessageIndex
    quotable: Mapping[str, Quotable]

    def draft(self, message: Message) -> Draft:
        """A draft for one message, with what personal data the message and the sources have in them masked."""
        found = self.index.similar(message, most=SOURCES, least=LEAST)
        near = [similar for similar in found if self.quotable[similar.id].sentences]
        title, _, body = _masked([f"{_one_line(message.title)}\n{message.body}"])[0].partition("\n")
        wanted = asks(title, body)
        quoted = self._quotations(message, wanted, near)
        return Draft(
            tuple(_parts(wanted, quoted, found=bool(near))), tuple(self._source(similar) for similar in near)
        )

    def _source(self, similar: Similar) -> Source:
        told = self.quotable[similar.id]
        return Source(similar.id, told.title, told.replied, similar.likeness)

    def _quotations(
        self, message: Message, wanted: Sequence[Ask], near: Sequence[Similar]
    ) -> list[list[Part]]:
        """For each thing asked for, the sentences of the sources that speak of it; each sentence once."""
        found = list(self._usable(message, near))
        if not found:
            return [[] for _ in wanted]
        questions, sentences = (
            self.index.wording.vectors(clean_text(pa.array(texts, pa.string())).to_pylist())
            for texts in (
                [f"{ask.text}{message.title}" for ask in wanted],
                [sentence for _, sentence in found],
            )
        )
        near_by = (questions @ sentences.T).toarray()
        alike = (sentences @ sentences.T).toarray()
        best = near_by.argmax(axis=0)
        likeness = {similar.id: similar.likeness for similar in near}
        kept: list[list[int]] = [[] for _ in wanted]
        for at in np.argsort(-near_by.max(axis=0), kind="stable"):
            told = [row for rows in kept for row in rows]
            needed = NEAR * max(0.0, 1 - likeness[found[at][0]] / SURE)
            new = near_by[best[at], at] >= needed and not (alike[at, told] > SAID_ALREADY).any()
            if new and len(kept[best[at]]) < QUOTED:
                kept[best[at]].append(int(at))
        return [
            [
                Part("quotation", self._with_blanks(sentence, message), source, sentence)
                for source, sentence in (found[at] for at in sorted(rows))
            ]
            for rows in kept
        ]

    def _usable(self, message: Message, near: Sequence[Similar]) -> Iterator[tuple[str, str]]:
        """Sentences that may hold for another case too: rules, ways to apply; of the same place, findings as well."""
        (here,) = _places([message], self.index.finder)
        seen: set[str] = set()
        for similar in near:
            told = self.quotable[similar.id]
            same = similar.retold or bool(here & told.places)
            for sentence in told.sentences:
                if 18 <= len(sentence) <= 220 and sentence not in seen and (same or _general(sentence)):
                    seen.add(sentence)
                    yield similar.id, sentence

    def _with_blanks(self, sentence: str, message: Message) -> str:
        """The sentence with another case's days and regions, and what is masked, as blanks."""
        own = clean_text(pa.array([message.title + message.body])).to_pylist()[0]
        regions = [name for name in self.index.finder.regions.every if name not in own]
        parts = re.split(r"(《[^》]*》)", sentence)  # the name of a law stays as it is
        for at in range(0, len(parts), 2):
            if not BASIS.search(sentence):
                parts[at] = _DAY.sub("【日期】", parts[at])
            if regions:
                parts[at] = re.sub(f"(?i:{one_of(regions)})+", "【地点】", parts[at])
        return re.sub(r"〔([^0-9〕]+)〕", r"【\1】", "".join(parts))


def _general(sentence: str) -> bool:
    told = BASIS.search(sentence) or _HOW.search(sentence)
    return bool(told) and not FOUND.search(sentence) and not _OWN.search(sentence)


def learn_drafts(answered: Sequence[Answered], finder: PlaceFinder) -> Drafter:
    """A drafter that quotes these replies. It keeps no reply unmasked."""
    messages = [told.message for told in answered]
    index = MessageIndex(learn_wording(finder.matter(*_columns(messages))), finder, anywhere=True)
    index.add(messages)
    titles = _masked([_one_line(message.title) for message in messages])
    replies = _masked([told.reply for told in answered])
    quotable = {
        told.message.id: Quotable(title, told.replied, tuple(substance(reply)), places)
        for told, title, reply, places in zip(
            answered, titles, replies, _places(messages, finder), strict=True
        )
    }
    return Drafter(index, quotable)


def _places(messages: Sequence[Message], finder: PlaceFinder) -> list[frozenset[str]]:
    of, _ = finder.spoken_of(*_columns(messages))
    return [
        frozenset(finder.places[at] for at in of.indices[start:end])
        for start, end in zip(of.indptr[:-1], of.indptr[1:], strict=True)
    ]


def _columns(messages: Sequence[Message]) -> tuple[pa.Array, pa.Array]:
    titles, bodies = (
        clean_text(pa.array([getattr(message, part) for message in messages], pa.string()))
        for part in ("title", "body")
    )
    return titles, bodies


def _masked(texts: Sequence[str]) -> list[str]:
    masked: list[str] = mask_text(pa.array(texts, pa.string())).to_pylist()
    return masked


def _parts(wanted: Sequence[Ask], quoted: Sequence[Sequence[Part]], *, found: bool) -> Iterator[Part]:
    told = [_one_line(ask.text) for ask in wanted]
    yield Part("salutation", "您好！您的来信收悉。")
    yield Part("understood", f"您来信反映的是：{told[0]}。")
    for number, text in enumerate(told[1:], start=1):
        yield Part("understood", f"{number}．您提出：{text}")
    if not found:
        yield Part("notice", "（没有找到相似的已答复来信。以下只有框架，内容须由承办单位填写。）")
    elif not any(quoted):
        yield Part("notice", "（找到了相似的来信，但其答复中没有可以通用的内容。）")
    yield Part("blank", "【待填：核查情况——谁、什么时候、到哪里查看，您反映的情况是否属实】")
    for ask, text, sentences in zip(wanted, told, quoted, strict=True):
        if ask is wanted[0] and not sentences and len(wanted) > 1:
            continue
        yield Part("blank", f"关于“{text}”：【待填：答复{_hint(ask)}】")
        yield from sentences
    if any(quoted):
        yield Part("notice", "（摘录出自以往答复：请核对依据现行有效、适用于本件，逐条删改。）")
    yield Part("blank", "【待填：办理措施、责任单位和办结日期】")
    yield Part("closing", "如有疑问，请与我们联系：【待填：联系人和电话】。感谢您的来信。")
    yield Part("blank", "【待填：答复单位】　【待填：日期】")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", "", text)


HINTS = ("，须写明时间", "，须写明数目或标准", "，须说明原因", "，须写明办理办法")
"""What an answer to each kind of question (``asks.KINDS``) must have."""


def _hint(ask: Ask) -> str:
    return "".join(HINTS[at] for at in ask.kinds)
