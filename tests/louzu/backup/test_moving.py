"""The portal's database moves into a real PostgreSQL of another version, and the present one stays."""

from __future__ import annotations

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from governance.journal.models import Line
from governance.journal.queries import journal_heads
from louzu.backup import moving
from louzu.backup.errors import BackupError
from louzu.backup.moving import MoveTarget, check_target, move
from tests.external_postgres import APP, OWNER, left_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def tables_in(server, target) -> int:
    with server.connect(OWNER, target.database["NAME"]) as there:
        row = there.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        return row[0]


def test_everything_moves_and_the_present_database_stays(portal, external_server, tmp_path):
    target = external_server.new_database()
    told = []
    check_target(target, say=told.append)
    assert tables_in(external_server, target) == 0
    version = connection.pg_version
    heads, lines, sessions = journal_heads(), Line.objects.count(), Session.objects.count()

    taken = move(target, folder=tmp_path, say=told.append)

    assert taken.heads == heads
    assert taken.rows["journal_line"] == lines
    assert (journal_heads(), Line.objects.count(), Session.objects.count()) == (
        heads,
        lines,
        sessions,
    )
    assert connection.pg_version == version
    assert [*tmp_path.glob("*.gz")] == []
    with external_server.connect(APP, target.database["NAME"]) as there:
        assert there.execute("SELECT count(*) FROM journal_line").fetchone() == (lines,)
        assert there.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            there.execute("UPDATE journal_line SET digest = ''")
    with pytest.raises(BackupError, match=r"has \d+ tables already.*create an empty database"):
        check_target(target, say=told.append)


@pytest.mark.parametrize("step", ["check_rows", "check_journals", "_require_equal"])
def test_what_is_interrupted_leaves_both_as_they_were(
    portal, external_server, tmp_path, monkeypatch, step
):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    target = external_server.new_database()
    before = Line.objects.count()
    monkeypatch.setattr(moving, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        move(target, folder=tmp_path, say=print)
    assert left_in(external_server, target) == []
    assert Line.objects.count() == before
    check_target(target, say=print)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("OWNER portal_owner ENCODING 'SQL_ASCII' TEMPLATE template0", "encoding is SQL_ASCII"),
        ("OWNER postgres", "cannot be used by portal_owner: permission denied"),
    ],
)
def test_a_target_that_cannot_take_it_is_refused(db, external_server, options, reason):
    target = external_server.new_database(options)
    with pytest.raises(BackupError, match=reason):
        check_target(target, say=print)


def test_a_wrong_password_is_told_without_it(db, external_server):
    target = external_server.new_database()
    wrong = MoveTarget({**target.database, "PASSWORD": "guessed"}, {})
    with pytest.raises(BackupError, match="cannot be used by portal: ") as refused:
        check_target(wrong, say=print)
    assert "guessed" not in str(refused.value)
    assert Line.objects.count() == 0
