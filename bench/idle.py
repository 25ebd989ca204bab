"""What a server keeps in memory when nobody asks it anything: the whole process.

    python -m bench.idle CITY

By the Python of the environment that is measured: what else is installed there counts (pandas, say). Needs Linux, and a
city that was run.
"""

import subprocess
import sys
import time
from pathlib import Path

from bench.web.process import memory, settle

PORT = "18499"
TARGET = 400


def main() -> None:
    command = [Path(sys.executable).parent / "shuzhi", "serve", sys.argv[1], "--port", PORT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            for line in server.stdout or ():
                if PORT in line:
                    break
            time.sleep(30)
            spent = settle(server.pid)
            rollup = Path(f"/proc/{server.pid}/smaps_rollup").read_text()
            anonymous = int(rollup.split("Anonymous:")[1].split()[0]) * 1024 / 1e6
            resident = memory(server.pid)
            verdict = "" if resident < TARGET else f"  MISSED: below {TARGET}"
            print(
                f"resident {resident:.0f} MB, anonymous {anonymous:.0f} of it; {spent:.0f} s of CPU{verdict}"
            )
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
