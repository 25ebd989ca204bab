"""Questions in words: how many are understood as they are meant, how many wrongly, how many are left unanswered.

    python -m bench.questions [city]       a city that has run (default: cities/yunlan)

Three sets, on the demo city's day: held-in questions, paraphrases that nobody tuned on, and what must not be answered.
"""

import statistics
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.analyse.indicators.periods import period
from shuzhi.analyse.questions.parse import AskedBack, NotKnown, Understood
from shuzhi.analyse.questions.vocabulary import Vocabulary
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of
from shuzhi.run.questions import understood, vocabulary
from shuzhi.run.read import desk, post_in
from shuzhi.secure.policy import Reader

SETS = Path(__file__).resolve().parents[1] / "tests" / "questions"
TODAY = date(2026, 6, 30)
Case = Mapping[str, Any]


def cases(name: str) -> list[Case]:
    found: list[Case] = yaml.safe_load((SETS / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def words_of(city: City) -> Vocabulary:
    """The words of who may see most: the leader, and who watches for outbreaks."""
    with lake_of(city, read_only=True) as lake:
        posts = tuple(post_in(city, role, None) for role in ("分管领导", "疫情监测员"))
        reader = Reader(name="bench", posts=posts)
        asking = Counter(
            desk=desk(lake, city, reader, TODAY), city=city, catalogue=indicators(city, city.as_of or TODAY)
        )
        return vocabulary(asking)


def meant(case: Case) -> tuple[object, ...]:
    """The query a case expects, comparable with ``as_meant``."""
    by = sorted(tuple((*each.split("/"), None)[:2]) for each in case.get("by", ()))
    where = sorted(
        (name, tuple(sorted(values)), but)
        for key, but in (("where", False), ("but", True))
        for name, values in case.get(key, {}).items()
    )
    beyond = sorted((*each.split(" ")[:2], float(each.split(" ")[2])) for each in case.get("beyond", ()))
    return (
        case["i"],
        period(str(case["period"]), TODAY),
        case.get("grain"),
        tuple(by),
        tuple(where),
        tuple(sorted(case.get("compare", ()))),
        tuple(beyond),
        case.get("top"),
        case.get("fewest", False),
    )


def as_meant(inquiry: Inquiry) -> tuple[object, ...]:
    return (
        inquiry.indicator,
        period(inquiry.period, TODAY),
        inquiry.grain,
        tuple(sorted((each.dimension, each.level) for each in inquiry.by)),
        tuple(
            sorted((each.dimension, tuple(sorted(map(str, each.values))), each.but) for each in inquiry.where)
        ),
        tuple(sorted(inquiry.compare)),
        tuple(sorted((each.column, each.than, each.number) for each in inquiry.beyond)),
        inquiry.top,
        inquiry.fewest,
    )


def judge(case: Case, words: Vocabulary, city: City) -> tuple[str, object]:
    """right, wrong, not answered; and what was understood."""
    before = None
    if "after" in case:
        earlier = understood(case["after"], words, city, TODAY)
        assert isinstance(earlier, Understood), case
        before = earlier.inquiry
    told = understood(case["q"], words, city, TODAY, before=before)
    if isinstance(told, Understood):
        right = "i" in case and as_meant(told.inquiry) == meant(case)
        return ("right" if right else "wrong"), told.inquiry
    if "i" in case:
        return "not answered", told
    kind = "ask" if isinstance(told, AskedBack) else "abstain"
    return ("right" if kind == case["then"] else "not answered, otherwise"), told


def main(folder: Path) -> None:
    city = load_city(folder)
    words = words_of(city)
    for name in ("held_in", "paraphrases", "not_answerable"):
        tally: dict[str, int] = {}
        seconds = []
        for case in cases(name):
            began = time.perf_counter()
            verdict, told = judge(case, words, city)
            seconds.append(time.perf_counter() - began)
            tally[verdict] = tally.get(verdict, 0) + 1
            if verdict != "right" and name != "paraphrases" and "-v" in sys.argv:
                print(
                    f"  {verdict}: {case['q']}  ->  {told.why.zh if isinstance(told, AskedBack | NotKnown) else told!r}"
                )
        total = sum(tally.values())
        shares = ", ".join(
            f"{verdict} {count} ({count / total:.1%})" for verdict, count in sorted(tally.items())
        )
        print(f"{name}: {total} questions: {shares}; median {statistics.median(seconds) * 1000:.1f} ms")


if __name__ == "__main__":
    named = [each for each in sys.argv[1:] if not each.startswith("-")]
    main(Path(named[0]) if named else Path("cities/yunlan"))
