"""Clients that send headers or bodies slowly or not at all, without a proxy in front."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from dev.drills.harness.building import make_place
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import Portal, run_portal
from dev.drills.harness.probes import Probes

NUMBER, SECONDS = 50, 40.0
MAX_SECONDS = 3.0


def drill() -> list[Outcome]:
    with run_portal() as portal:
        probes = Probes(make_place(households=4), portal.url)
        kinds = {
            "slow headers": b"GET /account/login/ HTTP/1.1\r\nHost: ",
            "slow bodies": (
                f"POST /account/login/ HTTP/1.1\r\nHost: {portal.host}:{portal.port}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n"
            ).encode(),
            "silent": b"",
        }
        return [_crowd(portal, probes, name, begin) for name, begin in kinds.items()]


def _crowd(portal: Portal, probes: Probes, name: str, begin: bytes) -> Outcome:
    crowd = [socket.create_connection((portal.host, portal.port)) for _one in range(NUMBER)]
    for client in crowd:
        client.sendall(begin)
    ended = threading.Event()
    trickle = threading.Thread(target=_trickle, args=[crowd if begin else [], ended])
    trickle.start()
    probes.longest.clear()
    probes.statuses.clear()
    started = time.monotonic()
    while time.monotonic() - started < SECONDS:
        probes.ask()
    ended.set()
    trickle.join()
    closed = sum(_was_closed(client) for client in crowd)
    figures = probes.figures() | {"closed by the server": f"{closed} of {NUMBER}"}
    faults = probes.faults(MAX_SECONDS)
    if closed < NUMBER:
        faults.append(f"{NUMBER - closed} of {NUMBER} connections are still open.")
    return Outcome(f"{NUMBER} {name}", faults=tuple(faults), figures=figures)


def _trickle(crowd: list[socket.socket], ended: threading.Event) -> None:
    """Send one more byte on each connection every second."""
    while not ended.wait(1):
        for client in crowd:
            with contextlib.suppress(OSError):
                client.send(b"x")


def _was_closed(client: socket.socket) -> bool:
    """Return whether the server closed the connection, with or without an answer before."""
    client.settimeout(0.2)
    try:
        while client.recv(4096):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        client.close()
    return True
