"""The hours at which a person gets messages. No database and no clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.inbox.models import DeliverySettings, Frequency
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


def next_digest_time(settings: DeliverySettings, now: dt.datetime) -> dt.datetime:
    """Return the first time from ``now`` on at which a digest is due."""
    last = last_digest_time(settings, now)
    return last if last == now else _at(timezone.localdate(last) + A_DAY, settings.digest_at)


def arrival_time(
    settings: DeliverySettings, frequency: str, written_at: dt.datetime
) -> dt.datetime | None:
    """Return when a message that is not urgent leaves for its person, or None if never."""
    if frequency == Frequency.URGENT_ONLY:
        return None
    in_digest = frequency == Frequency.DAILY
    return when_allowed(
        settings, next_digest_time(settings, written_at) if in_digest else written_at
    )


def _at(day: dt.date, clock: dt.time) -> dt.datetime:
    return local_datetime(day, clock.hour, clock.minute)
