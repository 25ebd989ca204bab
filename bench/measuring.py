"""How long something took and how much memory the process has had at most."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def measured(what: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{what}: {time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} CPU s, peak {peak:.1f} GB",
        flush=True,
    )
