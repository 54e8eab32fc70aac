"""``make run`` and ``make serve``: the database, the tables, the static files, and gunicorn in front of them."""

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
from importlib.metadata import version
from pathlib import Path

import django
import psycopg
from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.server import processes
from louzu.server.postgres import Server, ServerError, alone

HOST, PORT = "127.0.0.1", 8000
WORKERS, THREADS = 2, 8  # a request holds a thread until it is read: a slow client takes one
PATIENCE = 30.0
KEEPER_FIRST = """Nobody can sign in yet. In another window, with the same settings, make the keeper's account:
  .venv/bin/python manage.py createsuperuser
What follows is in docs/operations.md, under “How a committee begins”."""
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class NotNow(Exception):  # noqa: N818 -- read as a sentence
    """Why the portal cannot start, or not go on, in one sentence."""


def main() -> int:
    for ending in ENDINGS:
        signal.signal(ending, _interrupt)
    try:
        host, port = os.environ.get("HOST", HOST), _port()
        surroundings = env.read()
        _require_proxy(surroundings)
        with alone(surroundings.home):
            _require_free(host, port)
            server = None if surroundings.database_url else Server(surroundings.home)
            with server or contextlib.nullcontext():
                first = _prepare()
                _serve(host, port, server, first)
    except (NotNow, ServerError, ImproperlyConfigured) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except KeyboardInterrupt:
        sys.stdout.write("\nStopped.\n")
    return 0


def _interrupt(*_signal: object) -> None:
    """The first time; while we are stopping, patience."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt


def _port() -> int:
    word = os.environ.get("PORT", str(PORT))
    if not word.isdecimal() or not 0 < int(word) < 65536:  # noqa: PLR2004 -- ports end there
        raise NotNow(f"PORT is “{word}”: write a number from 1 to 65535.")
    return int(word)


def _require_proxy(surroundings: env.Environment) -> None:
    if surroundings.https and not surroundings.proxies:
        raise NotNow(
            "LOUZU_PROXIES is 0 with https on: this server speaks no TLS itself, so write how many"
            " proxies stand in front, or LOUZU_HTTPS=0."
        )


def _require_free(host: str, port: int) -> None:
    """Workers of a web server that was killed need a moment to notice: give it to them."""
    deadline = time.monotonic() + 3
    while (error := _trouble_with(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise NotNow(
                f"Port {port} on {host} cannot be had ({error.strerror}): choose another,"
                f" such as PORT={port + 1}."
            )
        time.sleep(0.2)


def _trouble_with(host: str, port: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def _prepare() -> str:
    """Tables, the shared cache, the demo where it is asked for, static files.

    Returns what the keeper has to do first, or nothing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.checks import Tags, run_checks  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from governance.demo.installation import marked, require_same_use  # noqa: PLC0415

    try:  # once and without the pool, which would try again and again
        psycopg.connect(**connection.get_connection_params(), connect_timeout=5).close()
    except psycopg.Error as error:
        raise NotNow(f"The database cannot be reached: {str(error).splitlines()[0]}") from error
    if marked():  # a database of the other use is not even migrated
        require_same_use(demo=settings.DEMO)
    call_command("migrate", verbosity=0, interactive=False)
    require_same_use(demo=settings.DEMO)
    call_command("createcachetable", verbosity=0)
    for warning in run_checks(tags=[Tags.database], databases=["default"]):
        sys.stderr.write(f"{warning.msg}\n")
    if settings.DEMO:
        call_command("demo", if_empty=True)
    collected = Path(settings.STATIC_ROOT) / ".release"
    release = f"{settings.RELEASE} {version('django')}"
    if not collected.exists() or collected.read_text() != release:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        collected.write_text(release)
    first = "" if get_user_model().objects.filter(is_superuser=True).exists() else KEEPER_FIRST
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    return "" if settings.DEMO else first


def _serve(host: str, port: int, server: Server | None, first: str) -> None:
    """Until somebody stops us or the web server ends. A database that was killed is started again."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    gunicorn = processes.start(
        [
            sys.executable, "-m", "gunicorn", "louzu.wsgi", "--bind", address,
            "--worker-class", "gthread", "--preload", "--workers", str(WORKERS), "--threads", str(THREADS),
            "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning",
            "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",  # noqa: S108
            "--no-control-socket",
            "--forwarded-allow-ips", "",  # Django believes them, and only with LOUZU_PROXIES
        ],
        at_our_end=signal.SIGTERM,
    )  # fmt: skip
    try:
        _await(gunicorn, host, port)
        _welcome(address, first)
        while gunicorn.poll() is None:
            if server and not server.pid:
                sys.stderr.write("The database ended by itself; it is started again.\n")
                server.stop()
                server.start()
            with contextlib.suppress(subprocess.TimeoutExpired):
                gunicorn.wait(0.5)
    finally:
        gunicorn.terminate()
        gunicorn.wait()
    raise NotNow(f"The web server ended by itself (code {gunicorn.returncode}).")


def _await(gunicorn: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(host, port):
        if gunicorn.poll() is not None or time.monotonic() > deadline:
            raise NotNow("The web server did not answer; the reason stands above.")
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    """Whatever it says: a redirect to https is an answer too."""
    from django.conf import settings  # noqa: PLC0415 -- set up by now

    asked = http.client.HTTPConnection(host, port, timeout=5)
    try:
        asked.request("GET", "/", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".")})
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _welcome(address: str, first: str) -> None:
    from django.conf import settings  # noqa: PLC0415 -- set up by now

    lines = [f"louzu is at http://{address}  (Ctrl-C stops it)"]
    if settings.DEMO:
        lines.append("Sign in as one of these, password louzu-demo:")
        lines += [f"  {p['username']:<10} {p['name']} {p['what']}" for p in settings.DEMO_PERSONAS]
    else:
        lines.append(f"It answers to {', '.join(settings.ALLOWED_HOSTS)} only.")
        lines += [first] if first else []
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
