"""Run the portal (``louzu serve``, ``make run``): database, migrations, static files, then gunicorn and
the workers of the job queue, under a supervisor."""

from __future__ import annotations

import contextlib
import os
import sys

from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.lib.variables import shown
from louzu.server import processes
from louzu.server.children import STOP_TIMEOUT
from louzu.server.errors import StartError
from louzu.server.locks import SERVE, exclusive_lock
from louzu.server.postgres import Server, ServerError
from louzu.server.signals import Signals
from louzu.server.size import WebSize, web_size
from louzu.server.supervisor import Supervisor
from louzu.server.web import WebServer, listen
from louzu.server.workers import COMMANDS, METRICS, Workers

HOST, PORT = "127.0.0.1", 8000


def main() -> int:
    os.umask(0o077)  # nothing in the home is for other users
    try:
        signals = Signals()
        _run(signals)
    except (StartError, ServerError, ImproperlyConfigured) as reason:
        sys.stderr.write(f"{reason}\n" if str(reason) else "")
        return 1
    except KeyboardInterrupt:
        pass
    sys.stdout.write("\nStopped.\n")
    return 0


def _run(signals: Signals) -> None:
    (host, port), size, environment = read_settings()
    # Children have the tree as working directory, and are found again by their home.
    os.environ |= {"LOUZU_HOME": str(environment.home), processes.HOME_MARK: str(environment.home)}
    with exclusive_lock(environment.home, SERVE):
        # The embedded database ended with its supervisor: there is nothing to wait for.
        grace = STOP_TIMEOUT if environment.database else processes.STOP_TIMEOUT
        processes.stop_orphans(environment.home, grace)
        listener = listen(host, port)
        server = None if environment.database else Server(environment.home)
        with listener, server or contextlib.nullcontext():
            web = WebServer(listener, size)
            metrics = METRICS if environment.monitoring.metrics else {}
            workers = Workers((COMMANDS if environment.workers else {}) | metrics)
            address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            Supervisor(signals, server, web, workers).run(address)


def read_settings() -> tuple[tuple[str, int], WebSize, env.Environment]:
    """Return address, size and variables. Raises StartError or ImproperlyConfigured if one is wrong."""
    address, size = (os.environ.get("HOST", HOST), _port()), web_size()
    environment = env.read()
    _require_proxy(environment)
    return address, size, environment


def _port() -> int:
    word = os.environ.get("PORT", str(PORT))
    if not word.isdecimal() or not 0 < int(word) < 65536:  # noqa: PLR2004 -- ports end there
        raise StartError(f"PORT is “{shown(word)}”: write a number from 1 to 65535.")
    return int(word)


def _require_proxy(environment: env.Environment) -> None:
    if environment.https and not environment.proxies:
        raise StartError(
            "LOUZU_PROXIES is 0 with https on: this server speaks no TLS itself, so write how many"
            " proxies stand in front, or LOUZU_HTTPS=0."
        )
