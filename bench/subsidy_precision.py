"""How good are the subsidy rules? Planted truth, seeds the weights have never seen, the platform's own loop.

    python -m bench.subsidy_precision             report on the test seeds
    python -m bench.subsidy_precision --tune      estimate the weights on the tuning seeds, and print them
    python -m bench.subsidy_precision --slips 0.03            with numbers mistyped, as departments do
    python -m bench.subsidy_precision --slips 0.03 --exact    the same files, people told by exact numbers only
    python -m bench.subsidy_precision --people 1750000 --payments 17000000 --density 1 --seeds 301

``--density`` plants Beihai's 8,751 flags and 413 leads in fewer payments (1.2 million x 14.2 = 17 million), so
that weights rest on as many leads as Beihai had without its 17 million lawful rows. What the figures mean: the
stories and how often each shows each sign are invented (scenarios/subsidy/fictional); they say how far evidence
helps in a prefecture like that one, not what a real one would see. ``--clarity`` shows how much they depend on
how well registers are kept.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression

from bench.rivals.prefecture import exactly
from shuzhi.core import sql
from shuzhi.packs.generate import generate
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

REPOSITORY = Path(__file__).parent.parent
YUNLAN = REPOSITORY / "cities" / "yunlan" / "city.yml"
TUNING, TESTING = (101, 102, 103), (301, 302, 303)
LEADS = 413
SCOPE = Scope(name="bench:subsidy_precision", reads=("finding.*", "outcome.*"), writes=())


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Findings of one seed, best first: rule, score, signals that hold, is it a lead; leads known per rule."""

    seed: int
    rule: npt.NDArray[np.object_]
    score: npt.NDArray[np.float64]
    signals: list[frozenset[int]]
    lead: npt.NDArray[np.bool_]
    known: dict[str, int]

    def of(self, rule: str) -> npt.NDArray[np.int64]:
        return np.flatnonzero(self.rule == rule)


def judged(city: City, seed: int) -> Judged:
    """Run the loop over the city and set its findings beside the truth."""
    if city.as_of is None:
        raise ValueError("the bench needs a city with an as_of date")
    started, cpu = time.perf_counter(), time.process_time()
    run_city(city, as_of=city.as_of, tell=lambda _: None)
    print(f"seed {seed}: run {time.perf_counter() - started:.0f} s, {time.process_time() - cpu:.0f} CPU s")
    with lake_of(city, read_only=True) as lake:
        book = Pipeline(lake=lake, scope=SCOPE)
        found = book.fetch(
            sql.query("""
                select f.finding, f.rule, f.score, coalesce(o.conclusion in ('线索', '立案'), false) as lead
                from finding.finding f
                left join outcome.outcome o
                  on o.scenario = f.scenario and o.rule = f.rule and o.subject = f.subject
                where f.scenario = 'subsidy' order by f.score desc, f.finding""")
        ).to_pydict()
        held = book.fetch(sql.query("select finding, signal from finding.signal")).to_pydict()
        known = book.fetch(
            sql.query("""
                select rule, count(*) as leads from outcome.outcome
                where scenario = 'subsidy' and conclusion in ('线索', '立案') group by rule""")
        ).to_pydict()
    signals: dict[str, set[int]] = {}
    for finding, signal in zip(held["finding"], held["signal"], strict=True):
        signals.setdefault(finding, set()).add(signal)
    return Judged(
        seed=seed,
        rule=np.array(found["rule"], dtype=object),
        score=np.array(found["score"], dtype=float),
        signals=[frozenset(signals.get(finding, ())) for finding in found["finding"]],
        lead=np.array(found["lead"], dtype=bool),
        known=dict(zip(known["rule"], known["leads"], strict=True)),
    )


def cities(seeds: tuple[int, ...], size: Mapping[str, float], *, exact: bool) -> Iterator[tuple[City, int]]:
    """Yunlan at this size with each seed, one at a time: a temporary folder each."""
    for seed in seeds:
        with tempfile.TemporaryDirectory(prefix="subsidy_precision_") as folder:
            scenarios = exactly(Path(folder)) if exact else REPOSITORY / "scenarios"
            file = yaml.safe_load(YUNLAN.read_text(encoding="utf-8"))
            file |= {
                "scenarios": ["subsidy"],
                "scenario_path": [str(scenarios)],
                "generate": {"subsidy": {**size, "seed": seed}},
                # Grants for another scenario's purpose would not be declared here; the bench reads none.
                "grants": [],
                "map": None,
            }
            path = Path(folder) / "city.yml"
            path.write_text(yaml.safe_dump(file, allow_unicode=True, sort_keys=False), encoding="utf-8")
            city = load_city(Path(folder))
            started = time.perf_counter()
            generate(city)
            print(
                f"seed {seed}: {size['payments']:,} payments written in {time.perf_counter() - started:.0f} s"
            )
            yield city, seed


