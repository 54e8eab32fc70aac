"""The portal's database role, tried against every append-only table."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from governance.notices.actions.posting import post_notice
from governance.notices.models import Notice
from louzu.lib.grants import append_only, grant_rights, own_tables
from louzu.server.roles import APP
from tests.factories import NoticeFactory

KNOWN = {
    "journal_line",
    "canvass_answer",
    "canvass_confirmation",
    "canvass_paperline",
    "canvass_rollentry",
    "canvass_talk",
    "canvass_textversion",
    "canvass_visit",
    "canvass_voice",
    "canvass_voiceflat",
    "meetings_minutes",
}
ON_A_TABLE = [
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER refuse_change",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TRIGGER refuse_change ON {table}",
    "ALTER TABLE {table} ADD COLUMN more text",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
    "CREATE RULE quietly AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "CREATE TRIGGER quietly BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "GRANT UPDATE ON {table} TO CURRENT_USER",
    "DROP TABLE {table}",
]
BESIDE_THE_TABLES = [
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE sql AS ''",
    "DROP FUNCTION journal_refuse CASCADE",
    "CREATE TABLE ours (word text)",
    "CREATE EXTENSION pg_buffercache",  # used by no other test
    "UPDATE django_migrations SET name = name",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SET ROLE louzu_owner",
    "ALTER ROLE louzu_app SUPERUSER",
]


@pytest.fixture(scope="module")
def app(rights_of_portal_role, django_db_blocker):
    """A connection to the tests' database as the portal's role."""
    with django_db_blocker.unblock():
        connection.close()
        where = connection.get_connection_params() | {"user": APP}
    where.pop("cursor_factory", None)
    with psycopg.connect(**where, autocommit=True) as app:
        yield app


def refused(app, statement):
    """Return whether the statement is refused, and roll it back. A warning that nothing was granted
    counts as well."""
    texts = []
    app.add_notice_handler(lambda notice: texts.append(notice.message_primary))
    try:
        with app.transaction(force_rollback=True):
            app.execute(statement)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidFunctionDefinition):
        return True
    return any("no privileges were granted" in one for one in texts)


@pytest.mark.django_db
def test_only_adding_is_left_to_the_portals_role(app):
    tables = append_only(own_tables())
    assert set(tables) >= KNOWN
    done = []
    for table in tables:
        (column,) = app.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped LIMIT 1",
            [table],
        ).fetchone()
        tried = [each.format(table=table, column=column) for each in ON_A_TABLE]
        done += [statement for statement in tried if not refused(app, statement)]
        may = app.execute(
            "SELECT has_table_privilege(%s, 'SELECT'), has_table_privilege(%s, 'INSERT')",
            [table] * 2,
        )
        assert may.fetchone() == (True, True)
    assert done == []


EXCEPTIONS = """
    SELECT tgrelid::regclass::text FROM pg_trigger
    WHERE tgname = 'refuse_change' AND (tgqual IS NOT NULL OR tgtype & 24 <> 24)
"""
"""Triggers with a condition, or that see either updates (16) or deletions (8) alone."""


@pytest.mark.django_db
def test_no_append_only_table_lets_some_changes_through():
    """The portal's role could not make them: a trigger with exceptions needs another name."""
    with connection.cursor() as cursor:
        cursor.execute(EXCEPTIONS)
        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize("statement", BESIDE_THE_TABLES)
def test_there_is_no_way_around_the_tables_either(app, statement):
    assert refused(app, statement)


@pytest.mark.django_db
def test_every_other_table_can_be_written(app):
    others = set(own_tables()) - set(append_only(own_tables())) - {"django_migrations"}
    rights = app.execute(
        "SELECT name, has_table_privilege(name, 'UPDATE') AND has_table_privilege(name, 'DELETE')"
        " FROM unnest(%s::text[]) AS name",
        [list(others)],
    )
    assert {name for name, may in rights if not may} == set()


@pytest.mark.django_db
def test_what_the_journal_needs_of_other_tables_it_has(building, leader, portal_role):
    """The trigger updates the building's row with the rights of the inserting role."""
    notice = NoticeFactory(building=building)
    before = type(building).objects.get(pk=building.pk).journal_version
    Notice.objects.filter(pk=notice.pk).update(state="draft", announced=False)
    post_notice(Notice.objects.get(pk=notice.pk), by=leader)
    assert type(building).objects.get(pk=building.pk).journal_version == before + 1


@pytest.mark.django_db
def test_a_table_that_is_emptied_can_be_vacuumed(app):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE emptied (word text)")
        cursor.execute(
            "CREATE TRIGGER keep_sealed BEFORE UPDATE ON emptied"
            " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
        grant_rights(APP)
        cursor.execute("SELECT has_table_privilege('louzu_app', 'emptied', 'MAINTAIN')")
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_table_privilege('louzu_app', 'journal_line', 'MAINTAIN')")
        assert cursor.fetchone() == (False,)


def test_the_portal_forgets_a_person_by_the_owners_function_alone(app):
    """The role may not change append-only rows, except by the function that strikes a name."""
    app.execute("SELECT canvass_forget('{}'::bigint[], 'QUIETNAME', '13912345678')")
    app.execute("SET louzu.forgetting = 'on'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("UPDATE canvass_answer SET signer = ''")
    app.execute("RESET louzu.forgetting")
