"""The three roles of the embedded PostgreSQL (ADR 28), and which users of the machine may connect.

The superuser is for administration. The owner of the tables migrates them. The portal connects as the
third role, which owns nothing. Missing roles are created at each start, because up to version 0.1
the portal was the superuser and every user of the machine was trusted.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import psycopg

from louzu.server import system_user
from louzu.server.system_user import ServerError

NAME = "louzu"
"""Name of the database and of its superuser."""
OWNER, APP = "louzu_owner", "louzu_app"
HBA_RULES = "local all all peer map=louzu\n"
CREATE_ROLE = """
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
"""The owner of a sequence changes with that of its table."""


def write_access_rules(data: Path) -> None:
    """Allow connections through the socket only, by the user who starts the server or who runs it."""
    users = {_user_name(os.geteuid())}
    if system_user.is_needed():
        users.add(system_user.account().pw_name)
    pairs = [(user, role) for user in sorted(users) for role in (NAME, OWNER, APP)]
    ident = "".join(f'louzu "{user}" {role}\n' for user, role in pairs)
    for file, text in ((data / "pg_hba.conf", HBA_RULES), (data / "pg_ident.conf", ident)):
        if file.read_text() != text:
            file.write_text(text)


def make_roles(sockets: Path) -> None:
    """Create missing roles in the running server; make ``OWNER`` the owner of the superuser's tables."""
    with psycopg.connect(host=str(sockets), user=NAME, dbname=NAME, autocommit=True) as connection:
        for role in (OWNER, APP):
            connection.execute(CREATE_ROLE.format(role=role))
        connection.execute(TAKE_OVER.format(name=NAME, owner=OWNER))


def _user_name(uid: int) -> str:
    """Raises ServerError for a user without a name, which PostgreSQL does not accept."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ServerError(
            f"The user {uid} has no name on this machine: PostgreSQL needs one."
        ) from None
