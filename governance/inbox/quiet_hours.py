"""The hours at which a person gets messages. No database and no clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.inbox.models import DeliverySettings
from louzu.lib.time import local_datetime

A_DAY = dt.timedelta(days=1)


def when_allowed(settings: DeliverySettings, now: dt.datetime) -> dt.datetime:
    """Return ``now``, or the end of the quiet hours in which it falls. Quiet hours may pass midnight."""
    start, end, clock = settings.quiet_from, settings.quiet_until, timezone.localtime(now).time()
    after_start, before_end = clock >= start, clock < end
    is_quiet = after_start and before_end if start <= end else after_start or before_end
    if not is_quiet:
        return now
    today = timezone.localdate(now)
    return _at(today if before_end else today + A_DAY, end)


def last_digest_time(settings: DeliverySettings, now: dt.datetime) -> dt.datetime:
    """Return the last time until ``now`` at which a digest was due. Its local day names the digest."""
    today = timezone.localdate(now)
    at = _at(today, settings.digest_at)
    return at if at <= now else _at(today - A_DAY, settings.digest_at)


def _at(day: dt.date, clock: dt.time) -> dt.datetime:
    return local_datetime(day, clock.hour, clock.minute)
