"""Of each model is known whether its rows move with a neighbourhood."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from governance.journal.models import Cover, Line
from residents.cells import belonging
from residents.cells.belonging import OTHER_APPS, UnclassifiedError, belongings, taken_along
from residents.cells.rows import MovingRows
from residents.models import Device, LongJob, Neighbourhood, Office, Submission, User


def test_of_each_model_is_known_whether_its_rows_move():
    """If this fails, the new model declares ``stays_in_cell`` or ``moves_with_thing``."""
    found = belongings()
    assert set(found) == set(apps.get_models(include_auto_created=True))
    for model, one in found.items():
        said = [
            bool(one.lookups),
            bool(one.person),
            bool(one.thing),
            bool(one.stays),
            one.is_person,
        ]
        assert said.count(True) == 1, model


def test_a_model_is_found_by_its_foreign_keys():
    found = belongings()
    assert found[Neighbourhood].lookups == ("pk",)
    assert found[Line].lookups == ("building__neighbourhood",)
    assert set(found[Office].lookups) == {"building__neighbourhood", "neighbourhood"}
    assert found[Device].person == "user"
    assert found[Cover].thing == ("subject_type", "subject_id")
    assert found[User].is_person
    assert LongJob in taken_along()


def test_there_are_the_models_that_are_named():
    for label in OTHER_APPS:
        assert apps.get_model(label)


def test_a_model_that_hangs_on_nothing_is_refused(monkeypatch):
    monkeypatch.delattr(Submission, "stays_in_cell")
    with pytest.raises(UnclassifiedError, match=r"residents\.Submission hangs neither"):
        belongings()


def test_whatever_refers_to_a_row_that_moves_moves_too(db):
    """No foreign key of a row that moves leads to a model of which no row moves."""
    moving = MovingRows(Neighbourhood())
    there = {model._meta.db_table for model in moving.models} | {"django_content_type"}
    for model in moving.models:
        for key in belonging.foreign_keys(model):
            if not key.null and key.db_constraint:
                assert key.related_model._meta.db_table in there, key
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT condeferrable"
            " AND conrelid::regclass::text = ANY(%s)",
            [sorted(there)],
        )
        assert cursor.fetchall() == [], "foreign keys are checked at the end of an import"
