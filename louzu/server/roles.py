"""Who may come into the embedded PostgreSQL, and as what.

The superuser is for administration alone, the owner of the tables migrates them, and the portal works
with the third role, which owns nothing. Each start makes them anew where they are missing: up to
version 0.1 the portal was the superuser, and everybody on the machine was trusted.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import psycopg

from louzu.server import system_user
from louzu.server.system_user import ServerError

NAME = "louzu"
"""Of the database and of its superuser."""
OWNER, APP = "louzu_owner", "louzu_app"
HBA = "local all all peer map=louzu\n"
ROLE = """
DO $$ BEGIN
    IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role} LOGIN; END IF;
END $$;
"""
TAKE_OVER = """
ALTER DATABASE {name} OWNER TO {owner};
DO $$ DECLARE thing text; BEGIN
    FOR thing IN
        SELECT format('TABLE %s', c.oid::regclass) FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
            AND c.relowner <> '{owner}'::regrole
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        UNION ALL
        SELECT format('ROUTINE %s', p.oid::regprocedure) FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> '{owner}'::regrole
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE format('ALTER %s OWNER TO {owner}', thing); END LOOP;
END $$;
"""
"""Sequences follow their tables."""


def let_in_nobody_else(data: Path) -> None:
    """Through the socket only, as the user who starts the server or who runs it."""
    users = {_name_of(os.geteuid())}
    if system_user.is_needed():
        users.add(system_user.account().pw_name)
    pairs = [(user, role) for user in sorted(users) for role in (NAME, OWNER, APP)]
    ident = "".join(f'louzu "{user}" {role}\n' for user, role in pairs)
    for file, text in ((data / "pg_hba.conf", HBA), (data / "pg_ident.conf", ident)):
        if file.read_text() != text:
            file.write_text(text)


def make_roles(sockets: Path) -> None:
    """In the running server; what belongs to the superuser in our database becomes the owner's."""
    with psycopg.connect(host=str(sockets), user=NAME, dbname=NAME, autocommit=True) as connection:
        for role in (OWNER, APP):
            connection.execute(ROLE.format(role=role))
        connection.execute(TAKE_OVER.format(name=NAME, owner=OWNER))


def _name_of(uid: int) -> str:
    """Raises ServerError for a user without a name, whom PostgreSQL would not know either."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ServerError(
            f"The user {uid} has no name on this machine: PostgreSQL needs one."
        ) from None
