"""The people of a file: who is here already, and whose name or number somebody else has here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Field
from django.utils.translation import override

from louzu.backup.errors import BackupError
from residents.cells.incoming import IncomingTables
from residents.cells.rows import BARE
from residents.people.models import User

KNOWN_HERE = """
    DELETE FROM {incoming} i USING {users} u
    WHERE u.id = i.id AND (u.username <> %s || u.id OR i.username = %s || i.id)
"""
"""A key means the same account in all cells. What the person has here counts, unless it is bare."""
KEYS_OF_OTHERS = """
    SELECT i.username FROM {incoming} i JOIN {users} u ON u.id = i.id
    WHERE u.date_joined <> i.date_joined ORDER BY 1
"""
"""An account that came from another cell kept the moment at which it was made."""
OF_OTHERS = "DELETE FROM {rows} WHERE {person} NOT IN (SELECT id FROM {incoming})"
BARE_HERE = """
    UPDATE {users} u SET ({columns}) = (SELECT {columns} FROM {incoming} i WHERE i.id = u.id)
    WHERE u.id IN (SELECT id FROM {incoming})
"""
HERE_BY_NOW = "DELETE FROM {incoming} i USING {users} u WHERE u.id = i.id"
RENAME = """
    UPDATE {incoming} SET username = n.new
    FROM unnest(%s::text[], %s::text[]) n(old, new) WHERE username = n.old
"""
"""All at once, so that two can swap their names."""
UNVERIFY = "UPDATE {incoming} SET phone_verified_at = NULL WHERE username = ANY(%s)"
UNKNOWN = (
    "SELECT n FROM unnest(%s::text[]) n WHERE n NOT IN (SELECT username FROM {incoming}) ORDER BY 1"
)
TWICE = (
    "SELECT min(username) FROM {incoming} GROUP BY lower(username) HAVING count(*) > 1 ORDER BY 1"
)
SAME_NAME = """
    SELECT i.username FROM {incoming} i JOIN {users} u
    ON lower(u.username) = lower(i.username) AND u.id <> i.id ORDER BY 1
"""
SAME_PHONE = """
    SELECT i.username FROM {incoming} i JOIN {users} u ON u.phone = i.phone AND u.id <> i.id
    WHERE u.phone_verified_at IS NOT NULL AND i.phone_verified_at IS NOT NULL ORDER BY 1
"""


@dataclass(frozen=True)
class Choices:
    """Options of an import that decide about people whose name or phone is taken here.

    Raises BackupError for a new name that nobody could choose in the portal.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    """New user names by those in the file."""
    unverified: frozenset[str] = frozenset()
    """User names, the new ones of those renamed, whose number does not sign in here until they verify it
    again."""

    def __post_init__(self) -> None:
        for new in self.renamed.values():
            _require_user_name(new)


def settle_people(incoming: IncomingTables, choices: Choices) -> None:
    """Leave in the temporary tables only people who are to be entered, with the rows about them.

    Raises BackupError with a list of those whom the operator has to decide about.
    """
    users = {"incoming": incoming.people.name, "users": incoming.people.target}
    if taken := _column(KEYS_OF_OTHERS.format(**users)):
        raise BackupError(
            f"The keys of these people belong to other accounts here: {_listed(taken)}. The two cells"
            " gave out the same keys before each had its number, so this one cannot take the file."
        )
    _apply(choices, users)
    _execute(KNOWN_HERE.format(**users), BARE, BARE)
    if twice := _column(TWICE.format(**users)):
        raise BackupError(f"Two people of the file would be called alike: {_listed(twice)}.")
    for table in incoming.of_persons():
        person = connection.ops.quote_name(f"{table.belonging.person}_id")
        _execute(OF_OTHERS.format(rows=table.name, person=person, **users))
    if taken := _column(SAME_NAME.format(**users)):
        raise BackupError(
            f"Somebody else is called like this here: {_listed(taken)}. Ask the person, then say"
            " --rename OLD=NEW for each."
        )
    if taken := _column(SAME_PHONE.format(**users)):
        raise BackupError(
            f"The phone of these people signs in to another account here: {_listed(taken)}. Ask whose"
            " it is, then say --unverified NAME for each who has to verify it again."
        )
    columns = ", ".join(connection.ops.quote_name(c) for c in incoming.people.columns if c != "id")
    _execute(BARE_HERE.format(columns=columns, **users))


def leave_out_known(incoming: IncomingTables) -> None:
    """Take those out who have a row here by now, after the rows about them were settled."""
    table = incoming.people
    _execute(HERE_BY_NOW.format(incoming=table.name, users=table.target))


def _apply(choices: Choices, users: Mapping[str, str]) -> None:
    old = [*choices.renamed]
    new = [User.normalize_username(name) for name in choices.renamed.values()]
    _require_known(old, users)
    _execute(RENAME.format(**users), old, new)
    _require_known([*choices.unverified], users)
    _execute(UNVERIFY.format(**users), [*choices.unverified])


def _require_known(names: list[str], users: Mapping[str, str]) -> None:
    if unknown := _column(UNKNOWN.format(**users), names):
        listed = ", ".join(f"“{name}”" for name in unknown)
        raise BackupError(f"Nobody in the file is called {listed}.")


def _require_user_name(name: str) -> None:
    """Raises BackupError unless the portal would take the name for a new account."""
    field = cast("Field[str, str]", User._meta.get_field(User.USERNAME_FIELD))
    with override("en"):
        try:
            normal = field.clean(User.normalize_username(name), None)
        except ValidationError as error:
            reasons = " ".join(error.messages)
            raise BackupError(f"“{name}” cannot be a user name: {reasons}") from error
    if normal.startswith(BARE):
        raise BackupError(
            f"“{name}” cannot be a user name: accounts of people who are only named have such names."
        )


def _execute(statement: str, *values: str | list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def _column(query: str, *values: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return [value for (value,) in cursor.fetchall()]


def _listed(names: list[str]) -> str:
    return ", ".join(names)
