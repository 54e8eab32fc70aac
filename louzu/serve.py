"""``make run``: the database, the tables, the static files, and gunicorn in front of them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.postgres import Server, ServerError

HOST, PORT = "127.0.0.1", 8000
WORKERS, THREADS = 2, 4
PATIENCE = 30.0


class NotNow(Exception):  # noqa: N818 -- read as a sentence
    """Why the portal cannot start, in one sentence."""


def main() -> int:
    try:
        host, port = os.environ.get("HOST", HOST), _port()
        surroundings = env.read()
        with _alone(surroundings.home), _database(surroundings):
            _require_free(host, port)
            _prepare()
            return _serve(host, port)
    except (NotNow, ServerError, ImproperlyConfigured) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _port() -> int:
    word = os.environ.get("PORT", str(PORT))
    if not word.isdecimal() or not 0 < int(word) < 65536:  # noqa: PLR2004 -- ports end there
        raise NotNow(f"PORT is “{word}”: write a number from 1 to 65535.")
    return int(word)


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NotNow(
                f"Port {port} on {host} cannot be had ({error.strerror}): choose another,"
                f" such as PORT={port + 1} make run."
            ) from error


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One copy on one home: a lock that ends with the process, however it ends."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "lock").open("w")
    except OSError as error:
        raise NotNow(
            f"{home} cannot be written ({error.strerror}): set LOUZU_HOME to a folder that can."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotNow(
                f"Another louzu runs on {home} already: stop it, or set LOUZU_HOME to another folder."
            ) from None
        yield


def _database(surroundings: env.Environment) -> contextlib.AbstractContextManager[object]:
    return contextlib.nullcontext() if surroundings.database_url else Server(surroundings.home)


def _prepare() -> None:
    """Tables, the shared cache, the demo where it is asked for, static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if settings.DEMO:
        call_command("demo", if_empty=True)
    collected = Path(settings.STATIC_ROOT) / ".release"
    release = f"{settings.RELEASE} {version('django')}"
    if not collected.exists() or collected.read_text() != release:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        collected.write_text(release)
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def _serve(host: str, port: int) -> int:
    command = [
        sys.executable, "-m", "gunicorn", "louzu.wsgi", "--bind", f"{host}:{port}",
        "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS),
        "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning",
        "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",  # noqa: S108
    ]  # fmt: skip
    gunicorn = subprocess.Popen(command, start_new_session=True)  # noqa: S603 -- our own
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _await(gunicorn, host, port)
        _welcome(host, port)
        gunicorn.wait()
    except KeyboardInterrupt:
        sys.stdout.write("\nStopping.\n")
        return 0
    finally:
        if gunicorn.poll() is None:
            gunicorn.terminate()
            gunicorn.wait()
    raise NotNow(f"The web server ended by itself (code {gunicorn.returncode}).")


def _interrupt(*_signal: object) -> None:
    raise KeyboardInterrupt


def _await(gunicorn: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while gunicorn.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/", timeout=5):
                return
        except urllib.error.HTTPError:
            return  # it answers; what it says is its own business (another host name, https)
        except OSError:
            time.sleep(0.1)
    raise NotNow("The web server did not answer; the reason stands above.")


def _welcome(host: str, port: int) -> None:
    from django.conf import settings  # noqa: PLC0415 -- set up by now

    lines = [f"louzu is at http://{host}:{port}  (Ctrl-C stops it)"]
    if settings.DEMO:
        lines.append("Sign in as one of these, password louzu-demo:")
        lines += [f"  {p['username']:<10} {p['name']} {p['what']}" for p in settings.DEMO_PERSONAS]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
