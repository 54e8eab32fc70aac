"""The rows of a file in temporary tables, from which they are entered into those of the portal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model

from louzu.backup.errors import BackupError
from residents.cells.belonging import Belonging
from residents.cells.manifest import NeighbourhoodManifest
from residents.cells.rows import MovingRows
from residents.people.models import User
from residents.places.models import Neighbourhood

CREATE = "CREATE TEMPORARY TABLE {own} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
CONTENT_TYPE = """
    (SELECT c.id FROM django_content_type c WHERE concat(c.app_label, '.', c.model) = i.{column})
"""
ENTER = "INSERT INTO {table} ({columns}) SELECT {values} FROM {own} i"
COUNT = "SELECT count(*) FROM {own}"
PRESENT = "SELECT count(*) FROM {own} i JOIN {table} t ON t.{key} = i.{key}"
READ_BACK = """
    COPY (SELECT {columns} FROM {table} WHERE {key} IN (SELECT {key} FROM {own}) ORDER BY {key})
    TO STDOUT
"""
"""Statements about a temporary table, ``own``, and the one that its rows are for."""


@dataclass(frozen=True)
class IncomingTable:
    model: type[Model]
    belonging: Belonging
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return _quoted(f"incoming_{self.model._meta.db_table}")

    @property
    def target(self) -> str:
        return _quoted(self.model._meta.db_table)

    @cached_property
    def kinds(self) -> set[str]:
        """Columns that hold a content type, which has another key in each cell."""
        found = self.model._meta.concrete_fields
        return {str(one.column) for one in found if one.related_model is ContentType}

    def create(self) -> None:
        columns = [
            f"NULL::text AS {_quoted(name)}" if name in self.kinds else _quoted(name)
            for name in self.columns
        ]
        _execute(self._statement(CREATE, columns=", ".join(columns)))

    def fill(self, pieces: Iterable[bytes]) -> None:
        into = self._statement("COPY {own} ({columns}) FROM STDIN")
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for piece in pieces:
                copy.write(piece)

    def enter(self) -> None:
        values = [
            CONTENT_TYPE.format(column=_quoted(name))
            if name in self.kinds
            else f"i.{_quoted(name)}"
            for name in self.columns
        ]
        _execute(self._statement(ENTER, values=", ".join(values)))

    def count(self) -> int:
        return _number(self._statement(COUNT))

    def count_present(self) -> int:
        """Return how many rows have a key that is there already."""
        return _number(self._statement(PRESENT))

    def digest(self) -> str:
        """Return the hash of the entered rows, made as that in the manifest."""
        digest = hashlib.sha256()
        asked = self._statement(READ_BACK)
        with connection.cursor() as cursor, cursor.copy(asked) as copy:
            for data in copy:
                digest.update(bytes(data))
        return digest.hexdigest()

    def _statement(self, template: str, **more: str) -> str:
        names = {
            "own": self.name,
            "table": self.target,
            "key": _quoted(str(self.model._meta.pk.column)),
            "columns": ", ".join(map(_quoted, self.columns)),
        }
        return template.format(**(names | more))


@dataclass
class IncomingTables:
    """Call ``create``, then ``fill`` for each part, then ``enter``, in one transaction of the owner."""

    tables: dict[str, IncomingTable] = field(init=False)

    def __post_init__(self) -> None:
        moving = MovingRows(Neighbourhood())
        self.tables = {
            model._meta.db_table: IncomingTable(
                model, moving.belongings[model], tuple(moving.columns(model))
            )
            for model in moving.models
        }

    @property
    def people(self) -> IncomingTable:
        return self.tables[User._meta.db_table]

    def create(self) -> None:
        for table in self.tables.values():
            table.create()

    def fill(self, name: str, pieces: Iterable[bytes]) -> None:
        if name not in self.tables:
            raise BackupError(f"The file holds rows of {name}, which do not move.")
        self.tables[name].fill(pieces)

    def of_persons(self) -> list[IncomingTable]:
        return [table for table in self.tables.values() if table.belonging.person]

    def require_counts(self, manifest: NeighbourhoodManifest) -> None:
        for name, told in manifest.tables.items():
            table = self.tables.get(name)
            if table is None or table.count() != told.rows:
                raise BackupError(f"The file does not hold the rows of {name} that it names.")

    def require_free(self) -> None:
        """Raises BackupError if a key is taken. People who are here already were taken out before."""
        for name, table in self.tables.items():
            if table.belonging.is_renumbered or table.belonging.is_person:
                continue
            if number := table.count_present():
                raise BackupError(
                    f"{number} rows of {name} are here already: the neighbourhood was imported before, or"
                    " two cells gave out the same keys."
                )

    def enter(self) -> None:
        """Enter all rows with the tables' own triggers off, and check the foreign keys."""
        filled = [table for table in self.tables.values() if table.count()]
        for table in filled:
            _execute(f"ALTER TABLE {table.target} DISABLE TRIGGER USER")
        for table in filled:
            table.enter()
        _execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in filled:
            _execute(f"ALTER TABLE {table.target} ENABLE TRIGGER USER")

    def require_same(self, manifest: NeighbourhoodManifest) -> None:
        """Raises BackupError unless the rows read as they did where they come from."""
        for name, told in manifest.tables.items():
            table = self.tables[name]
            belonging = table.belonging
            if belonging.person or belonging.is_person or belonging.is_renumbered:
                continue
            if table.digest() != told.digest:
                raise BackupError(
                    f"The rows of {name} read otherwise here than where they come from."
                )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
