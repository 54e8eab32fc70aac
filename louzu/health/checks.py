"""The checks of what every installation has: database, migrations, disks, clock, job queue."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

import louzu.health.media  # noqa: F401 -- registers its check
from louzu.health.registry import Finding, fail, health_check, warn
from louzu.lib.database import database_now

MIN_FREE_PERCENT = 10
MIN_FREE_BYTES = 200_000_000
"""Below it PostgreSQL may stop at its next checkpoint."""
MAX_CLOCK_SKEW = 5.0
"""Seconds by which the clocks of this machine and of the database may differ."""
MAX_SILENCE = 120
"""Seconds without a sign of life of any worker, which sends one every ten."""
MAX_LATE = 600
"""Seconds that a job may be due."""
LATE = """
SELECT extract(epoch FROM now() - max(last_heartbeat)), (
    SELECT extract(epoch FROM now() - min(coalesce(job.scheduled_at, deferred.at)))
    FROM procrastinate_jobs job
    JOIN procrastinate_events deferred ON deferred.job_id = job.id AND deferred.type = 'deferred'
    WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
)
FROM procrastinate_workers
"""


@health_check("database", needs_database=False)
def check_database() -> Finding | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return fail(
            f"The database cannot be used ({type(error).__name__}).",
            _("连不上数据库。请看看服务器。"),
        )
    return None


@health_check("migrations")
def check_migrations() -> Finding | None:
    """Extra migrations of a newer release are no fault: the former one runs on while it is upgraded."""
    missing = sorted(_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    if not missing:
        return None
    app, name = missing[0]
    return fail(
        f"{len(missing)} migrations are not applied, the first is {app}.{name}: run manage.py migrate.",
        _("数据库还没有升级，有%(number)d步没做完。请把它做完。"),
        number=len(missing),
    )


@cache
def _migrations() -> set[tuple[str, str]]:
    """Return app and name of each migration by the names of files, without loading all of them."""
    found = set()
    for config in apps.get_app_configs():
        place, _explicit = MigrationLoader.migrations_module(config.label)
        with suppress(ModuleNotFoundError):
            folder = import_module(place or "").__path__
            found |= {(config.label, module.name) for module in iter_modules(folder)}
    return found


@health_check("disk", needs_database=False)
def check_disks() -> list[Finding]:
    return [finding for folder in data_folders() if (finding := _disk_of(folder))]


def data_folders() -> Iterator[Path]:
    """Return a folder for each disk that the portal writes to. An external database has its own."""
    home, seen = Path(settings.ENV.home), set()
    for folder in (home, Path(settings.MEDIA_ROOT), home / "postgres"):
        with suppress(OSError):
            device = folder.stat().st_dev
            if device not in seen:
                seen.add(device)
                yield folder


def _disk_of(folder: Path) -> Finding | None:
    usage = shutil.disk_usage(folder)
    percent, megabytes = 100 * usage.free // usage.total, usage.free // 1_000_000
    if usage.free >= MIN_FREE_BYTES and percent >= MIN_FREE_PERCENT:
        return None
    sentence = f"The disk of {folder} has {megabytes} MB free, {percent} %: make room."
    if usage.free < MIN_FREE_BYTES:
        return fail(
            sentence,
            _("硬盘满了，只剩%(megabytes)d MB，很快什么都存不了。请马上腾出地方。"),
            megabytes=megabytes,
        )
    return warn(
        sentence,
        _("硬盘快满了，只剩%(percent)d%%（%(megabytes)d MB）。请腾出地方，或者换大一点的。"),
        percent=percent,
        megabytes=megabytes,
    )


@health_check("clock")
def check_clock() -> Finding | None:
    """The database's clock decides about deadlines, this machine's about codes of second factors."""
    before = time.time()
    hour = database_now().timestamp()
    skew = hour - (before + time.time()) / 2
    if abs(skew) <= MAX_CLOCK_SKEW:
        return None
    return warn(
        f"The clock of the database differs from this machine's by {skew:+.0f} seconds:"
        " let NTP set both.",
        _("服务器和数据库的钟差了%(seconds)d秒。请对一对钟。"),
        seconds=abs(round(skew)),
    )


@health_check("jobs")
def check_jobs() -> list[Finding]:
    """Warn if no worker lives, or if a job has been due for long, as when one of two workers is gone."""
    with connection.cursor() as cursor:
        cursor.execute(LATE)
        silence, late = cursor.fetchone()
    found = []
    if silence is None or silence > MAX_SILENCE:
        since = "ever" if silence is None else f"for {dt.timedelta(seconds=int(silence))}"
        found.append(
            warn(
                f"No worker of the job queue has shown a sign of life {since}: start them.",
                _("没有人在办排着的事：消息发不出去，到点的事也不办。请把系统重新启动一下。"),
            )
        )
    if late is not None and late > MAX_LATE:
        found.append(
            warn(
                f"A job has been due for {dt.timedelta(seconds=int(late))}:"
                " a worker is missing or cannot keep up.",
                _("有事排了%(minutes)d分钟还没办。请看看后台在办的事，卡在哪一件。"),
                minutes=late // 60,
            )
        )
    return found
