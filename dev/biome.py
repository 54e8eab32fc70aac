"""Lint style sheets and scripts with Biome, and install it from ``package-lock.json`` if it is
missing.

Biome checks against a Baseline year. Features missing in Chromium 80 and Safari 13.1 are listed in
``tests/architecture/browser_support.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, INSTALLED = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
INSTALL = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]


def main() -> int:
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        if not shutil.which("npm"):
            sys.stdout.write(
                "npm is missing: the linter comes from npm (Debian: apt-get install npm).\n"
            )
            return 1
        subprocess.run(INSTALL, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    biome = ROOT / "node_modules" / ".bin" / "biome"
    return subprocess.run([biome, "lint", "--error-on-warnings"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
