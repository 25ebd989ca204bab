"""Disk full, kill -9, the clock jumping, at random moments of intake: do the accounts still add up?

    python -m bench.faults [--times 100] [--only disk|kill|clock] [--seed 0]     (disk: as root, it mounts a tmpfs)

Each trial takes a small city (departments' files; 5,000 events of a stream, some twice, some that are none) through
merging and landing while something goes wrong at a random moment, then once more undisturbed. What the lake holds then
must be what it holds of a city to which nothing happened: every batch's rows = landed + quarantined + set aside, every
table the same, every event there once.
"""

import argparse
import contextlib
import ctypes
import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from multiprocessing.context import ForkProcess
from pathlib import Path

from shuzhi.collect.layout import FED
from shuzhi.collect.streams.log import Log
from shuzhi.core.errors import Problem
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.feeds import pull_feeds
from shuzhi.run.gone import forget_gone
from shuzhi.run.intake import accounts
from shuzhi.run.land import land
from shuzhi.run.loop import lake_of
from tests.lakes import digest

DAY = date(2026, 6, 30)
STREAM, EVENTS = "死亡登记", 5000
LARGE = 4 << 30
CLOCK_LIBRARY = "SHUZHI_BENCH_CLOCK"
FORKED = multiprocessing.get_context("fork")
CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static int (*real)(clockid_t, struct timespec *);
static double after, jump;
__attribute__((constructor)) static void start(void) { real = dlsym(RTLD_NEXT, "clock_gettime"); }
void jump_by(double seconds, double when) { jump = seconds, after = when; }
static double leap(void) {
    struct timespec now;
    real(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + now.tv_nsec / 1e9 >= after ? jump : 0;
}
int clock_gettime(clockid_t which, struct timespec *told) {
    int failed = real(which, told);
    if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) told->tv_sec += (long)leap();
    return failed;
}
time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *told, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    told->tv_sec = now.tv_sec, told->tv_usec = now.tv_nsec / 1000;
    return 0;
}
"""
"""Loaded before the C library: the time of day jumps after so many seconds of the processor, as if somebody set it."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--times", type=int, default=100)
    arguments.add_argument("--only", choices=("disk", "kill", "clock"))
    arguments.add_argument("--seed", type=int, default=0)
    asked = arguments.parse_args()
    if CLOCK_LIBRARY not in os.environ:
        with tempfile.TemporaryDirectory() as name:
            library = clock_library(Path(name))
            environment = {**os.environ, "LD_PRELOAD": str(library), CLOCK_LIBRARY: str(library)}
            again = [sys.executable, "-m", "bench.faults", *sys.argv[1:]]
            sys.exit(subprocess.run(again, env=environment, check=False).returncode)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pristine = made(folder / "pristine")
        shutil.copytree(pristine, folder / "undisturbed")
        before = spent_by_children()
        assert waited(started(folder / "undisturbed")) == 0, "intake fails even when nothing is wrong"
        took, wanted = spent_by_children() - before, looked(folder / "undisturbed")
        held = {file.relative_to(pristine) for file in pristine.rglob("*")}
        new = (file for file in (folder / "undisturbed").rglob("*") if file.is_file())
        size = sum(
            file.stat().st_size for file in new if file.relative_to(folder / "undisturbed") not in held
        )
        told = (
            f"{took:.1f} s of the processor, {size / 1e6:.1f} MB written, {len(wanted)} tables and accounts"
        )
        print(f"undisturbed: {told}", flush=True)
        plan = Plan(pristine, took, size)
        good = True
        for kind in (asked.only,) if asked.only else ("kill", "clock", "disk"):
            same = stopped = 0
            for number in range(asked.times):
                chance = random.Random(f"{kind} {asked.seed + number}")
                ended, found = trial(kind, chance, plan, folder / "trial")
                stopped += ended != 0
                same += found == wanted
                if found != wanted:
                    print(f"{kind} {asked.seed + number}: DIFFERENT {differing(wanted, found)}", flush=True)
                if (number + 1) % 10 == 0 or number + 1 == asked.times:
                    told = f"{stopped} cut off by it; {same} ended as if nothing had happened"
                    print(f"{kind}: {number + 1} trials, {told}", flush=True)
            good &= same == asked.times
    sys.exit(0 if good else 1)


