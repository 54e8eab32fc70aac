"""The faults of the drill: what is broken, and how it is undone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from dev.drills.ha.cluster import Node, run
from dev.drills.ha.house import House

OUTAGE = 35.0
"""Seconds; longer than ttl + 10, otherwise nothing fails over."""


@dataclass(frozen=True)
class Fault:
    name: str
    strike: Callable[[House], Callable[[], None] | None]
    """Break something, and return how to undo it."""
    seconds: float = OUTAGE
    """How long it lasts."""


def kill_postmaster(house: House) -> None:
    os.kill(house.cluster.primary().postmaster(), signal.SIGKILL)


def kill_patroni(house: House) -> Callable[[], None]:
    node = house.cluster.primary()
    node.signal(signal.SIGKILL, "patroni")
    return node.start_patroni


def kill_node(house: House) -> Callable[[], None]:
    return _down(house.cluster.primary())


def kill_standby(house: House) -> Callable[[], None]:
    return _down(house.cluster.standby(), "patroni", "postgres")


def kill_etcd_leader(house: House) -> Callable[[], None]:
    node = house.cluster.etcd_leader()
    node.signal(signal.SIGKILL, "etcd")
    return node.start_etcd


def cut_link(house: House) -> Callable[[], None]:
    link = f"v{house.cluster.primary().number}"
    run("ip", "link", "set", link, "down")
    return lambda: _run("ip", "link", "set", link, "up")


def cut_from_nodes(house: House) -> Callable[[], None]:
    """Cut the primary off from the other nodes, but not from the portals."""
    node = house.cluster.primary()
    others = [other.address for other in house.cluster.nodes if other is not node]
    for address in others:
        _iptables(node, "-I", "INPUT", "-s", address)
        _iptables(node, "-I", "OUTPUT", "-d", address)
    return lambda: _run(*node.inside("iptables", "-F"))


def freeze(house: House) -> Callable[[], None]:
    node = house.cluster.primary()
    node.signal(signal.SIGSTOP)
    return lambda: node.signal(signal.SIGCONT)


def kill_portal(house: House) -> Callable[[], None]:
    portal = house.portals[0]
    assert portal.process  # noqa: S101 -- started by run_house
    server = psutil.Process(portal.process.pid)
    for process in (server, *server.children(recursive=True)):
        process.kill()
    portal.process.wait()
    return portal.start


def kill_pgbouncer(house: House) -> Callable[[], None]:
    house.pgbouncer.kill()
    house.pgbouncer.wait()
    return house.start_pgbouncer


def switch_over(house: House) -> None:
    leader = house.cluster.primary().name
    candidate = house.cluster.standby().name
    command = ("switchover", "louzu", "--leader", leader, "--candidate", candidate, "--force")
    house.cluster.patronictl(*command)


HALF_CUT = Fault("primary cut off from the nodes, not from the portals", cut_from_nodes)
FAULTS = (
    Fault("kill -9 postmaster of the primary", kill_postmaster, 5),
    Fault("kill -9 Patroni of the primary", kill_patroni),
    Fault("whole primary node killed", kill_node),
    Fault("primary's link down", cut_link),
    HALF_CUT,
    Fault("primary frozen, then let go", freeze),
    Fault("etcd leader killed", kill_etcd_leader, 10),
    Fault("a standby killed", kill_standby, 15),
    Fault("one portal killed", kill_portal, 10),
    Fault("PgBouncer killed for 2 s", kill_pgbouncer, 2),
    Fault("planned switchover", switch_over, 5),
)


def _down(node: Node, *names: str) -> Callable[[], None]:
    node.signal(signal.SIGKILL, *names)
    time.sleep(0.2)
    node.signal(signal.SIGKILL, *names)  # what was started in between

    def start() -> None:
        if not names:
            node.start_etcd()
        node.start_patroni()

    return start


def _iptables(node: Node, *rule: str) -> None:
    run(*node.inside("iptables", *rule, "-j", "DROP"))


def _run(*command: str | Path) -> None:
    run(*command)
