"""The laboratory: three database nodes with links that can be cut, etcd, and how they are."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from louzu.env import ROOT

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
PATRONI = ROOT / ".venv-patroni"
DEPLOY = ROOT / "deploy/ha"
NETWORK = "198.18.56"
"""Prefix of the laboratory's addresses, in the range that RFC 2544 reserves for benchmarks."""
BALANCER = "127.0.0.1"
HOUSE = f"{NETWORK}.254"
"""The address of portals, balancer and pooler, as the nodes see it."""
PASSWORDS = ("SUPERUSER", "REPLICATION", "REWIND", "OWNER", "APP")
Process = subprocess.Popen[bytes]


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@dataclass
class Node:
    """A machine: a network namespace of its own, with etcd and Patroni, which starts PostgreSQL."""

    name: str
    folder: Path
    holder: Process
    """A process that only keeps the namespace."""
    environment: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def number(self) -> int:
        return int(self.name[1:])

    @property
    def address(self) -> str:
        return f"{NETWORK}.{self.number}"

    def inside(self, *command: str | Path) -> list[str | Path]:
        return ["nsenter", "-t", str(self.holder.pid), "-n", *command]

    def start_etcd(self) -> None:
        self._start("etcd", "etcd")

    def start_patroni(self) -> None:
        self._start("patroni", PATRONI / "bin/patroni", self.folder / "patroni.yml")

    def processes(self, *names: str) -> list[int]:
        """Return the pids in this node's namespace, of these programs or of all."""
        ours = _network_of(self.holder.pid)
        found = []
        for entry in Path("/proc").iterdir():
            try:
                here = entry.name.isdecimal() and _network_of(entry.name) == ours
                if here and int(entry.name) != self.holder.pid:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    programs = {Path(word.decode()).name for word in words[:2]}
                    if not names or programs & set(names):
                        found.append(int(entry.name))
            except OSError:
                continue  # it has ended meanwhile
        return found

    def postmaster(self) -> int:
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def signal(self, number: signal.Signals, *names: str) -> None:
        for pid in self.processes(*names):
            _kill(pid, number)

    def _start(self, name: str, *command: str | Path) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            environment = {**os.environ, **self.environment}
            subprocess.Popen(
                self.inside(*command), env=environment, stdout=log, stderr=log, cwd=self.folder
            )


@dataclass
class Cluster:
    folder: Path
    nodes: list[Node]
    settings: dict[str, str]

    @property
    def tls(self) -> Path:
        return self.folder / "tls"

    def ask(self, node: Node, path: str) -> requests.Response | None:
        """Ask a node's Patroni; None if it does not answer."""
        try:
            return requests.get(
                f"https://{node.address}:8008{path}",
                verify=str(self.tls / "ca.crt"),
                timeout=2,
                proxies={"https": ""},
            )
        except requests.RequestException:
            return None

    def primary(self) -> Node:
        found = self.primaries()
        if len(found) != 1:
            raise RuntimeError(f"There are {len(found)} primaries.")
        return found[0]

    def primaries(self) -> list[Node]:
        answers = [(node, self.ask(node, "/primary")) for node in self.nodes]
        return [node for node, answer in answers if answer and answer.status_code == 200]

    def standby(self) -> Node:
        """Return a standby that counts for the quorum."""
        answers = [(node, self.ask(node, "/quorum")) for node in self.nodes]
        return next(node for node, answer in answers if answer and answer.status_code == 200)

    def members(self) -> list[dict[str, Any]]:
        for node in self.nodes:
            if answer := self.ask(node, "/cluster"):
                found: list[dict[str, Any]] = answer.json().get("members", [])
                return found
        return []

    def is_whole(self) -> bool:
        """Whether one node leads and both others stream from it."""
        states = sorted((m["role"] == "leader", m.get("state", "")) for m in self.members())
        whole = [(False, "streaming"), (False, "streaming"), (True, "running")]
        return states == whole and len(self.primaries()) == 1

    def etcd_leader(self) -> Node:
        for node in self.nodes:
            status = json.loads(run(*self._etcdctl(node), "endpoint", "status", "-w", "json"))
            if status[0]["Status"]["leader"] == status[0]["Status"]["header"]["member_id"]:
                return node
        raise RuntimeError("etcd has no leader.")

    def patronictl(self, *command: str) -> str:
        config = self.nodes[0].folder / "patroni.yml"
        return run(PATRONI / "bin/patronictl", "-c", config, *command)

    def _etcdctl(self, node: Node) -> list[str]:
        tls = [
            f"--cacert={self.tls}/ca.crt",
            f"--cert={self.tls}/n1.crt",
            f"--key={self.tls}/n1.key",
        ]
        return ["etcdctl", f"--endpoints=https://{node.address}:2379", *tls]


