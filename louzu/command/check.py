"""``louzu check``: say in sentences what is wrong with this installation. Exit code 1 if anything is."""

from __future__ import annotations

import os
import smtplib
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.backup.arguments import VerbParser
from louzu.backup.keys import KEY_FILES
from louzu.command import env_file
from louzu.command.databases import why_unreachable
from louzu.command.homes import require_home
from louzu.command.packages import compare_packages, different_packages, missing_packages
from louzu.lib.variables import unknown_names

MAIL_TIMEOUT = 10.0  # seconds
MAX_MISSING_COUNTED = 1000
ABOUT_HTTPS = {f"security.W0{number}" for number in ("04", "08", "12", "16")}
"""Django's checks of what ``LOUZU_HTTPS=0`` switches off; one sentence is enough."""


def run(arguments: list[str]) -> int:
    VerbParser("louzu check", description=__doc__).parse_args(arguments)
    count = 0
    for problem in problems():
        count += 1
        sys.stdout.write(f"- {problem}\n")
    sys.stdout.write("Nothing is wrong.\n" if not count else f"{count} to be mended.\n")
    return 1 if count else 0


def problems() -> Iterator[str]:
    yield from _variables()
    try:
        home = require_home()
        environment = env.read()
    except ImproperlyConfigured as reason:
        yield str(reason)
        return
    yield from _packages()
    yield from _file_modes(home)
    yield from _proxies(environment)
    yield from _mail(environment)
    yield from _django(set() if environment.https else ABOUT_HTTPS)


def _variables() -> Iterator[str]:
    """Yield a sentence for each variable that is set twice, and for each name that louzu does not know."""
    if file := env_file.path():
        for name in env_file.repeated_names(file):
            yield f"{name} stands more than once in {file}: the last line counts."
    for name, similar in unknown_names(os.environ).items():
        meant = f"; perhaps {similar} is meant" if similar else ""
        yield f"{name} is no variable of louzu, and has no effect{meant} (docs/operations.md)."


def _packages() -> Iterator[str]:
    missing, different = compare_packages()
    if missing:
        yield missing_packages(missing)
    if different:
        yield different_packages(different)


def _file_modes(home: Path) -> Iterator[str]:
    """Others must read neither the keys nor the settings. The home's group may enter it."""
    files = [home / name for name in KEY_FILES]
    if settings := env_file.path():
        files.append(settings)
    for file in files:
        if file.exists() and file.stat().st_mode & 0o007:
            yield f"Every user of this machine can read {file}: chmod o-rwx {file}"
    if home.stat().st_mode & 0o007:
        yield f"Every user of this machine can enter {home}: chmod o-rwx {home}"


def _proxies(environment: env.Environment) -> Iterator[str]:
    if environment.https and not environment.proxies:
        yield (
            "LOUZU_PROXIES is 0 with https on: this server speaks no TLS itself, so write how many"
            " proxies stand in front."
        )
    if not environment.https:
        yield "LOUZU_HTTPS is 0: passwords cross the network in the clear."


def _mail(environment: env.Environment) -> Iterator[str]:
    """Sign in at the mail server, as a message would; send nothing."""
    mail = environment.email
    if not mail.host:
        return
    kind = smtplib.SMTP_SSL if mail.implicit_tls else smtplib.SMTP
    try:
        with kind(mail.host, mail.port, timeout=MAIL_TIMEOUT) as server:
            if mail.starttls:
                server.starttls()
            if mail.user:
                server.login(mail.user, mail.password)
    except (OSError, smtplib.SMTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        yield f"The mail server {mail.host} takes no mail from here ({reason}): see LOUZU_EMAIL_URL."


def _django(told: set[str]) -> Iterator[str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    import django  # noqa: PLC0415 -- only with good settings

    django.setup()
    from django.core.checks import WARNING, run_checks  # noqa: PLC0415

    from louzu.backup.unfinished import UNFINISHED, is_unfinished  # noqa: PLC0415
    from louzu.health.registry import checks  # noqa: PLC0415
    from louzu.health.running import DATABASE, own_connection  # noqa: PLC0415

    databases = ["default"]
    if reason := why_unreachable():
        databases = []
        yield reason
    elif is_unfinished():
        databases = []
        yield UNFINISHED
    with own_connection():
        for check in checks():
            if check.name != DATABASE and (databases or not check.needs_database):
                yield from (finding.sentence for finding in check.run())
    if databases:
        yield from _missing_files()
    for found in run_checks(include_deployment_checks=True, databases=databases):
        if found.level >= WARNING and not found.is_silenced() and found.id not in told:
            yield f"{found.msg} {found.hint or ''}".strip()


def _missing_files() -> Iterator[str]:
    from django.core.files.storage import default_storage  # noqa: PLC0415 -- set up
    from django.db import DatabaseError  # noqa: PLC0415

    from louzu.lib.media_rows import missing_files  # noqa: PLC0415

    try:
        names = list(islice(missing_files(default_storage), MAX_MISSING_COUNTED))
    except (OSError, DatabaseError):  # another check says why
        return
    if names:
        number = f"{len(names)}{' or more' if len(names) == MAX_MISSING_COUNTED else ''}"
        yield (
            f"{number} uploaded files are missing, such as {names[0]}: bring them back from a backup"
            " (louzu manage sweep_media --check-only lists them)."
        )
