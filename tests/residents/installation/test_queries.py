"""When a backup is due, and when the last good one is too old."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from residents.installation.health import check_backup
from residents.installation.models import BackupRecord
from residents.installation.queries import backup_state, is_backup_due
from tests.factories import UserFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def nightly(settings, db):
    settings.BACKUP = replace(settings.BACKUP, nightly=True)


def record(started_at, *, ended=True, error=""):
    return BackupRecord.objects.create(
        started_at=started_at,
        ended_at=started_at + HOUR if ended else None,
        name="" if error or not ended else "louzu-x",
        error=error,
    )


@pytest.mark.parametrize(
    ("started", "options", "due"),
    [
        (None, {}, True),
        ((28, 3, 5), {}, True),  # of the night before
        ((29, 3, 5), {}, False),
        ((28, 23, 0), {}, True),
        ((29, 3, 5), {"error": "full"}, True),  # failed hours ago
        ((29, 9, 40), {"error": "full"}, False),  # failed just now
        ((29, 5, 0), {"ended": False}, False),  # runs
        ((29, 3, 5), {"ended": False}, True),  # was killed
        ((29, 9, 30), {}, False),  # by hand
    ],
)
def test_one_is_due_after_each_night_and_an_hour_after_a_failure(nightly, started, options, due):
    now = dt.datetime(2026, 11, 29, 10, 5, tzinfo=SHANGHAI)
    if started:
        record(dt.datetime(2026, 11, *started, tzinfo=SHANGHAI), **options)
    assert is_backup_due(now) is due


def test_a_backup_of_a_clock_that_was_ahead_does_not_count(nightly):
    now = timezone.now()
    record(now + 300 * 24 * HOUR)
    record(now + 300 * 24 * HOUR, ended=False)
    assert is_backup_due(now)
    assert backup_state().is_late
    record(now)
    assert not is_backup_due(now)
    assert not backup_state().is_late
    record(now + 301 * 24 * HOUR, error="The disk is full.")
    assert backup_state().error == ""


def test_before_three_the_night_is_that_of_yesterday(nightly):
    record(dt.datetime(2026, 11, 28, 4, 0, tzinfo=SHANGHAI))
    assert not is_backup_due(dt.datetime(2026, 11, 29, 2, 5, tzinfo=SHANGHAI))
    assert is_backup_due(dt.datetime(2026, 11, 29, 3, 5, tzinfo=SHANGHAI))


def test_after_36_hours_it_is_late(nightly):
    assert backup_state().is_late
    assert check_backup().sentence == "No backup was made yet."
    record(timezone.now() - 35 * HOUR)
    assert (backup_state().hours, backup_state().is_late) == (35, False)
    assert check_backup() is None
    BackupRecord.objects.update(started_at=timezone.now() - 37 * HOUR)
    record(timezone.now() - HOUR, error="The disk is full.")
    assert "37 hours old. The last try failed: The disk is full." in check_backup().sentence
    assert check_backup().text == "已经37小时没有新的备份。请备份一次，看它说什么。"


def test_the_desk_tells_the_keeper_and_warns_the_committee(nightly, enter, staff, client):
    """The committee sees the front page's line only if it is late."""
    record(timezone.now() - 2 * HOUR)
    enter("staff")
    assert "最近一次备份" not in client.get(reverse("admin:index")).text
    assert "过了2小时" in client.get(reverse("admin:jobs")).text
    BackupRecord.objects.update(started_at=timezone.now() - 40 * HOUR)
    record(timezone.now() - HOUR, error="The disk is full.")
    page = client.get(reverse("admin:index")).text
    assert "已经40小时没有新的了" in page
    assert "The disk is full." not in page
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert "备份失败：The disk is full." in client.get(reverse("admin:index")).text


def test_where_none_are_made_by_the_clock_nothing_is_said(db):
    assert backup_state() is None
    assert check_backup() is None
