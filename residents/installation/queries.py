"""How old the last good backup is, and whether the next one is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from residents.installation.models import BackupRecord

LATE_AFTER = dt.timedelta(hours=36)
NIGHT_HOUR = 3
"""Of Shanghai's clock: when the nightly backup is due."""
MAX_DURATION = dt.timedelta(hours=6)
"""A backup without an end that began longer ago was killed."""
PAUSE = dt.timedelta(minutes=50)
"""From the beginning of a try until the next."""


@dataclass(frozen=True, slots=True)
class BackupState:
    good_at: dt.datetime | None
    error: str
    """Of the last try, if it failed."""
    failed_at: dt.datetime | None

    @property
    def hours(self) -> int:
        """Age of the last good backup."""
        age = timezone.now() - self.good_at if self.good_at else dt.timedelta()
        return int(age.total_seconds() // 3600)

    @property
    def is_late(self) -> bool:
        return self.good_at is None or timezone.now() - self.good_at > LATE_AFTER


def backup_state() -> BackupState | None:
    """Return None where no backups are made by the clock, such as in the demo."""
    if not settings.BACKUP.nightly:
        return None
    good_at = last_good_backup_at()
    ended = BackupRecord.objects.filter(started_at__lte=timezone.now()).exclude(ended_at=None)
    last = ended.order_by("-started_at").first()
    error = last.error if last else ""
    return BackupState(good_at, error, last.ended_at if last and error else None)


def last_good_backup_at() -> dt.datetime | None:
    """Return when the last good backup began: what happened later is not in it.

    One of the future, made while the clock was ahead, is as old as nobody knows, and does not count.
    """
    good = good_backups().filter(started_at__lte=timezone.now())
    found: dt.datetime | None = good.aggregate(at=Max("started_at"))["at"]
    return found


def good_backups() -> QuerySet[BackupRecord]:
    """Return the records of this portal's backups that did not fail."""
    return BackupRecord.objects.filter(error="").exclude(ended_at=None)


def recorded_backups() -> list[BackupRecord]:
    """Return the records of good backups, also from a database of an earlier release without any."""
    if BackupRecord._meta.db_table not in connection.introspection.table_names():
        return []
    return [*good_backups()]


def is_backup_due(now: dt.datetime) -> bool:
    """Return whether none was made since the last night, none runs, and the last try is a while ago."""
    night = timezone.localtime(now).replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    if night > now:
        night -= dt.timedelta(days=1)
    done = Q(started_at__gte=night, error="") & ~Q(ended_at=None)
    running = Q(ended_at=None, started_at__gt=now - MAX_DURATION)
    tried = Q(started_at__gt=now - PAUSE)
    begun = BackupRecord.objects.filter(started_at__lte=now)  # later: the clock was ahead
    return not begun.filter(done | running | tried).exists()