def made(folder: Path) -> Path:
    """A small city: its files, and a stream whose events wait in closed logs, some twice, some late, some none."""
    write_city(folder)
    for file in (folder / "data").rglob("*死亡*"):
        file.unlink()
    (folder / "feeds").mkdir()
    feed = "push: {token: {env: NONE}, key: [身份证号], time: 死亡日期, part: day}\n"
    (folder / "feeds" / f"{STREAM}.yml").write_text(feed, encoding="utf-8")
    log = Log(folder / "data" / FED / STREAM)
    for number in range(EVENTS):
        event = f'{{"身份证号": "{number}", "姓名": "某{number}", "死亡日期": "2026-06-{1 + number % 28:02}"}}'.encode()
        log.keep([("push", event)] * (1 + number % 7 // 6) + [("push", b"nothing")] * (number % 999 == 0))
        if number % 500 == 499:
            log.close()
    log.close()
    return folder


def intake(folder: Path, jump: tuple[float, float] | None) -> None:
    """What is disturbed: feeds pulled, files landed. ``jump``: of the clock by so many seconds, after so many."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    if jump:
        ctypes.CDLL(os.environ[CLOCK_LIBRARY]).jump_by(*map(ctypes.c_double, jump))
    city = load_city(folder)
    problems: list[Problem] = []
    pull_feeds(city, lambda event: problems.extend(event.problems))
    with lake_of(city) as lake:
        forget_gone(lake, city)
        land(lake, city, lambda event: problems.extend(event.problems), as_of=DAY)
    sys.exit(1 if any(not problem.warning for problem in problems) else 0)


def started(folder: Path, jump: tuple[float, float] | None = None) -> ForkProcess:
    """In a process of its own that need not load anything first."""
    process = FORKED.Process(target=intake, args=(folder, jump))
    process.start()
    return process


def waited(process: ForkProcess) -> int:
    process.join()
    return process.exitcode or 0


@dataclass(frozen=True)
class Plan:
    """What every trial begins with: a city, how many seconds of the processor its intake takes, how much it writes."""

    pristine: Path
    took: float
    written: int


def trial(kind: str, chance: random.Random, plan: Plan, folder: Path) -> tuple[int, dict[str, str]]:
    """How the disturbed intake ended, and what the lake holds after another, undisturbed one."""
    with disk(folder) if kind == "disk" else contextlib.nullcontext():
        city = folder / "city"
        shutil.copytree(plan.pristine, city)
        if kind == "disk":
            room = int(plan.written * chance.uniform(0, 1.2))
            resized(folder, shutil.disk_usage(folder).used + room)
        jump, when = chance.choice((-1, 1)) * 10 ** chance.uniform(0, 8), chance.uniform(0, plan.took)
        disturbed = started(city, (jump, when) if kind == "clock" else None)
        if kind == "kill":
            while disturbed.is_alive() and spent_by(disturbed) < when:
                time.sleep(0.005)
            disturbed.kill()
        ended = waited(disturbed)
        if kind == "disk":
            resized(folder, LARGE)
        again = waited(started(city))
        found = looked(city) if again == 0 else {"the undisturbed intake": f"ended with {again}"}
    shutil.rmtree(folder)
    return ended, found


def spent_by_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def spent_by(process: ForkProcess) -> float:
    """Seconds of the processor, so that a moment means the same on a crowded machine (the clock id is Linux's own)."""
    return time.clock_gettime((~(process.pid or 0) << 3) | 2)


@contextlib.contextmanager
def disk(folder: Path) -> Iterator[None]:
    """The folder is a disk of its own."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={LARGE}", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def resized(folder: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)


def looked(folder: Path) -> dict[str, str]:
    """What `seen` tells, by a process of its own: this one must stay without threads, to fork."""
    mine, its = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=lambda: its.send(seen(folder)))
    process.start()
    its.close()
    told: dict[str, str] = mine.recv()
    process.join()
    return told


def seen(folder: Path) -> dict[str, str]:
    """Every table by its content, and every batch's account, which must add up."""
    with lake_of(load_city(folder), read_only=True) as lake:
        held = [batch for batch, _ in accounts(lake)]
    for batch in held:
        assert batch.records == batch.landed + batch.quarantined + batch.set_aside, batch
    return digest(folder) | {f"account {batch.file}": f"{batch.records} {batch.landed}" for batch in held}


def differing(wanted: dict[str, str], found: dict[str, str]) -> list[str]:
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def clock_library(folder: Path) -> Path:
    source, library = folder / "clock.c", folder / "clock.so"
    source.write_text(CLOCK)
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    return library


if __name__ == "__main__":
    main()
