"""``python -m dev.drills.ha``: enter a namespace of our own, and run the drill there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from dev.drills.ha.cluster import PATRONI, PROGRAMS
from louzu.env import ROOT

NEEDED = (
    "unshare",
    "nsenter",
    "ip",
    "iptables",
    "etcd",
    "etcdctl",
    "haproxy",
    "pgbouncer",
    "openssl",
)
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"
LOCK = ROOT / "deploy/ha/requirements-patroni.lock"
ENTER = [
    "unshare",
    "--user",
    "--keep-caps",
    "--net",
    "--mount",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
]
AS_ROOT = ["--map-user=1", "--map-group=1"]
"""PostgreSQL refuses to run as root, so root is mapped to the user daemon."""
REAP = ["bash", "-c", '"$@" & wait $!', "reap"]
"""A first process that reaps orphans. Otherwise a killed postmaster stays a zombie, and Patroni
believes that it runs."""


def main() -> int:
    missing = [name for name in NEEDED if not shutil.which(name, path=PATH)]
    missing += [] if (PROGRAMS / "postgres").exists() else [str(PROGRAMS)]
    if missing:
        sys.stderr.write(f"The drill needs what is missing here: {', '.join(missing)}.\n")
        return 1
    _install_patroni()
    identity = AS_ROOT if os.geteuid() == 0 else ["--map-current-user"]
    command = [*ENTER, *identity, *REAP, sys.executable, "-m", "dev.drills.ha.rounds"]
    return subprocess.run(command, env={**os.environ, "PATH": PATH}, check=False).returncode


def _install_patroni() -> None:
    """Make the virtual environment of Patroni from its lock, if it is not there or older."""
    done = PATRONI / ".done"
    if done.exists() and done.stat().st_mtime >= LOCK.stat().st_mtime:
        return
    shutil.rmtree(PATRONI, ignore_errors=True)
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "-q", PATRONI], check=True)
        install = [uv, "pip", "install", "-q", "--python", PATRONI / "bin/python"]
    else:
        subprocess.run([sys.executable, "-m", "venv", PATRONI], check=True)
        install = [PATRONI / "bin/pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*map(str, install), "--require-hashes", "-r", LOCK], check=True)
    Path(done).touch()


if __name__ == "__main__":
    sys.exit(main())
