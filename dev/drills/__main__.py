"""``python -m dev.drills [NAME …]``: run these drills, or all of this folder, and print a table."""

from __future__ import annotations

import sys

from dev.drills.harness.running import run_drills

if __name__ == "__main__":
    sys.exit(run_drills(sys.argv[1:]))
