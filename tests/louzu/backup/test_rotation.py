"""The rotation keeps 7 days, 5 weeks and 12 months, and touches nothing that it did not make."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from louzu.backup.rotation import BackupName, name_for, own_backups, rotated, to_delete

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOST = "portal.example.org"
BEGIN = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 3 * 365 * 86400).map(lambda after: BEGIN + dt.timedelta(seconds=after))


def backups(days: list[dt.datetime]) -> list[BackupName]:
    return own_backups(HOST, {name_for(HOST, at, encrypted=True) for at in days})


def test_a_year_of_nights_is_thinned_out():
    nights = [dt.datetime(2026, 1, 1, 19, tzinfo=dt.UTC) + dt.timedelta(days=n) for n in range(400)]
    made = backups(nights)
    deleted = set(to_delete(made, tz=SHANGHAI))
    kept = [one.at for one in made if one not in deleted]
    assert nights[-7:] == kept[-7:]
    months = {(at.astimezone(SHANGHAI).year, at.astimezone(SHANGHAI).month) for at in kept}
    assert len(months) == 12
    assert 7 + 3 + 10 <= len(kept) <= 7 + 5 + 12
    assert to_delete([one for one in made if one not in deleted], tz=SHANGHAI) == []


def test_run_each_night_it_keeps_what_it_would_have_kept_at_once():
    nights = [dt.datetime(2026, 1, 1, 19, tzinfo=dt.UTC) + dt.timedelta(days=n) for n in range(400)]
    kept: list[BackupName] = []
    for night in nights:
        kept += backups([night])
        gone = set(to_delete(kept, tz=SHANGHAI))
        kept = [one for one in kept if one not in gone]
    months = {(one.at.astimezone(SHANGHAI).year, one.at.astimezone(SHANGHAI).month) for one in kept}
    assert len(months) == 12


@given(st.lists(moments, min_size=1, max_size=60))
def test_the_newest_is_kept_and_only_given_ones_are_deleted(days):
    made = backups(days)
    deleted = to_delete(made, tz=SHANGHAI)
    assert set(deleted) < set(made)
    assert made[-1] not in deleted
    assert len(made) - len(deleted) <= 7 + 5 + 12


@given(st.lists(moments, min_size=1, max_size=7, unique_by=lambda at: at.date()))
def test_seven_days_are_kept_whatever_lies_between_them(days):
    in_the_morning = [at.replace(hour=1, minute=0, second=0, microsecond=0) for at in days]
    assert to_delete(backups(in_the_morning), tz=SHANGHAI) == []


@given(st.text())
def test_other_names_are_not_ours(name):
    assert own_backups(HOST, [name]) == []


def test_names_of_other_hosts_and_of_unfinished_files_are_not_ours():
    at = dt.datetime(2026, 11, 29, 3, tzinfo=dt.UTC)
    own = name_for(HOST, at, encrypted=False)
    assert own == "louzu-portal.example.org-20261129T030000Z.tar.gz"
    others = [
        name_for("example.org", at, encrypted=True),
        name_for(f"{HOST}-2", at, encrypted=True),
        f"{own}.part",
        f"copy-of-{own}",
        own.replace("20261129", "20261399"),
    ]
    assert own_backups(HOST, [*others, own]) == [BackupName(at, own)]


@given(moments, st.lists(moments, max_size=40))
def test_the_one_just_made_is_kept_and_later_ones_do_not_count(at, others):
    made = name_for(HOST, at, encrypted=False)
    names = {name_for(HOST, one, encrypted=True) for one in others}
    found = rotated(made, host=HOST, names=names, tz=SHANGHAI)
    earlier = [one for one in others if one.replace(microsecond=0) <= at]
    assert {*found.later} == names - {one.name for one in backups(earlier)}
    assert found == rotated(made, host=HOST, names={*names, made}, tz=SHANGHAI)
    assert made not in found.delete
    assert not {*found.delete} & {*found.later}
    assert {*found.delete} == {*found.delete} & names


def test_one_file_of_a_clock_that_was_ahead_does_not_cost_the_new_one():
    """All of the last two days are kept, so that an upgrade that is tried again keeps its first backup."""
    at = dt.datetime(2026, 11, 29, 16, tzinfo=dt.UTC)
    made, ahead, same_day, earlier, last_of_its_day = (
        name_for(HOST, one, encrypted=False)
        for one in (
            at,
            at.replace(hour=19),
            at.replace(hour=1),
            at.replace(day=26, hour=1),
            at.replace(day=26, hour=2),
        )
    )
    names = [ahead, same_day, earlier, last_of_its_day]
    found = rotated(made, host=HOST, names=names, tz=ZoneInfo("UTC"))
    assert (found.delete, found.later) == ([earlier], [ahead])
