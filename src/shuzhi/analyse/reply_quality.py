"""How good a reply is to its message: relevant, complete, explained, in time; each with what to mend.

Four scores from 0 to 1, after the task of the 2020 Teddy Cup (相关性、完整性、可解释性、及时性). They read the words of
a reply and do not know the matter: a high score is no proof, a low one says where to look.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from shuzhi.analyse.asks import KINDS, WHEN, Ask, asks
from shuzhi.analyse.replies import BASIS, FIGURE, FOUND, REASON, Sentence, read_reply
from shuzhi.analyse.similar import Message
from shuzhi.analyse.wording import Matrix, Wording, clean_text, learn_wording

ORDINALS = "一二三四五六七八九十"
FAR = 95
"""Percentile of the likeness of replies to messages that are not theirs: as like as this is worth one half."""
ENOUGH = 0.45
"""A reply that says less than this for each thing asked for is looked at for what it leaves out."""

_UNFINISHED = re.compile("【[^】]{1,60}】|〔摘自[^〕]{1,60}〕")
_FUTURE = re.compile(r"将|拟|计划|下一步|后续|尽快|及时|抓紧|待|争取|研究|会(?:同|尽|继续|积极|认真)")


@dataclass(frozen=True)
class Score:
    """``reasons`` in Chinese, for the clerk who writes the reply: what is there, and what to mend."""

    value: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ReplyCheck:
    relevance: Score
    completeness: Score
    explanation: Score
    timeliness: Score


@dataclass(frozen=True)
class ReplyJudge:
    """Compares replies with messages. ``far``: how like a message a reply to another is at most, as a rule."""

    wording: Wording
    far: float

    def check(self, message: Message, reply: str, *, days: int, limit: int) -> ReplyCheck:
        """A reply given (or to be given) ``days`` after its message came, where ``limit`` days are allowed."""
        said = read_reply(reply)
        told = [
            sentence.text
            for sentence in said
            if sentence.kind == "substance"
            and not _UNFINISHED.search(sentence.text)
            and not _echo(sentence.text, message)
        ]
        rows = self._vectors(told)
        whole = self._vectors([message.title * 2 + message.body])
        likeness = float((self._vectors(["".join(told)]) @ whole.T).max()) if told else 0.0
        return ReplyCheck(
            _relevance(likeness / (likeness + self.far), told, message, reply),
            _unfinished(self._completeness(message, told, rows, whole), len(_UNFINISHED.findall(reply))),
            _explanation(told),
            _timeliness(said, told, days, limit),
        )

    def _vectors(self, texts: Sequence[str]) -> Matrix:
        return self.wording.vectors(clean_text(pa.array(texts, pa.string())).to_pylist())

    def _completeness(self, message: Message, told: list[str], rows: Matrix, whole: Matrix) -> Score:
        """Never rises when sentences are taken out of a reply.

        It is how much is said for each thing asked for: of two replies to the same letter, the one that leaves
        something out is shorter. (Words in common with each question tell less: measured, and left out.)
        """
        wanted = asks(message.title, message.body)
        if not told:
            return Score(0.0, ("只说已收到或已转办，来信问的、求的一件也没有答",))
        near = float((rows @ whole.T).max())
        speaks = min(1.0, 2 * near / (near + self.far))
        text = "".join(told)
        missing = [
            [KINDS[at].missing for at in ask.kinds if not KINDS[at].answer.search(text)] for ask in wanted
        ]
        answered = 1 - sum(map(bool, missing)) / (2 * len(wanted))
        enough = float(1 - np.exp(-len(text) / (60 + 30 * len(wanted))))
        return Score(_rounded(speaks * answered * enough), tuple(_unanswered(wanted, missing, text, enough)))


def learn_replies(messages: Sequence[Message], replies: Sequence[str]) -> ReplyJudge:
    """A judge that knows how messages and replies are worded here. ``replies[k]`` belongs to ``messages[k]``."""
    told = ["".join(s.text for s in read_reply(reply) if s.kind == "substance") for reply in replies]
    letters = clean_text(
        pa.array([message.title * 2 + message.body for message in messages], pa.string())
    ).to_pylist()
    answers = clean_text(pa.array(told, pa.string())).to_pylist()
    wording = learn_wording([*letters, *answers])
    shifted = np.roll(np.arange(len(answers)), 1)
    said = np.array([bool(answer) for answer in answers], dtype=bool)[shifted]
    vectors, others = wording.vectors(letters), wording.vectors(answers)[shifted]
    likeness = np.asarray(vectors.multiply(others).sum(axis=1)).ravel()[said]
    # With few replies or all alike nothing is learnt; a hundredth is what real messages showed.
    return ReplyJudge(wording, max(float(np.percentile(likeness, FAR)), 0.01) if len(likeness) else 0.01)


def _echo(sentence: str, message: Message) -> bool:
    """Whether a sentence only says again what the writer wrote (您反映的是：…)."""
    said = re.sub(r"^.{0,12}[：:]|[\W_]", "", sentence)
    return len(said) >= 4 and said in re.sub(r"[\W_]", "", f"{message.title}\n{message.body}")


def _unfinished(score: Score, blanks: int) -> Score:
    """A draft with blanks to fill in or sources to take out says so first, and is no answer."""
    if not blanks:
        return score
    return Score(min(score.value, 0.2), (f"还有{blanks}处待填或来源标记，不能发出", *score.reasons))


def _rounded(value: float) -> float:
    return round(float(np.clip(value, 0, 1)), 4)


def _relevance(value: float, told: list[str], message: Message, reply: str) -> Score:
    if told:
        verdict = (
            "谈的是来信的事"
            if value >= 0.5
            else f"看不出是答复“{_short(message.title)}”这件事，请核对是否发错或答偏"
        )
        return Score(_rounded(value), (verdict,))
    named = message.title.strip() and message.title.strip() in reply
    return Score(0.2 if named else 0.0, ("只说已收到或已转办，没有谈来信的事",))


def _unanswered(wanted: list[Ask], missing: list[list[str]], reply: str, enough: float) -> list[str]:
    """The questions that the reply shows no sign of having answered, then whether it says enough at all."""
    reasons = []
    for at, ask in enumerate(wanted):
        which = f"第{ORDINALS[at - 1]}个问题或请求" if at else "标题"
        if missing[at]:
            reasons.append(f"来信{which}“{_short(ask.text)}”{missing[at][0]}")
        elif (
            at
            and ask.plain
            and enough < ENOUGH
            and len(ask.matter) >= 6
            and not _speaks_of(ask.matter, reply)
        ):
            reasons.append(f"没有看到对来信{which}的回应，请核对：“{_short(ask.text)}”")
    if enough < ENOUGH:
        asked = f"来信有{len(wanted) - 1}个问题或请求，" if len(wanted) > 1 else ""
        reasons.append(f"{asked}实质内容只有{len(reply)}个字，请说清查了什么、怎么办、什么时候办完")
    return reasons or ["来信问的、求的看来都有回应"]


def _speaks_of(matter: str, reply: str) -> bool:
    """Whether the reply uses any two neighbouring characters of the matter."""
    return any(matter[at : at + 2] in reply for at in range(len(matter) - 1))


def _explanation(told: list[str]) -> Score:
    """Each sentence with a basis, a finding, a reason or figures adds what the others leave to be explained."""
    if not told:
        return Score(0.0, ("没有说明任何情况、理由或依据",))
    left = 1.0
    for sentence in told:
        gain = 0.3 * min(1.0, len(sentence) / 100) + 0.05 * min(2, len(FIGURE.findall(sentence)))
        gain += sum(
            weight
            for pattern, weight in ((BASIS, 0.15), (FOUND, 0.15), (REASON, 0.1))
            if pattern.search(sentence)
        )
        left *= 1 - min(gain, 0.8)
    text = "".join(told)
    parts = (
        (BASIS, "引用了依据", "没有引用依据：哪部法规、哪个文件或标准"),
        (FOUND, "说了核查情况", "没有说查到了什么：谁去看了、情况是否属实"),
        (REASON, "说了原因", "没有说明为什么"),
    )
    return Score(
        _rounded(1 - left), tuple(there if p.search(text) else lacking for p, there, lacking in parts)
    )


def _timeliness(said: list[Sentence], told: list[str], days: int, limit: int) -> Score:
    """1 within a quarter of the limit, 0.6 at the limit, 0 at twice the limit; less for promises without a day."""
    value = float(np.interp(days / limit, [0.25, 1.0, 2.0], [1.0, 0.6, 0.0]))
    late = f"超过{limit}日的期限{days - limit}日" if days > limit else f"在{limit}日的期限内"
    reasons = [f"来信后第{days}日答复，{late}"]
    text = "".join(told)
    if not told and any(sentence.kind == "forwarded" for sentence in said):
        value *= 0.6
        reasons.append("只说会转交，没有时限")
    elif _FUTURE.search(text) and not WHEN.answer.search(text):
        value *= 0.8
        reasons.append("说了要办，没有说什么时候办完")
    return Score(_rounded(value), tuple(reasons))


def _short(text: str, most: int = 30) -> str:
    plain = re.sub(r"\s+", "", text)
    return plain if len(plain) <= most else plain[:most] + "…"


def days_between(received: date, replied: date) -> int:
    """Calendar days; a reply dated before its message counts as of the same day."""
    return max(0, (replied - received).days)
