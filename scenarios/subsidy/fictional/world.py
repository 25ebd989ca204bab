"""The prefecture while it is being written: people, who receives what, register rows, and the truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from shuzhi.packs.api import Problem, ShuzhiError, Text

from .people import Days, Flags, Ints, People, Words

MONTHS = 66
"""Months of payments: 2021-01 to 2026-06."""
YEARS = tuple(range(2021, 2027))
STANDARD = np.array([42_000, 45_000, 45_000, 48_000, 52_000, 52_000])
"""Monthly subsistence standard by year, in cents. Agrees with parameters/standards.yml."""
SHARES = np.array([100, 75, 50, 130])
"""Percent of the standard by level: three classes of 低保, and 特困."""
DESTITUTE = 3

Counts = tuple[int, int]
"""How many violations, and how many that only look like one."""
Column = npt.NDArray[np.generic] | Words | str
Rows = Mapping[str, Column]


@dataclass(frozen=True)
class Spells:
    """Monthly payments: person, months [since, until), level of amount, whose account.

    Positions are shuffled.
    """

    person: Ints
    since: Ints
    until: Ints
    level: Ints
    account: Ints
    free: Flags


@dataclass(frozen=True)
class Cases:
    """People of one rule's flags.

    ``story`` 0 is a violation, every other number one lawful or mistaken story.
    """

    who: Ints
    spell: Ints
    story: Ints
    rng: np.random.Generator
    clarity: float

    @property
    def count(self) -> int:
        return len(self.who)

    def fact(self, *odds: float) -> Flags:
        """Whether a fact holds of each case, with odds by story: facts overlap between stories as in life.

        The odds are those of badly kept registers; ``clarity`` above 1 moves them away from even.
        """
        held, not_held = np.array(odds) ** self.clarity, (1 - np.array(odds)) ** self.clarity
        return np.asarray(self.rng.random(self.count) < (held / (held + not_held))[self.story])

    def number(self, low: int, high: int) -> Ints:
        return self.rng.integers(low, high, self.count)


@dataclass(frozen=True)
class World:
    """Everything that will be written. ``rows`` and ``extras`` grow while stories are planted."""

    rng: np.random.Generator
    people: People
    monthly: Mapping[str, Spells]
    farms: Ints
    cadres: Ints
    others: Ints
    other_free: Flags
    clarity: float
    rows: dict[str, list[Rows]] = field(default_factory=dict)
    extras: dict[str, list[Rows]] = field(default_factory=dict)

    def add(self, register: str, **columns: Column) -> None:
        """Rows for a register; text given once stands in every row."""
        self.rows.setdefault(register, []).append(columns)

    def listed(self, register: str, who: Ints, **columns: Column) -> None:
        """Rows of a register about these people, under their true names and ids."""
        if len(who):
            self.add(register, 姓名=self.people.names[who], 身份证号=self.people.ids[who], **columns)

    def pay(
        self,
        project: str,
        who: Ints,
        months: Ints,
        cents: Ints,
        **columns: Column,
    ) -> None:
        """Single payments outside the monthly spells.

        Columns given replace the person's own name, id or account.
        """
        if not len(who):
            return
        people = self.people
        rows: dict[str, Column] = {
            "姓名": people.names[who],
            "身份证号": people.ids[who],
            "村": people.village_names[people.village_of(who)],
            "账号": people.accounts[who],
            "备注": "",
        }
        self.extras.setdefault(project, []).append(
            {**rows, "month": months, "日期": pay_day(months, self.county(who)), "金额": cents, **columns}
        )

    def county(self, who: Ints) -> Ints:
        return np.asarray(self.people.county[self.people.village_of(who)])

    def households(self, who: Ints) -> Ints:
        return np.asarray(self.people.household[who])

    def relative(self, who: Ints, place: int) -> Ints:
        """The member at this place of each person's household (the last one where it is smaller)."""
        household = self.people.household[who]
        return np.asarray(self.people.first[household] + np.minimum(place, self.people.size[household] - 1))

    def cadre(self, who: Ints, place: int = 0) -> Ints:
        """A cadre of each person's village; place 0 approves, 1 prepares."""
        return np.asarray(self.cadres[self.people.village_of(who), place])

    def cases(
        self,
        pool: str,
        counts: Counts,
        *,
        stories: tuple[float, ...],
        size: int = 1,
        months: int = 10,
    ) -> Cases:
        """Draw people not yet in any story: violations, and others who spread over ``stories``."""
        guilty, innocent = counts
        told = np.array(stories) / sum(stories)
        story = np.concatenate([np.zeros(guilty, np.int64), 1 + self.rng.choice(len(told), innocent, p=told)])
        if pool == "others":
            chosen = _draw(
                self.other_free & (self.people.size[self.people.household[self.others]] >= size), len(story)
            )
            self.other_free[chosen] = False
            return Cases(self.others[chosen], chosen, story, self.rng, self.clarity)
        spells = self.monthly[pool]
        sizes = self.people.size[self.people.household[spells.person]]
        chosen = _draw(spells.free & (sizes >= size) & (spells.until - spells.since >= months), len(story))
        spells.free[chosen] = False
        return Cases(spells.person[chosen], chosen, story, self.rng, self.clarity)

    def take_over(self, pool: str, spell: Ints) -> tuple[Ints, Ints, Ints]:
        """Take these spells out of the regular stream: per payment its case, its month, its cents."""
        spells = self.monthly[pool]
        case = np.repeat(np.arange(len(spell)), spells.until[spell] - spells.since[spell])
        months = np.concatenate(
            [np.arange(a, b) for a, b in zip(spells.since[spell], spells.until[spell], strict=True)]
        )
        cents = monthly_cents(pool, spells.level[spell][case], months)
        spells.until[spell] = spells.since[spell]
        return case, months, cents

    def judge(self, rule: str, cases: Cases, cents: Ints, **columns: Words) -> None:
        """What investigators concluded: half of the violations became cases, the others stayed leads."""
        filed = np.where(self.rng.random(cases.count) < 0.5, "立案", "线索")
        conclusion = np.where(cases.story == 0, filed, "排除").astype(object)
        day = np.datetime64("2026-07-15") + cases.number(0, 90).astype("timedelta64[D]")
        judged: dict[str, Column] = {
            "姓名": self.people.names[cases.who],
            "身份证号": self.people.ids[cases.who],
            **columns,
        }
        self.add(
            "核查结果",
            规则=rule,
            结论=conclusion,
            金额=np.where(cases.story == 0, cents, 0),
            核查日期=day,
            **judged,
        )


def pay_day(months: Ints, county: Ints) -> Days:
    """The day a county pays in a month."""
    return np.asarray(first_day(months) + (9 + county * 2).astype("timedelta64[D]"))


def first_day(months: Ints) -> Days:
    return np.asarray((np.datetime64("2021-01") + months.astype("timedelta64[M]")).astype("datetime64[D]"))


def monthly_cents(pool: str, level: Ints, months: Ints) -> Ints:
    """The regular amount of a month, in cents."""
    if pool == "公租房":
        return np.asarray(12_000 + 6_000 * level)
    return np.asarray(STANDARD[np.clip(months // 12, 0, 5)] * SHARES[level] // 100)


def _draw(free: Flags, count: int) -> Ints:
    chosen = np.flatnonzero(free)[:count]
    if len(chosen) < count:
        raise ShuzhiError(
            [
                Problem(
                    what=Text(
                        f"人太少，安排不下这么多疑点：要 {count} 人，只有 {len(chosen)} 人",
                        f"too few people for the planted stories: {len(chosen)} of {count}",
                    ),
                    where="generate: subsidy",
                    todo=Text("加大 people，或减小 density", "ask for more people, or for less density"),
                )
            ]
        )
    return chosen
