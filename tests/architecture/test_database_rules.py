"""Every trigger of a table is described by a sentence in its model."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from louzu.lib.grants import own_tables

MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if not model._meta.proxy and model._meta.app_label != "procrastinate"
]
pytestmark = pytest.mark.django_db


def told(model):
    return vars(model).get("database_rules", {})


def test_a_models_rules_are_the_triggers_of_its_table():
    tables = own_tables()
    triggers = {model: set(tables.get(model._meta.db_table, ())) for model in MODELS}
    assert {m.__name__: set(told(m)) for m in MODELS if told(m)} == {
        m.__name__: names for m, names in triggers.items() if names
    }


def test_every_table_with_a_trigger_is_a_models():
    tables = own_tables().items()
    with_triggers = {t for t, triggers in tables if triggers and not t.startswith("procrastinate_")}
    assert with_triggers <= {model._meta.db_table for model in MODELS}


def test_a_rule_is_one_sentence():
    rules = [rule for model in MODELS for rule in told(model).values()]
    assert rules
    assert [rule for rule in rules if not (rule[0].isalpha() and rule.endswith("."))] == []


def test_no_trigger_is_switched_off():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled <> 'O'"
        )
        assert cursor.fetchall() == []
