"""Check the migrations that came after the last release (docs/how-to/change-a-table.md, ADR 58).

Released migrations stay as they are. Later ones must leave the tables fit for the former release, and
lock no table for long. ``django-migration-linter`` reads their SQL; statements about tables that the
release does not have are left out, because nothing else uses those yet. ``python -m dev.migrations
--release`` makes all present migrations released ones.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django

from louzu.server.postgres import Server

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "dev" / "released_migrations.txt"
TABLE = re.compile(r'\b(?:TABLE|ON|INTO|UPDATE|FROM) (?:ONLY |IF EXISTS )*"?(\w+)"?')
LOCKING_CONSTRAINT = re.compile(r"ADD CONSTRAINT .* (?:CHECK|EXCLUDE)\b(?!.*NOT VALID)")
MATTERS_OF_STYLE = ["RUNPYTHON_ARGS_NAMING_CONVENTION", "RUNPYTHON_MODEL_VARIABLE_NAME"]
EXEMPT: dict[str, dict[str, str]] = {}
"""Codes that do not count for a migration, with the reason: ``{"lounge.0004_x": {"CREATE_INDEX": "…"}}``."""
ADVICE = {
    "NOT_NULL": "the former release inserts rows without it, so give a new column db_default or NULL",
    "DROP_COLUMN": "the former release reads it, so take the field out of the models now and the"
    " column away in the next release",
    "DROP_TABLE": "the former release reads it, so take the model away now and the table in the next"
    " release",
    "RENAME_COLUMN": "the former release knows the old name, so keep it with db_column",
    "RENAME_TABLE": "the former release knows the old name, so keep it with db_table",
    "ALTER_COLUMN": "the table is written anew under a lock, so add a column and fill it",
    "ADD_UNIQUE": "the table is locked while it is read, so build the index concurrently first",
    "CREATE_INDEX": "writers wait for it, so use AddIndexConcurrently with atomic = False",
    "CREATE_INDEX_EXCLUSIVE": "the lock of the change before is held, so make it a migration of its own",
    "DROP_INDEX": "readers wait for it, so use RemoveIndexConcurrently with atomic = False",
    "LOCKING_CONSTRAINT": "the table is locked while it is read, so use AddConstraintNotValid and"
    " ValidateConstraint",
    "RUNSQL_REVERSIBLE": "give it reverse_sql, RunSQL.noop if nothing is to be done",
    "RUNPYTHON_REVERSIBLE": "give it a reverse, RunPython.noop if nothing is to be done",
}


def main(arguments: list[str]) -> int:
    os.environ.setdefault("LOUZU_HOSTS", "localhost")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["LOUZU_HOME"] = home
        server = Server(Path(home), throwaway=True)
        os.environ["LOUZU_DATABASE_URL"] = server.url
        django.setup()
        present = own_migrations()
        if arguments == ["--release"]:
            LIST.write_text(
                "".join(f"{name} {digest}\n" for name, digest in sorted(present.items()))
            )
            return 0
        released = dict(line.split() for line in LIST.read_text().splitlines())
        faults = changed_since(released, present)
        if newer := present.keys() - released.keys():
            with server:
                faults += [*faults_of_newer(newer, released)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def own_migrations() -> dict[str, str]:
    """Return “app.name” and a hash of the file of each migration in this repository."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 -- after setup

    found = {}
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        file = Path(str(sys.modules[migration.__module__].__file__))
        if file.is_relative_to(ROOT) and "site-packages" not in file.parts:
            found[f"{app}.{name}"] = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    return found


def changed_since(released: dict[str, str], present: dict[str, str]) -> list[str]:
    return [
        f"{name} is part of a release and was {'changed' if name in present else 'removed'}:"
        " add another migration instead"
        for name, digest in released.items()
        if present.get(name) != digest
    ]


def faults_of_newer(newer: Iterable[str], released: Iterable[str]) -> Iterator[str]:
    from django.db import connection  # noqa: PLC0415 -- after setup
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(connection)
    nodes = [node for node in loader.graph.nodes if ".".join(node) in set(released)]
    former = columns_of(loader.project_state(nodes))
    for name in sorted(newer):
        app, _dot, label = name.partition(".")
        migration = loader.disk_migrations[app, label]
        yield from faults_of(migration, loader.project_state((app, label), at_end=False), former)


def columns_of(state: ProjectState) -> dict[str, set[str]]:
    """Return the tables of the models with their columns."""
    models = state.apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: {field.column or "" for field in model._meta.local_concrete_fields}
        for model in models
    }


def faults_of(migration: Migration, before: ProjectState, former: dict[str, set[str]]) -> list[str]:
    """Return a sentence for each fault. ``former`` has the tables and columns of the release."""
    from django_migration_linter.migration_linter import MigrationLinter  # noqa: PLC0415
    from django_migration_linter.sql_analyser.analyser import (  # noqa: PLC0415 -- both after setup
        analyse_sql_statements,
    )
    from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser  # noqa: PLC0415

    statements = [line for line in sql_of(migration, before) if concerns_release(line, set(former))]
    linter = MigrationLinter(no_output=True, exclude_migration_tests=MATTERS_OF_STYLE)
    of_sql = analyse_sql_statements(PostgresqlAnalyser, statements)
    of_data = linter.analyse_data_migration(migration)
    issues = [*of_sql[0], *of_sql[2], *of_data[0], *of_data[2]]
    codes = {
        issue.code: issue.message
        for issue in issues
        if not is_unused(issue.code, issue.table, issue.column, former)
    }
    if any(LOCKING_CONSTRAINT.search(line) for line in statements):
        codes["LOCKING_CONSTRAINT"] = "ADDING a constraint"
    name = f"{migration.app_label}.{migration.name}"
    return [
        f"{name}: {code}: {message}: {ADVICE.get(code, 'see the how-to')}"
        for code, message in codes.items()
        if code not in EXEMPT.get(name, {})
    ]


def sql_of(migration: Migration, before: ProjectState) -> list[str]:
    """Return the lines of SQL of the migration, without running it."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(before.clone(), editor, collect_sql=True)
    lines = "\n".join(editor.collected_sql).splitlines()
    return ["BEGIN;", *lines] if migration.atomic else lines


def concerns_release(line: str, tables: set[str]) -> bool:
    """Return whether a line of SQL is about a table of the release, or does not say which."""
    named = set(TABLE.findall(line))
    return not named or bool(named & tables)


def is_unused(
    code: str, table: str | None, column: str | None, former: dict[str, set[str]]
) -> bool:
    """Return whether something is dropped that the code of the release does not know."""
    if code == "DROP_COLUMN":
        return bool(table and column) and column not in former.get(table or "", set())
    return code == "DROP_TABLE" and bool(table) and table not in former


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
