"""Ask a database of vulnerabilities about the packages of requirements.lock, by ``pip-audit``.

Without a network nothing can be asked: that is said, and is no failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

NOT_ASKED = 3
"""Exit code."""
COMMAND = ["-s", "osv", "-r", "requirements.lock", "--require-hashes", "--disable-pip"]
OPTIONS = ["-f", "json", "--progress-spinner", "off", "--timeout", "10"]


def main() -> int:
    program = Path(sys.executable).with_name("pip-audit")
    done = subprocess.run(
        [program, *COMMAND, *OPTIONS], capture_output=True, text=True, check=False
    )
    found = vulnerabilities(done.stdout)
    if found is None:
        print("the database of vulnerabilities could not be reached")
        return NOT_ASKED
    print("\n".join(found))
    return 1 if found else 0


def vulnerabilities(report: str) -> list[str] | None:
    """Return a line for each vulnerable package; None if there is no report."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return None
    return [
        f"{one['name']} {one['version']}: {', '.join(known['id'] for known in one['vulns'])}"
        for one in packages
        if one.get("vulns")
    ]


if __name__ == "__main__":
    sys.exit(main())
