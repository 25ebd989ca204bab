"""A byte-mutating fuzzer on every reader of files: no crash, no hang, and the accounts of whatever is read add up.

    python -m bench.fuzz_intake [minutes] [seed]        (default 60 0: another seed, other mutants)

Takes the corpus of ugly files as seeds, and mutates them: bytes flipped, cut out, doubled, two files spliced; of
workbooks also the parts inside of the package. Each mutant is read in a process of its own with limits of memory and
time. Ends with an error, and leaves the file behind, when a reader crashes, hangs, or loses a row.
"""

import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from multiprocessing.connection import Connection
from pathlib import Path

from shuzhi.collect.intake import read_file
from shuzhi.collect.scan import scan
from shuzhi.core.errors import ShuzhiError
from shuzhi.engine.files import DuckDBFiles
from tests.ugly.corpus import CORPUS

LONGEST = 60
"""Seconds a reader may take."""
MEMORY = 4 << 30


def main() -> None:
    began = time.monotonic()
    until = began + 60 * float(sys.argv[1] if len(sys.argv) > 1 else 60)
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    tried = refused = 0
    with tempfile.TemporaryDirectory() as name:
        seeds = [kind.make(Path(name), number)[0] for number, kind in enumerate(CORPUS)]
        while time.monotonic() < until:
            mutants = []
            for _ in range(50):
                seed += 1
                mutants.append(mutated(seeds, random.Random(seed), Path(name) / f"m{seed}"))
            outcome = tried_all(mutants)
            if outcome is None:
                guilty = [path for path in mutants if tried_all([path]) is None]
                left = shutil.copytree(name, tempfile.mkdtemp(), dirs_exist_ok=True)
                sys.exit(
                    f"a reader crashed or hung: {[left + '/' + path.name for path in guilty or mutants]}"
                )
            tried, refused = tried + len(mutants), refused + outcome
            for path in mutants:
                path.unlink()
            print(f"{tried:,} mutants of {len(CORPUS)} files in {(time.monotonic() - began) / 60:.0f} minutes: "
                  f"{refused:,} refused with a reason, {tried - refused:,} read, every row accounted for; "
                  "no crash, no hang", flush=True)  # fmt: skip


def tried_all(paths: list[Path]) -> int | None:
    """How many were refused; None when the process died or took too long."""
    parent, child = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=read_all, args=(paths, child))
    process.start()
    child.close()  # so that a process that died is heard of at once
    try:
        told: int | None = parent.recv() if parent.poll(LONGEST * 5) else None
    except EOFError:
        told = None
    if told is None:
        process.kill()
    process.join()
    return told if process.exitcode == 0 else None


def read_all(paths: list[Path], tell: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    tell.send(sum(not reads(path) for path in paths))


def reads(path: Path) -> bool:
    """Whether the file was read; every row of it landed, quarantined or set aside. False: refused with a reason."""
    with tempfile.TemporaryDirectory() as temp:
        files = DuckDBFiles()
        try:
            reading = read_file(
                source="源", name=path.name, batch="b", found=scan(path), temp=Path(temp), files=files
            )
            if reading.carefully is not None:
                reading = reading.carefully()
            landed = files.fetch(reading.query).num_rows
        except ShuzhiError:
            return False
    if landed + reading.quarantine.num_rows + reading.aside != reading.records:
        raise SystemExit(f"{path}: the accounts do not add up")
    return True


def mutated(seeds: list[Path], chance: random.Random, stem: Path) -> Path:
    """One of the files with something wrong in it."""
    seed = chance.choice(seeds)
    data = bytearray(seed.read_bytes())
    path = stem.with_suffix(seed.suffix)
    if zipfile.is_zipfile(seed) and chance.random() < 0.7:
        with zipfile.ZipFile(seed) as packed, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            hit = chance.choice(packed.namelist())
            for each in packed.namelist():
                part = bytearray(packed.read(each))
                out.writestr(each, bytes(mess(part, seeds, chance) if each == hit else part))
        return path
    path.write_bytes(bytes(mess(data, seeds, chance)))
    return path


def mess(data: bytearray, seeds: list[Path], chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 8, 64, 1024))
        kind = chance.randrange(5)
        if kind == 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length] * chance.choice((1, 2, 20))
        elif kind == 3:
            other = chance.choice(seeds).read_bytes()
            begin = chance.randrange(len(other))
            data[at:at] = other[begin : begin + length]
        else:
            data[at:at] = chance.choice(
                (b"\0", b"\xff", b'"', b"\n", b",", b"<", b"&x;", b"9" * 20, b"-1", b"1048576")
            )
    return data


if __name__ == "__main__":
    main()
