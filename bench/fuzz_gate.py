"""The gate under fuzzing: mutated SQL, and never a crash or an escape.

    python -m bench.fuzz_gate --minutes 60      mutations kept where they reach new lines of the gate
    python -m bench.fuzz_gate --minutes 1 --seed 7

Seeds are the leak harness' attacks and the bench's reads. A mutation that makes the gate, the rewriting or the proof run
lines no earlier one did is kept and mutated further (coverage guided, by ``sys.settrace``). What passes is run as the clerk of
the harness. A crash is any exception that is not the product's own; an escape is a hidden value in an answer or an error.
"""

import argparse
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from shuzhi.core.errors import ShuzhiError
from tests.leaks import attacks_gate, attacks_masks, attacks_policy, attacks_rows
from tests.leaks.attack import Attack, leaked
from tests.leaks.defences import composed
from tests.leaks.world import CLERK, KNOWN, THERE, world

WATCHED = (
    "/secure/gate.py",
    "/secure/rewrite.py",
    "/secure/proof.py",
    "/secure/statistics.py",
    "/core/sql.py",
)
SPLICES = (
    "select", "from", "where", "union all", "with a as (", ")", "(", ",", ";", "--", "/*", "*/", "'", '"', "''", "$$", "E'\\x41'",
    "\\u0000", "\\u00a0", "\\u3000", "standard.秘密", "lake.", "read_text('/etc/passwd')", "query('select 1')", "*", "columns(*)", "::", "->",
    "[1]", "{'a': 1}", "$1", "?", "@x", "recursive", "lateral", "unnest([1])", "values (1)", "at (version => 1)", "tablesample 1",
    "pivot", "exclude (姓名)", "is not distinct from", "between", "try_cast(", "as integer)", "over ()", "filter (where true)",
    "or true", "not", "null", "1e999", "0x41", "ａ", "秘密", "名册", "姓名", "身份证号", "limit 1", "qualify", "group by all", "order by all",
)  # fmt: skip


UNKNOWN = "990109"
"""A region nobody's rows are in."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    chance = random.Random(told.seed)
    modules = (attacks_rows, attacks_masks, attacks_gate, attacks_policy)
    corpus = [attack.sql for module in modules for attack in module.ATTACKS]
    seen: set[tuple[str, int]] = set()
    tried = passed = kept = 0
    end = time.monotonic() + told.minutes * 60
    with tempfile.TemporaryDirectory() as name, world(Path(name) / "lake") as lake:
        while time.monotonic() < end:
            # What an answer repeats of the question is no escape; nor is what the public list says.
            text = mutated(chance, corpus).replace(THERE, UNKNOWN)
            lines: set[tuple[str, int]] = set()
            attack = Attack(name="fuzz", sql=text, defence="gate")
            sys.settrace(_tracer(lines))
            try:
                rows, said = composed(lake, CLERK.reader, text), ""
                passed += 1
            except ShuzhiError as error:
                rows, said = [], str(error)
            except RecursionError:
                rows, said = [], "too deep"
            finally:
                sys.settrace(None)
            tried += 1
            who = replace(CLERK, sees_there=True) if str(KNOWN) in text else CLERK
            if leaked(who, attack, rows, said):
                print(f"ESCAPE {text!r} {rows[:2]} {said}")
                sys.exit(1)
            if lines - seen:
                seen |= lines
                corpus.append(text)
                kept += 1
    print(
        f"{tried} texts in {told.minutes} minutes, {passed} answered, {kept} kept, {len(seen)} lines of the gate: no crash, no escape"
    )


def mutated(chance: random.Random, corpus: list[str]) -> str:
    text = chance.choice(corpus)
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        place, other = chance.randrange(len(text) + 1), chance.choice(corpus)
        how = chance.randrange(6)
        if how == 0:
            text = text[:place] + " " + chance.choice(SPLICES) + " " + text[place:]
        elif how == 1:
            text = text[:place] + text[place + chance.randrange(1, 12) :]
        elif how == 2:
            begin = chance.randrange(len(other) + 1)
            text = text[:place] + other[begin : begin + chance.randrange(1, 40)] + text[place:]
        elif how == 3:
            text = f"select * from ({text}) t"
        elif how == 4:
            text = (
                text[:place]
                + chr(chance.choice((0, 9, 10, 34, 39, 59, 92, 96, 160, 0x2028, 0xFF07, 0x1F600)))
                + text[place:]
            )
        else:
            words = text.split(" ")
            words[chance.randrange(len(words))] = chance.choice(other.split(" "))
            text = " ".join(words)
    return text[:3000]


def _tracer(lines: set[tuple[str, int]]) -> Any:
    def local(frame: FrameType, event: str, arg: object) -> Any:
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    def enter(frame: FrameType, event: str, arg: object) -> Any:
        return local if frame.f_code.co_filename.endswith(WATCHED) else None

    return enter


if __name__ == "__main__":
    main()
