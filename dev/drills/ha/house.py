"""Start HAProxy, PgBouncer and two portals with shared media in front of the database nodes."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from dev.drills.ha.cluster import BALANCER, HOUSE, Cluster, Process, wait_until
from dev.drills.harness.portal import Portal, connect

PORTS = (8001, 8002)
PORTALS = [f"{HOUSE}:{port}" for port in PORTS]
WEB = f"http://{BALANCER}:8080"


@dataclass
class House:
    cluster: Cluster
    portals: list[Portal]
    haproxy: Process
    pgbouncer: Process

    def start_pgbouncer(self) -> None:
        self.pgbouncer = _start(self.cluster, "pgbouncer", "pgbouncer.ini")

    def answers(self) -> bool:
        with suppress(requests.RequestException):
            return requests.get(f"{WEB}/account/login/", timeout=10).status_code == 200
        return False

    def readiness(self) -> list[str]:
        return [requests.get(f"{portal.url}/readyz", timeout=10).text for portal in self.portals]


@contextmanager
def run_house(cluster: Cluster) -> Iterator[House]:
    """Start the balancer, the pooler and two portals, and set Django up in this process."""
    haproxy = _start(cluster, "haproxy", "-db", "-f", "haproxy.cfg")
    pgbouncer = _start(cluster, "pgbouncer", "pgbouncer.ini")
    portals = _make_portals(cluster)
    house = House(cluster, portals, haproxy, pgbouncer)
    try:
        for portal in portals:
            portal.start()
            portal.wait()
        wait_until(house.answers, 60, f"answer through the balancer: {house.readiness()}")
        connect(portals[0].environment | _direct(cluster))
        yield house
    finally:
        for portal in portals:
            portal.stop()
        for process in (house.pgbouncer, haproxy):
            process.kill()
            process.wait()


def _make_portals(cluster: Cluster) -> list[Portal]:
    first = cluster.folder / "a"
    (first / "media").mkdir(parents=True)
    (cluster.folder / "b").mkdir()
    (cluster.folder / "b/media").symlink_to(first / "media")
    variables = {
        "LOUZU_SECRET_KEY": secrets.token_hex(32),
        "LOUZU_DATABASE_URL": _url(cluster, "app", 6432),
        "LOUZU_DATABASE_OWNER_URL": _url(cluster, "owner", 6432),
        "LOUZU_DATABASE_POOLER": "1",
        "LOUZU_HOSTS": f"{BALANCER},{HOUSE}",
        "LOUZU_WORKERS": "0",
    }
    homes = (first, cluster.folder / "b")
    return [
        Portal(home, port, host=HOUSE, variables=variables)
        for home, port in zip(homes, PORTS, strict=True)
    ]


def _direct(cluster: Cluster) -> dict[str, str]:
    """Return the variables of a process that needs named cursors, as verify_journal does: it goes to
    the balancer without the pooler."""
    url = _url(cluster, "app", 5000)
    tls = f"sslmode=verify-ca&sslrootcert={cluster.tls}/ca.crt"
    return {"LOUZU_DATABASE_URL": f"{url}?{tls}", "LOUZU_DATABASE_POOLER": "0"}


def _url(cluster: Cluster, role: str, port: int) -> str:
    password = cluster.settings[f"{role.upper()}_PASSWORD"]
    return f"postgres://louzu_{role}:{password}@{BALANCER}:{port}/louzu"


def _start(cluster: Cluster, program: str, *arguments: str) -> Process:
    folder: Path = cluster.nodes[0].folder
    with (cluster.folder / f"{program}.log").open("ab") as log:
        return subprocess.Popen([program, *arguments], cwd=folder, stdout=log, stderr=log)