def tune(samples: list[Judged], signals: dict[str, int]) -> dict[str, tuple[float, list[float]]]:
    """Per rule the base and the weights: logistic regression, L2 with C = 10, on all tuning seeds together."""
    weights = {}
    for rule, count in signals.items():
        rows = [
            (sample.signals[place], sample.lead[place]) for sample in samples for place in sample.of(rule)
        ]
        held = np.array([[number + 1 in row for number in range(count)] for row, _ in rows], dtype=float)
        model = LogisticRegression(C=10.0, max_iter=2000).fit(held, np.array([lead for _, lead in rows]))
        weights[rule] = (round(float(model.intercept_[0]), 2), [round(float(w), 2) for w in model.coef_[0]])
    return weights


def report(sample: Judged) -> None:
    """Naive rules beside the evidence-weighted ranking, then every rule with its base rate."""
    flags, leads, known = len(sample.lead), int(sample.lead.sum()), sum(sample.known.values())
    print(f"\nseed {sample.seed}: {flags:,} flags, {leads} leads among them, {known} leads known")
    print(f"  naive rules, all flags     precision {leads / flags:.3f}  recall {leads / known:.3f}")
    for k in sorted({min(k, flags) for k in (leads // 2, LEADS, leads, leads * 3 // 2, leads * 2)}):
        right = int(sample.lead[:k].sum())
        print(f"  best {k:>5} by evidence       precision {right / k:.3f}  recall {right / known:.3f}")
    sure = sample.score >= 0.5
    print(
        f"  score 0.5 and above ({int(sure.sum())})  precision {sample.lead[sure].mean():.3f}"
        f"  recall {sample.lead[sure].sum() / known:.3f}"
    )
    print(f"  {'rule':<24}{'flags':>7}{'leads':>7}{'base rate':>11}{'at top':>8}{'right':>7}{'recall':>8}")
    for rule in sorted(sample.known):
        places = sample.of(rule)
        top = places[places < LEADS]
        right, base = int(sample.lead[top].sum()), sample.lead[places].mean() if len(places) else 0.0
        print(
            f"  {rule:<24}{len(places):>7}{int(sample.lead[places].sum()):>7}{base:>11.3f}{len(top):>8}"
            f"{right:>7}{right / sample.known[rule]:>8.2f}"
        )


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--tune", action="store_true", help="estimate weights instead of reporting")
    arguments.add_argument(
        "--seeds", type=int, nargs="+", help=f"default: {TESTING}, or with --tune {TUNING}"
    )
    arguments.add_argument("--people", type=int, default=150_000)
    arguments.add_argument("--payments", type=int, default=1_200_000)
    arguments.add_argument("--density", type=float, default=14.2)
    arguments.add_argument("--clarity", type=float, default=1.8)
    arguments.add_argument("--slips", type=float, default=0.0, help="share of a roster's numbers typed wrong")
    arguments.add_argument("--exact", action="store_true", help="people told by exact numbers, not fused")
    given = arguments.parse_args()
    seeds = tuple(given.seeds or (TUNING if given.tune else TESTING))
    if given.tune and set(seeds) & set(TESTING):
        arguments.error("weights are not tuned on the seeds they are judged by")
    samples, signals = [], {}
    size = {name: getattr(given, name) for name in ("people", "payments", "density", "clarity", "slips")}
    for city, seed in cities(seeds, size, exact=given.exact):
        samples.append(judged(city, seed))
        signals = {rule.rule: len(rule.score.signals) for s in city.scenarios for rule in s.rules}
        if not given.tune:
            report(samples[-1])
    if given.tune:
        print(
            yaml.safe_dump(
                {rule: {"base": b, "weights": w} for rule, (b, w) in tune(samples, signals).items()}
            )
        )


if __name__ == "__main__":
    main()
