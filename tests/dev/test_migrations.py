"""The check of migrations finds what a former release could not bear, and lets additions through."""

from __future__ import annotations

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from dev.migrations import LIST, changed_since, columns_of, faults_of, own_migrations

pytestmark = pytest.mark.django_db
YEAR = models.Q(year__gt=1900)
LONG = models.Index(fields=["title"], name="by_title")


@pytest.fixture
def release():
    """The state of a release with one table."""
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.TextField()),
        ("year", models.IntegerField(null=True)),
    ]
    state.add_model(ModelState("shelf", "Book", fields))
    return state


def codes(release, *operations, before=None, atomic=True):
    migration = migrations.Migration("0002_change", "shelf")
    migration.operations, migration.atomic = list(operations), atomic
    found = faults_of(migration, before or release, columns_of(release))
    assert all(fault.startswith("shelf.0002_change: ") for fault in found)
    return {fault.split(": ")[1] for fault in found}


def new_model(name="Shelf"):
    fields = [("id", models.BigAutoField(primary_key=True)), ("place", models.TextField())]
    return migrations.CreateModel(name, fields)


def fill(apps, schema_editor):
    """A data migration."""


@pytest.mark.parametrize(
    "operations",
    [
        [new_model()],
        [migrations.AddField("book", "note", models.TextField(null=True))],
        [migrations.AddField("book", "note", models.TextField(db_default=""))],
        [AddConstraintNotValid("book", models.CheckConstraint(condition=YEAR, name="new"))],
        [migrations.RunSQL("CREATE VIEW old AS SELECT id FROM shelf_book", "DROP VIEW old")],
        [new_model(), migrations.AddIndex("shelf", models.Index(fields=["place"], name="at"))],
        [new_model(), migrations.AddField("shelf", "note", models.TextField(default=""))],
        [
            migrations.SeparateDatabaseAndState(
                state_operations=[migrations.RemoveField("book", "year")]
            )
        ],
    ],
)
def test_additions_pass(release, operations):
    assert codes(release, *operations) == set()


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (migrations.AddField("book", "note", models.TextField(default="")), "NOT_NULL"),
        (migrations.AlterField("book", "year", models.IntegerField(default=1)), "NOT_NULL"),
        (migrations.RemoveField("book", "year"), "DROP_COLUMN"),
        (migrations.DeleteModel("Book"), "DROP_TABLE"),
        (migrations.RenameField("book", "year", "printed"), "RENAME_COLUMN"),
        (migrations.RenameModel("Book", "Volume"), "RENAME_TABLE"),
        (migrations.AlterField("book", "title", models.IntegerField()), "ALTER_COLUMN"),
        (migrations.AlterUniqueTogether("book", {("title",)}), "ADD_UNIQUE"),
        (migrations.AddIndex("book", LONG), "CREATE_INDEX"),
        (
            migrations.AddConstraint("book", models.CheckConstraint(condition=YEAR, name="new")),
            "LOCKING_CONSTRAINT",
        ),
        (migrations.RunSQL("DELETE FROM shelf_book"), "RUNSQL_REVERSIBLE"),
        (migrations.RunPython(fill), "RUNPYTHON_REVERSIBLE"),
        (migrations.RunSQL("ALTER TABLE shelf_book DROP COLUMN year", ""), "DROP_COLUMN"),
    ],
)
def test_each_fault_is_found(release, operation, code):
    assert code in codes(release, operation)


def test_a_column_that_the_release_no_longer_knows_can_be_dropped(release):
    before = release.clone()
    before.add_field("shelf", "book", "former", models.TextField(null=True), preserve_default=True)
    assert codes(release, migrations.RemoveField("book", "former"), before=before) == set()


@pytest.mark.django_db(transaction=True)
def test_an_index_is_made_concurrently_and_a_constraint_validated_later(release):
    assert codes(release, AddIndexConcurrently("book", LONG), atomic=False) == set()
    before = release.clone()
    rule = models.CheckConstraint(condition=YEAR, name="new")
    before.add_constraint("shelf", "book", rule)
    assert codes(release, ValidateConstraint("book", "new"), before=before) == set()


def test_a_released_migration_is_neither_changed_nor_removed():
    released = dict(line.split() for line in LIST.read_text().splitlines())
    assert changed_since(released, own_migrations()) == []
    other = released | {"shelf.0001_initial": "0", "journal.0001_initial": "0"}
    assert changed_since(other, own_migrations()) == [
        "journal.0001_initial is part of a release and was changed: add another migration instead",
        "shelf.0001_initial is part of a release and was removed: add another migration instead",
    ]
