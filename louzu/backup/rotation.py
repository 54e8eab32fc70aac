"""Which backups are kept: all of two days, and the last of each of 7 days, 5 weeks and 12 months."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

DAYS, WEEKS, MONTHS = 7, 5, 12
RECENT = dt.timedelta(days=2)
"""All backups of this time are kept, also the one before an upgrade that was tried again."""
STAMP = "%Y%m%dT%H%M%SZ"
ENDING = re.compile(r"(?P<at>\d{8}T\d{6}Z)\.tar\.gz(?P<age>\.age)?")


@dataclass(frozen=True, slots=True, order=True)
class BackupName:
    """The name of a file that a portal of this host wrote, and when."""

    at: dt.datetime
    name: str


@dataclass(frozen=True, slots=True)
class Rotation:
    """Names of backups that are no longer kept, and of those that seem to be of the future."""

    delete: list[str]
    later: list[str]


def name_for(host: str, at: dt.datetime, *, encrypted: bool) -> str:
    stamp = at.astimezone(dt.UTC).strftime(STAMP)
    return f"{_prefix(host)}{stamp}.tar.gz{'.age' if encrypted else ''}"


def own_backups(host: str, names: Iterable[str]) -> list[BackupName]:
    """Return the backups of this host among the names, oldest first. Others are nobody's here."""
    found = []
    for name in names:
        ending = ENDING.fullmatch(name.removeprefix(_prefix(host)))
        if name.startswith(_prefix(host)) and ending:
            try:
                at = dt.datetime.strptime(ending["at"], STAMP).replace(tzinfo=dt.UTC)
            except ValueError:  # digits that are no day
                continue
            found.append(BackupName(at, name))
    return sorted(found)


def is_own_backup(host: str, name: str) -> bool:
    """Return whether a portal of this host gives such names to its backups."""
    return bool(own_backups(host, [name]))


def to_delete(backups: Iterable[BackupName], *, tz: dt.tzinfo) -> list[BackupName]:
    """Return those that the rotation no longer keeps. The newest is always kept.

    Days, weeks and months without a backup do not count, so that an outage deletes nothing.
    """
    newest_first = sorted(backups, reverse=True)
    kept: set[BackupName] = set(newest_first[:1])
    for period, number in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        kept |= _newest_of_each(newest_first, period, number, tz)
    return [backup for backup in sorted(newest_first) if backup not in kept]


def rotated(made: str, *, host: str, names: Iterable[str], tz: dt.tzinfo) -> Rotation:
    """Return what is to be done with these backups now that ``made`` is among them.

    A later time than that of ``made`` is one of a clock that was ahead: such a backup is left alone,
    and does not count.
    """
    own = own_backups(host, {*names, made})
    now = next(one.at for one in own if one.name == made)
    old = to_delete((one for one in own if one.at <= now), tz=tz)
    return Rotation(
        delete=[one.name for one in old if now - one.at > RECENT],
        later=[one.name for one in own if one.at > now],
    )


def _newest_of_each(
    newest_first: list[BackupName],
    period: Callable[[dt.datetime], Hashable],
    number: int,
    tz: dt.tzinfo,
) -> set[BackupName]:
    first: dict[Hashable, BackupName] = {}
    for backup in newest_first:
        first.setdefault(period(backup.at.astimezone(tz)), backup)
    return set(list(first.values())[:number])


def _day(at: dt.datetime) -> Hashable:
    return at.date()


def _week(at: dt.datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: dt.datetime) -> Hashable:
    return at.year, at.month


def _prefix(host: str) -> str:
    return f"louzu-{re.sub(r'[^A-Za-z0-9.-]', '_', host)}-"
