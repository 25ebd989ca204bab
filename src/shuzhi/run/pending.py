"""What people decided about batches while no run was on: kept in files beside the city, done by the next run.

``withdrawals/<batch>.json`` takes a batch back or restores it; ``repairs/<batch>.jsonl`` holds mended records. A server
never writes to the lake, so that it never stands in a run's way.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from shuzhi.core.crypto import write_whole
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.packs.schema import City
from shuzhi.run import intake, ledger, repair
from shuzhi.secure.gateway import Lake, Pipeline

FOLDER = "withdrawals"


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A batch somebody wants taken back or restored."""

    batch: str
    does: Literal["withdraw", "restore"]
    by: str
    because: str


def ask(city: City, wanted: Pending) -> None:
    """Write it down, whole or not at all; of two about one batch the last is done."""
    path = _path(city, wanted.batch)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(path, json.dumps(asdict(wanted), ensure_ascii=False).encode())


def pending(city: City) -> dict[str, Pending]:
    """By batch, what waits for the next run."""
    found = sorted((city.folder / FOLDER).glob("*.json"))
    return {path.stem: Pending(**json.loads(path.read_bytes())) for path in found}


def mended(city: City, batch: str) -> int:
    """How many records of a batch somebody has mended so far."""
    return len(repair.kept(city, batch))


def carry_out(lake: Lake, city: City, tell: Callable[[Sequence[Problem]], None]) -> None:
    """Do what waits. What cannot be done (the batch is gone by now) is told and forgotten."""
    for wanted in pending(city).values():
        try:
            if wanted.does == "withdraw":
                intake.withdraw(lake, city, wanted.batch, by=wanted.by, because=wanted.because)
            else:
                intake.restore(lake, city, wanted.batch, by=wanted.by)
        except ShuzhiError as error:
            tell(error.problems)
        _path(city, wanted.batch).unlink()
    held = {batch.batch: batch for batch in ledger.batches(Pipeline(lake=lake, scope=intake.READING))}
    for path in sorted((city.folder / repair.FOLDER).glob("*.jsonl")):
        batch = held.get(path.stem)
        waiting = repair.kept(city, path.stem)
        if batch is not None and len(waiting) > batch.repaired:
            intake.mend(lake, city, path.stem, [], by=waiting[-1].by)


def _path(city: City, batch: str) -> Path:
    return city.folder / FOLDER / f"{batch}.json"
