"""A question in Chinese as an inquiry, or what has to be asked back, or that it is not understood.

Every part of the question has to mean something: words that are left over are named, and nothing is answered. There is
no model, and no way from a question to anything but the inquiry's own fields.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from shuzhi.analyse.indicators.definition import Grain
from shuzhi.analyse.indicators.form import Beyond, By, Compared, Comparison, Inquiry
from shuzhi.analyse.questions.meant import AskBack, Unknown, only, sound
from shuzhi.analyse.questions.time_words import NUMBER, number, timed
from shuzhi.analyse.questions.vocabulary import Known, Value, Vocabulary
from shuzhi.core.text import Text

LONGEST = 200
_T = TypeVar("_T")
_Than = Literal[">", ">=", "<", "<="]
_THAN: dict[str, _Than] = {
    **dict.fromkeys(("超过", "大于", "高于", "多于"), ">"),
    **dict.fromkeys(("不低于", "不少于", "至少"), ">="),
    **dict.fromkeys(("低于", "少于", "小于", "不到", "不足"), "<"),
    **dict.fromkeys(("不超过", "不高于", "不多于"), "<="),
}
_TURNED: dict[_Than, _Than] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_CHANGE: dict[Comparison, Compared] = {
    "previous_year": "previous_year_change",
    "previous": "previous_change",
}
_GRAINS: dict[str, Grain] = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "月份": "month", "季度": "quarter",
    "季": "quarter", "年": "year",
}  # fmt: skip
_GRAIN = re.compile(r"(?:每个?|各|按|逐|分)(月份|月|星期|周|季度|季|年|天|日)(?:度)?(?!均)|(历年)|(月)度")
_TREND = re.compile(r"(?:变化)?(?:趋势|走势)")
_COMPARED: tuple[tuple[re.Pattern[str], Comparison], ...] = (
    (re.compile(r"同比|(?:比|与|和|跟|较)?(?:去年|上年)同期(?:对比|相比|比)?"), "previous_year"),
    (re.compile(r"环比|比上个?月|比上期"), "previous"),
    (re.compile(r"占比|比重|份额"), "share"),
    (re.compile(r"排名|名次|排行"), "rank"),
    (re.compile(r"累计"), "cumulative"),
)
_UNIT = "(?:%|个百分点|件|元|条|例|次|人次|人|个|天|笔|家|工作日)?"
_LIMIT = re.compile(
    r"(增长|上升|增加|下降|减少|降低)?(不超过|不高于|不多于|不低于|不少于|至少|超过|大于|高于|多于|低于|少于|小于|不到|不足)"
    rf"(\d+(?:\.\d+)?)(百|千|万|亿)?{_UNIT}"
)
_TIMES = {None: 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_FIRST = re.compile(
    rf"(?:排名?)?(前|后|倒数)({NUMBER})(?:名|个|位)?|(最多|最高|最大|最少|最低|最小)的?({NUMBER})?个?"
)
_GROWTH = re.compile(
    r"(?:增长|变化|增减|升降|上升|下降|增加|减少)(?:了)?(?:多少|情况|幅度|率)?|增幅|涨幅|降幅"
)
_BUT = re.compile(r"(?:除了?|不含|不包括|不算)(.+?)(?:之外|以外|外|的|$)")
_WHICH = r"(?:各个?|按|分|每一?个?|哪一?个?|哪些|哪几个?|哪一?条|哪一?种|哪一?类|不同)?"
_AFTER = r"(?:分布|划分|统计|来?看)?"
_EMPTY = re.compile(
    "请问|麻烦|帮我|帮忙|查一下|查询|查|看一下|看下|看看|统计|一下|告诉我|我想知道|想知道|一共|总共|共有|共|合计|总计|总的|总数|现在|目前|当前"
    "|现有|分别|是多少|有多少|多少|是几|有哪些|有|是|为|的|了|呢|吗|那|和|与|及|、|在|只看|看|情况|全市|本市|件|条|种|元|个|人|次|例|笔|类|钱|收到"
    "|怎么样|如何|几|哪"
)
_VAGUE = re.compile("金额|数量|件数|人数|比率")
"""What could be any of several indicators."""
_AGAINST = (
    Text("和什么时候比：同比还是环比", "against what: a year before, or the period before"),
    ("同比", "环比"),
)
_LEFT = re.compile(r"[^\W_]+|[;'\"*=<>-]+")


@dataclass(frozen=True, kw_only=True)
class Understood:
    """The query the question means."""

    inquiry: Inquiry


@dataclass(frozen=True, kw_only=True)
class AskedBack:
    """What has to be said first, and what there is to choose from (full names of indicators, or words)."""

    why: Text
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotKnown:
    """Why it is not answered."""

    why: Text


@dataclass
class Reading:
    """A question being read: what is left of it, and what was found in it. Found parts become a gap."""

    text: str
    indicators: list[tuple[str, ...]] = field(default_factory=list)
    period: str | None = None
    grain: Grain | None = None
    splits: list[tuple[tuple[str, str | None], ...]] = field(default_factory=list)
    values: list[tuple[Value, ...]] = field(default_factory=list)
    but: list[tuple[Value, ...]] = field(default_factory=list)
    compare: list[Comparison] = field(default_factory=list)
    limits: list[tuple[str | None, str, float]] = field(default_factory=list)
    top: int | None = None
    fewest: bool = False
    growth: bool = False

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, taken out."""
        found = pattern.search(self.text)
        if found:
            self.text = self.text[: found.start()] + "\0" + self.text[found.end() :]
        return found


