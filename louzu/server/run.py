"""Start the portal (``make run``, ``make serve``): database, migrations, static files, then gunicorn
and the workers of the job queue."""

from __future__ import annotations

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import django
import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from louzu import env
from louzu.server import processes
from louzu.server.postgres import Server, ServerError, exclusive_lock
from louzu.server.workers import COMMANDS, Workers

HOST, PORT = "127.0.0.1", 8000
WORKERS, THREADS = 2, 8  # a request takes a thread while it is read, so a slow client takes one too
START_TIMEOUT = 30.0
"""Seconds in which gunicorn must answer."""
FIRST_STEPS = """Nobody can sign in yet. In another window make the keeper's account:
  bin/louzu manage createsuperuser
What follows is in docs/operations.md, under “How a committee begins”."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StartError(Exception):
    """The portal cannot start or continue. The message is one sentence."""


def main() -> int:
    for stop_signal in STOP_SIGNALS:
        signal.signal(stop_signal, _interrupt)
    try:
        host, port = os.environ.get("HOST", HOST), _port()
        environment = env.read()
        _require_proxy(environment)
        with exclusive_lock(environment.home):
            _require_free(host, port)
            server = None if environment.database else Server(environment.home)
            with server or contextlib.nullcontext():
                first_steps = _prepare()
                workers = Workers(COMMANDS if environment.workers else {})
                _serve(host, port, server, workers, first_steps)
    except (StartError, ServerError, ImproperlyConfigured, CommandError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except KeyboardInterrupt:
        sys.stdout.write("\nStopped.\n")
    return 0


def _interrupt(*_signal: object) -> None:
    for stop_signal in STOP_SIGNALS:
        signal.signal(stop_signal, signal.SIG_IGN)
    raise KeyboardInterrupt


def _port() -> int:
    word = os.environ.get("PORT", str(PORT))
    if not word.isdecimal() or not 0 < int(word) < 65536:  # noqa: PLR2004 -- ports end there
        raise StartError(f"PORT is “{word}”: write a number from 1 to 65535.")
    return int(word)


def _require_proxy(environment: env.Environment) -> None:
    if environment.https and not environment.proxies:
        raise StartError(
            "LOUZU_PROXIES is 0 with https on: this server speaks no TLS itself, so write how many"
            " proxies stand in front, or LOUZU_HTTPS=0."
        )


def _require_free(host: str, port: int) -> None:
    """Raise StartError if the port is taken. Workers of a killed gunicorn get three seconds to end."""
    deadline = time.monotonic() + 3
    while (error := _bind_error(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise StartError(
                f"Port {port} on {host} cannot be had ({error.strerror}): choose another,"
                f" such as PORT={port + 1}."
            )
        time.sleep(0.2)


def _bind_error(host: str, port: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def _prepare() -> str:
    """Migrate the database, fill the demo if asked for, collect static files.

    Returns what the administrator has to do first, or "".
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.checks import Tags, run_checks  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    try:  # without the pool, which would retry
        psycopg.connect(**connection.get_connection_params(), connect_timeout=5).close()
    except psycopg.Error as error:
        raise StartError(f"The database cannot be reached: {str(error).splitlines()[0]}") from error
    call_command("check_installation", if_marked=True)  # before migrating the wrong database
    call_command("migrate", verbosity=0, interactive=False)
    call_command("check_installation")
    call_command("createcachetable", verbosity=0)
    for warning in run_checks(tags=[Tags.database], databases=["default"]):
        sys.stderr.write(f"{warning.msg}\n")
    if settings.DEMO:
        call_command("demo", if_empty=True)
    from louzu.server.static_files import collect_static_files  # noqa: PLC0415

    collect_static_files()
    first_steps = "" if get_user_model().objects.filter(is_superuser=True).exists() else FIRST_STEPS
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    return "" if settings.DEMO else first_steps


def _serve(host: str, port: int, server: Server | None, workers: Workers, first_steps: str) -> None:
    """Run gunicorn and the workers until this process is stopped. Restart the workers and the embedded
    database if they end.

    Raises StartError when gunicorn ends by itself.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    gunicorn = processes.start(_gunicorn_command(address), death_signal=signal.SIGTERM)
    try:
        _wait_for(gunicorn, host, port)
        workers.start()
        _print_welcome(address, first_steps)
        while gunicorn.poll() is None:
            if server and not server.pid:
                sys.stderr.write("The database ended by itself; it is started again.\n")
                server.stop()
                server.start()
            workers.check()
            with contextlib.suppress(subprocess.TimeoutExpired):
                gunicorn.wait(0.5)
    finally:
        gunicorn.terminate()
        workers.stop()
        gunicorn.wait()
    raise StartError(f"The web server ended by itself (code {gunicorn.returncode}).")


def _gunicorn_command(address: str) -> list[str | Path]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "louzu.wsgi",
        "--bind",
        address,
        "--worker-class",
        "gthread",
        "--preload",
        "--workers",
        str(WORKERS),
        "--threads",
        str(THREADS),
        "--timeout",
        "60",
        "--graceful-timeout",
        "10",
        "--log-level",
        "warning",
        "--worker-tmp-dir",
        "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",  # noqa: S108
        "--no-control-socket",
        "--forwarded-allow-ips",
        "",  # Django reads these headers, if LOUZU_PROXIES is set
    ]


def _wait_for(gunicorn: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not _answers(host, port):
        if gunicorn.poll() is not None or time.monotonic() > deadline:
            raise StartError("The web server did not answer; the reason stands above.")
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    from django.conf import settings  # noqa: PLC0415 -- set up by now

    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".")})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _print_welcome(address: str, first_steps: str) -> None:
    from django.conf import settings  # noqa: PLC0415 -- set up by now

    sys.stdout.write(f"louzu is at http://{address}  (Ctrl-C stops it)\n")
    if settings.DEMO:
        call_command("demo", list_sign_ins=True)
    else:
        sys.stdout.write(f"It answers to {', '.join(settings.ALLOWED_HOSTS)} only.\n")
        sys.stdout.write(f"{first_steps}\n" if first_steps else "")
    sys.stdout.flush()
