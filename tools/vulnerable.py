"""What is installed, compared with the list of known vulnerabilities (PyPI's, by pip-audit). Needs the network.

Exit code 0: none known; 1: some; 2: it could not be found out, which is said and never taken for "none".
"""

import json
import subprocess
import sys
from pathlib import Path


def main() -> int:
    command = [
        str(Path(sys.executable).parent / "pip-audit"),
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = subprocess.run([*command, "--skip-editable"], capture_output=True, text=True, check=False)  # noqa: S603
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        print(f"NOT AUDITED: the list of vulnerabilities cannot be reached from here ({why[:200]})")
        return 2
    unknown = [each["name"] for each in found if "skip_reason" in each and each["name"] != "shuzhi"]
    weak = [each for each in found if each.get("vulns")]
    for each in weak:
        for one in each["vulns"]:
            mended = ", ".join(one["fix_versions"]) or "nowhere yet"
            print(f"{each['name']} {each['version']}: {one['id']}, mended in {mended}")
    told = f"{len(found) - len(unknown)} of {len(found)} packages audited, {len(weak)} with known vulnerabilities"
    print(told if not unknown else f"{told}; NOT AUDITED (no answer for them from here): {len(unknown)}")
    return 1 if weak else 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