def parse(
    question: str, words: Vocabulary, today: date, *, before: Inquiry | None = None
) -> Understood | AskedBack | NotKnown:
    """What the question means. ``before``: the inquiry it follows, of which what is not said anew still holds."""
    if len(question) > LONGEST:
        return NotKnown(why=Text(f"问题太长，请在 {LONGEST} 字以内", f"write at most {LONGEST} characters"))
    chosen, rest = _chosen(plain(question), words)
    reading = read(rest, words, today)
    if not reading.indicators and _VAGUE.search(reading.text):
        reading.text = _VAGUE.sub("\0", reading.text)
        before = None
    if chosen is not None:
        others = [names for names in reading.indicators if chosen not in names]
        reading.indicators = [(chosen,), *others]
    left = _LEFT.findall(_EMPTY.sub("\0", reading.text.replace(" ", "\0")))
    if left:
        said = "、".join(left)
        return NotKnown(why=Text(f"不明白“{said}”", f"“{said}” is not understood"))
    name = _indicator(reading, words, before)
    if not isinstance(name, str):
        return name
    try:
        return Understood(inquiry=_inquiry(reading, words.indicators[name], today, before))
    except AskBack as ask:
        return AskedBack(why=ask.why, choices=ask.choices)
    except Unknown as unknown:
        return NotKnown(why=unknown.why)


def plain(question: str) -> str:
    """The question in the one spelling it is read in."""
    return unicodedata.normalize("NFKC", question).lower()


def _chosen(text: str, words: Vocabulary) -> tuple[str | None, str]:
    """The indicator named before a colon (热线诉求量：今年各区县), which says which one is meant; and the rest."""
    said, colon, rest = text.partition(":")
    names = words.by_word.get(said.strip(), ()) if colon else ()
    return (names[0], rest) if len(names) == 1 else (None, text)


def read(text: str, words: Vocabulary, today: date) -> Reading:
    reading = Reading(text)
    _words(reading, words.by_word, reading.indicators)
    # 去年同期 is no period of its own.
    for pattern, comparison in _COMPARED[:1]:
        if reading.take(pattern):
            reading.compare.append(comparison)
    if found := reading.take(_GRAIN):
        reading.grain = "year" if found[2] else _GRAINS[found[1] or found[3]]
        reading.period = "all" if found[2] else None
    said = timed(reading.text, today)
    reading.text, reading.period = said.rest, said.period or reading.period
    while limit := reading.take(_LIMIT):
        reading.limits.append((limit[1], limit[2], float(limit[3]) * _TIMES[limit[4]]))
    if reading.take(_TREND):
        reading.grain = reading.grain or "month"
    for pattern, comparison in _COMPARED[1:]:
        if reading.take(pattern):
            reading.compare.append(comparison)
    if found := reading.take(_FIRST):
        reading.top = number(found[2] or found[4] or "1")
        reading.fewest = (found[1] or "") in ("后", "倒数") or (found[3] or "") in ("最少", "最低", "最小")
    reading.growth = reading.take(_GROWTH) is not None
    if found := _BUT.search(reading.text):
        inner = Reading(found[1])
        _words(inner, words.values, inner.values, after="类?")
        if inner.values and not _LEFT.findall(_EMPTY.sub("\0", inner.text)):
            reading.but = inner.values
            reading.text = reading.text[: found.start()] + "\0" + reading.text[found.end() :]
    _words(reading, words.values, reading.values, after="类?")
    _words(reading, words.splits, reading.splits, before=_WHICH, after=_AFTER)
    for here in words.here:
        reading.text = reading.text.replace(here.lower(), "\0")
    return reading


