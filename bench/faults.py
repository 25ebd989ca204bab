"""Disk full, kill -9, the clock jumping, at random moments of intake: do the accounts still add up?

    python -m bench.faults [--times 100] [--only disk|kill|clock] [--seed 0]     (disk: as root, it mounts a tmpfs)

Each trial takes a small city (departments' files; 5,000 events of a stream, some twice, some that are none) through
merging and landing while something goes wrong at a random moment, then once more undisturbed. What the lake holds then
must be what it holds of a city to which nothing happened: every batch's rows = landed + quarantined + set aside, every
table the same, every event there once.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
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
CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static int (*real)(clockid_t, struct timespec *);
static double begun, after, jump;
__attribute__((constructor)) static void start(void) {
    struct timespec now;
    real = dlsym(RTLD_NEXT, "clock_gettime");
    real(CLOCK_MONOTONIC, &now);
    begun = now.tv_sec + now.tv_nsec / 1e9;
    after = atof(getenv("JUMP_AFTER")), jump = atof(getenv("JUMP_BY"));
}
static double leap(void) {
    struct timespec now;
    real(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9 - begun >= after ? jump : 0;
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
"""Loaded before the C library: the time of day jumps after so many seconds, as when somebody sets it."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--times", type=int, default=100)
    arguments.add_argument("--only", choices=("disk", "kill", "clock"))
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--intake", type=Path, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.intake:
        intake(asked.intake)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pristine = made(folder / "pristine")
        shutil.copytree(pristine, folder / "undisturbed")
        began = time.monotonic()
        assert started(folder / "undisturbed").wait() == 0, "intake fails even when nothing is wrong"
        took, wanted = time.monotonic() - began, seen(folder / "undisturbed")
        size = sum(path.stat().st_size for path in (folder / "undisturbed").rglob("*") if path.is_file())
        print(
            f"undisturbed: {took:.1f} s, {size / 1e6:.1f} MB, {len(wanted)} tables and accounts", flush=True
        )
        library = clock_library(folder)
        good = True
        for kind in (asked.only,) if asked.only else ("kill", "clock", "disk"):
            same = stopped = 0
            for number in range(asked.times):
                chance = random.Random(f"{kind} {asked.seed + number}")
                ended, found = trial(kind, chance, pristine, folder / "trial", took, size, library)
                stopped += ended != 0
                same += found == wanted
                if found != wanted:
                    print(f"{kind} {asked.seed + number}: DIFFERENT {differing(wanted, found)}", flush=True)
            print(
                f"{kind}: {asked.times} trials, {stopped} cut off by it; {same} ended as if nothing had happened",
                flush=True,
            )
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


def intake(folder: Path) -> None:
    """What is disturbed: feeds pulled, files landed."""
    city = load_city(folder)
    problems: list[Problem] = []
    pull_feeds(city, lambda event: problems.extend(event.problems))
    with lake_of(city) as lake:
        forget_gone(lake, city)
        land(lake, city, lambda event: problems.extend(event.problems), as_of=DAY)
    sys.exit(1 if any(not problem.warning for problem in problems) else 0)


def started(folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.faults", "--intake", str(folder)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )


def trial(
    kind: str, chance: random.Random, pristine: Path, folder: Path, took: float, size: int, library: Path
) -> tuple[int, dict[str, str]]:
    """How the disturbed intake ended, and what the lake holds after another, undisturbed one."""
    room = size * chance.uniform(0.6, 1.6) if kind == "disk" else None
    with place(folder, room) as grow:
        try:
            shutil.copytree(pristine, folder / "city")
        except (OSError, shutil.Error):
            grow()
            shutil.rmtree(folder / "city", ignore_errors=True)
            shutil.copytree(pristine, folder / "city")
        jump = str(chance.choice((-1, 1)) * 10 ** chance.uniform(0, 8))
        when = chance.uniform(0, took)
        disturbed = (
            started(folder / "city", LD_PRELOAD=str(library), JUMP_AFTER=str(when), JUMP_BY=jump)
            if kind == "clock"
            else started(folder / "city")
        )
        if kind == "kill":
            with contextlib.suppress(subprocess.TimeoutExpired):
                disturbed.wait(when)
            disturbed.send_signal(signal.SIGKILL)
        ended = disturbed.wait()
        grow()
        again = started(folder / "city").wait()
        found = seen(folder / "city") if again == 0 else {"the undisturbed intake": f"ended with {again}"}
    return ended, found


@contextlib.contextmanager
def place(folder: Path, size: float | None) -> Iterator[Callable[[], object]]:
    """A folder, on a disk of its own of that size if one is said; what it gives makes that disk large."""
    folder.mkdir()
    if size is not None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={int(size)}", "tmpfs", str(folder)], check=True)
    try:
        yield lambda: size and subprocess.run(["mount", "-o", "remount,size=4g", str(folder)], check=True)
    finally:
        if size is not None:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder)


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