def make_cluster(folder: Path, portals: list[str]) -> Cluster:
    """Make network, certificates and configuration, and start etcd and Patroni on three nodes."""
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "br0", "type", "bridge")
    run("ip", "addr", "add", f"{HOUSE}/24", "dev", "br0")
    run("ip", "link", "set", "br0", "up")
    nodes = [_make_node(folder / f"n{number}", number) for number in (1, 2, 3)]
    run(DEPLOY / "certificates.sh", folder / "tls", *(f"{n.name}={n.address}" for n in nodes))
    settings: dict[str, str] = {}
    for node in nodes:
        settings = _render(folder, node, portals, settings)
    cluster = Cluster(folder, nodes, settings)
    for node in nodes:
        node.start_etcd()
    for node in nodes:
        node.start_patroni()
    wait_until(cluster.is_whole, 180, "three healthy nodes")
    return cluster


def _make_node(folder: Path, number: int) -> Node:
    folder.mkdir(parents=True, mode=0o700)
    holder = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])  # noqa: S607 -- from PATH
    node = Node(f"n{number}", folder, holder)
    outside = _network_of("self")
    wait_until(lambda: _network_of(holder.pid) != outside, 10, "a namespace")
    run(
        "ip",
        "link",
        "add",
        f"v{number}",
        "type",
        "veth",
        "peer",
        "name",
        "e0",
        "netns",
        str(holder.pid),
    )
    run("ip", "link", "set", f"v{number}", "master", "br0", "up")
    run(*node.inside("ip", "addr", "add", f"{node.address}/24", "dev", "e0"))
    run(*node.inside("ip", "link", "set", "e0", "up"))
    run(*node.inside("ip", "link", "set", "lo", "up"))
    return node


def _render(
    folder: Path, node: Node, portals: list[str], settings: dict[str, str]
) -> dict[str, str]:
    """Fill in the file of addresses for the laboratory and render it by the script that is shipped."""
    settings = settings or {f"{name}_PASSWORD": secrets.token_hex(12) for name in PASSWORDS}
    values = settings | {
        "CLUSTER": "louzu",
        "NETWORK": f"{NETWORK}.0/24",
        **{f"N{number}": f"{NETWORK}.{number}" for number in (1, 2, 3)},
        "APPS": " ".join(portals),
        "CONFIG": str(node.folder),
        "TLS": str(folder / "tls"),
        "PROGRAMS": str(PROGRAMS),
        "DATA": str(node.folder / "data"),
        "SOCKETS": str(node.folder),
        "ETCD_DATA": str(node.folder / "etcd"),
        "BALANCER_ADDRESS": BALANCER,
        "WATCHDOG": "off",
    }
    shipped = {line.split("=")[0] for line in (DEPLOY / "cluster.env").read_text().splitlines()}
    if unknown := values.keys() - shipped:
        raise RuntimeError(f"cluster.env does not have {unknown}.")
    filled = node.folder / "cluster.env"
    filled.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    run(sys.executable, DEPLOY / "render.py", filled, node.name, node.folder)
    for name in ("passwords.env", "etcd.env"):
        lines = (node.folder / name).read_text().splitlines()
        node.environment |= dict(line.split("=", 1) for line in lines)
    node.environment["PATH"] = f"{PROGRAMS}:{os.environ['PATH']}"
    return settings


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Return the seconds waited. Raises TimeoutError."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"No {what} within {seconds:.0f} seconds.")
        time.sleep(0.3)
    return time.monotonic() - begun


def _network_of(pid: int | str) -> str:
    return str(Path(f"/proc/{pid}/ns/net").readlink())


def _kill(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
