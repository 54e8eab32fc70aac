"""Write ``tests/data/releases/<version>.sql.gz``: the demo's database as this release leaves it.

Run once for each release, when its last migration has landed. ``tests/residents/test_migrate.py``
restores each of these files and upgrades it, so that every later release is tried on real rows.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from louzu.env import ROOT
from louzu.lib.release import release_version
from louzu.server.postgres import Server, binaries
from louzu.server.roles import NAME

FOLDER = ROOT / "tests" / "data" / "releases"


def main() -> int:
    with tempfile.TemporaryDirectory() as home, Server(Path(home), throwaway=True) as server:
        surroundings = {
            **os.environ,
            "LOUZU_HOME": home,
            "LOUZU_DEMO": "1",
            "LOUZU_DATABASE_URL": server.url,
        }
        for command in (["migrate", "-v0"], ["check_installation"], ["demo", "--if-empty"]):
            manage = [sys.executable, str(ROOT / "manage.py"), *command]
            subprocess.run(manage, env=surroundings, check=True)
        dump = subprocess.run(
            [
                *(binaries() / "pg_dump", "-h", server.sockets, "-U", NAME, "-d", NAME),
                *("--no-owner", "--no-privileges"),
            ],
            check=True,
            capture_output=True,
        ).stdout
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{release_version(ROOT)}.sql.gz"
    file.write_bytes(gzip.compress(dump, mtime=0))
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
