"""Which databases are refused, and waiting for locks, with a second session of a real PostgreSQL."""

from __future__ import annotations

import psycopg
import pytest
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory

from louzu.lib.migrations import (
    migration_lock,
    record_release,
    recorded_release,
    require_fitting,
    retry_on_locks,
    set_lock_timeout,
)

pytestmark = pytest.mark.django_db
UNKNOWN = (
    "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0003_whom', now())"
)


@pytest.fixture(autouse=True)
def _without_record(db):
    run("COMMENT ON TABLE django_migrations IS NULL")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def other_session():
    with psycopg.connect(**connection.get_connection_params()) as session:
        yield session


def test_the_release_that_migrated_last_is_recorded_and_never_an_older_one():
    assert recorded_release() is None
    record_release("0.2.0", "0.1.0")
    assert recorded_release() == ("0.2.0", "0.1.0")
    record_release("0.1.0", "0.1.0")
    assert recorded_release() == ("0.2.0", "0.1.0")
    record_release("0.10.0", "0.9.0")
    assert recorded_release() == ("0.10.0", "0.9.0")


def test_a_database_of_the_next_release_is_served_and_one_that_needs_newer_code_is_not():
    record_release("0.3.0", "0.2.0")
    run(UNKNOWN)
    require_fitting("0.2.0")
    require_fitting("0.10.0")
    with pytest.raises(CommandError) as refused:
        require_fitting("0.1.9")
    assert str(refused.value) == (
        "This database was migrated by release 0.3.0 and works with 0.2.0 or newer; this is 0.1.9:"
        " install a newer release, or restore the backup from before the upgrade."
    )


def test_a_database_from_before_the_first_release_is_refused_in_one_sentence():
    require_fitting("0.1.0")
    run(UNKNOWN)
    with pytest.raises(CommandError) as refused:
        require_fitting("0.1.0")
    assert str(refused.value) == (
        "This database is from before release 0.1.0 (it has journal.0003_whom) and cannot be upgraded:"
        " restore a backup of a release, or begin with an empty database."
    )


def test_migrations_of_an_app_that_is_no_longer_installed_are_no_reason_to_refuse():
    run(UNKNOWN.replace("'journal'", "'a_former_app'"))
    require_fitting("0.1.0")


def test_a_second_process_waits_for_the_first(other_session):
    told = []

    def release(sentence):
        told.append(sentence)
        first.__exit__(None, None, None)

    first = migration_lock(told.append)
    first.__enter__()
    with migration_lock(release):
        assert told == ["Another process migrates this database. Waiting until it has finished."]


def lock_the_table():
    with transaction.atomic():
        run("LOCK TABLE shared_cache")


def test_a_table_in_use_is_tried_again_until_it_is_free(other_session):
    other_session.execute("LOCK TABLE shared_cache")
    told = []

    def free_at_the_second_pause(sentence):
        told.append(sentence)
        if len(told) == 2:
            other_session.commit()

    set_lock_timeout("50ms")
    retry_on_locks(lock_the_table, free_at_the_second_pause, pauses=(0, 0.01, 0))
    assert told == [
        "A table is in use. The next attempt to migrate is in 0 seconds.",
        "A table is in use. The next attempt to migrate is in 0.01 seconds.",
    ]


def test_a_table_that_stays_in_use_is_told_in_one_sentence(other_session):
    other_session.execute("LOCK TABLE shared_cache")
    set_lock_timeout("50ms")
    with pytest.raises(CommandError, match="because a table is in use all the time"):
        retry_on_locks(lock_the_table, str, pauses=(0,))


@pytest.mark.parametrize(
    "error",
    [
        ProgrammingError('relation "meetings_minutes" does not exist\nLINE 1: ALTER'),
        InconsistentMigrationHistory('relation "meetings_minutes" does not exist'),
    ],
)
def test_other_errors_are_told_in_one_sentence_without_a_second_attempt(error):
    attempts = []

    def fail():
        attempts.append(1)
        raise error

    with pytest.raises(CommandError) as refused:
        retry_on_locks(fail, str, pauses=(0,))
    assert str(refused.value) == (
        "The database could not be migrated, nothing of the last migration was kept:"
        ' relation "meetings_minutes" does not exist'
    )
    assert attempts == [1]
