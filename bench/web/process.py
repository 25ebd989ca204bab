"""What a process uses, from /proc."""

import os
import time
from pathlib import Path


def cpu(pid: int) -> float:
    """Seconds of CPU it has used, in all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes of it in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def settle(pid: int, *, quiet: float = 15, most: float = 600) -> float:
    """Waits until it has little to do; how much CPU it has used until then. Raises TimeoutError."""
    deadline = time.monotonic() + most
    while time.monotonic() < deadline:
        before = cpu(pid)
        time.sleep(quiet)
        if cpu(pid) - before < 0.1 * quiet:
            return cpu(pid)
    raise TimeoutError(f"process {pid} is still busy after {most:.0f} s")