def _words(
    reading: Reading, known: Mapping[str, _T], found: list[_T], *, before: str = "", after: str = ""
) -> None:
    """Every word of the vocabulary in the text, the longest first, taken out."""
    for word in sorted((word for word in known if len(word) > 1 or before), key=len, reverse=True):
        if word in reading.text:
            pattern = re.compile(f"{before}{re.escape(word)}{after}")
            while reading.take(pattern):
                found.append(known[word])


def _indicator(reading: Reading, words: Vocabulary, before: Inquiry | None) -> str | AskedBack | NotKnown:
    meant = list(dict.fromkeys(name for names in reading.indicators for name in names))
    if len(meant) == 1:
        return meant[0]
    if meant:
        return AskedBack(
            why=Text("一次问一个指标，您问的是哪个", "which of these is meant"), choices=tuple(meant)
        )
    if before is not None and before.indicator in words.indicators:
        return before.indicator
    return AskedBack(
        why=Text("您问的是哪个指标", "which number is meant"), choices=tuple(_could_be(reading, words))
    )


def _could_be(reading: Reading, words: Vocabulary) -> Iterator[str]:
    """Indicators that have all the dimensions of the question, ten of them."""
    wanted = [{value.dimension for value in meant} for meant in (*reading.values, *reading.but)]
    wanted += [{name for name, _ in split} for split in reading.splits]
    fitting = [
        name
        for name, known in words.indicators.items()
        if all(each & {dimension.name for dimension in known.indicator.dimensions} for each in wanted)
    ]
    yield from fitting[:10]


def _inquiry(reading: Reading, known: Known, today: date, before: Inquiry | None) -> Inquiry:
    """The whole inquiry. Raises AskBack, Unknown."""
    indicator = known.indicator
    but = [each.model_copy(update={"but": True}) for each in only(reading.but, known)]
    where = [*only(reading.values, known), *but]
    if reading.growth and not _CHANGE.keys() & set(reading.compare):
        raise AskBack(*_AGAINST)
    # Several values of one dimension are asked for one by one.
    by = [
        By(dimension=each.dimension, level=each.level)
        for each in where
        if len(each.values) > 1 and not each.but
    ]
    by += _by(reading, known)
    inquiry = _after(
        before,
        Inquiry(
            indicator=indicator.name,
            period=reading.period or ("this_year" if indicator.time else "all"),
            grain=reading.grain,
            by=tuple({each.dimension: each for each in by}.values()),
            where=tuple(where),
            compare=tuple(dict.fromkeys(reading.compare)),
            beyond=tuple(_limits(reading)),
            top=reading.top,
            fewest=reading.fewest,
        ),
        reading,
    )
    if inquiry.top is not None and not inquiry.by:
        raise AskBack(Text("按什么排", "ranked by what"), [each.title.zh for each in indicator.dimensions])
    return sound(indicator, inquiry, today)


def _by(reading: Reading, known: Known) -> Iterator[By]:
    mine = {each.name: each for each in known.indicator.dimensions}
    for meant in reading.splits:
        fitting = [
            (name, level)
            for name, level in meant
            if name in mine and (level is None or level in mine[name].levels)
        ]
        if not fitting:
            raise Unknown(
                Text(
                    f"“{known.indicator.title.zh}”不能按{meant[0][1] or meant[0][0]}分",
                    f"“{known.indicator.title.en}” cannot be split by {meant[0][1] or meant[0][0]}",
                )
            )
        name, level = fitting[0]
        yield By(dimension=name, level=level or (mine[name].levels[0] if mine[name].levels else None))


def _limits(reading: Reading) -> Iterator[Beyond]:
    for moved, than, amount in reading.limits:
        if moved is None:
            yield Beyond(than=_THAN[than], number=amount)
            continue
        steps: list[Compared] = [_CHANGE[step] for step in reading.compare if step in _CHANGE]
        if len(steps) != 1:
            raise AskBack(*_AGAINST)
        down = moved in ("下降", "减少", "降低")
        sign = _TURNED[_THAN[than]] if down else _THAN[than]
        yield Beyond(column=steps[0], than=sign, number=-amount if down else amount)


def _after(before: Inquiry | None, said: Inquiry, reading: Reading) -> Inquiry:
    """What is not said anew still holds."""
    if before is None:
        return said
    again = {each.dimension for each in said.where}
    return said.model_copy(
        update={
            "period": said.period if reading.period is not None else before.period,
            "grain": said.grain or before.grain,
            "by": said.by or before.by,
            "where": (*[each for each in before.where if each.dimension not in again], *said.where),
            "compare": said.compare or before.compare,
            "beyond": said.beyond or before.beyond,
            "top": said.top if reading.top is not None else before.top,
            "fewest": said.fewest if reading.top is not None else before.fewest,
        }
    )
