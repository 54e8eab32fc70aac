"""docs/privacy.md lists what the rooms declare, and they declare every free text."""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from dev.privacy import PAGE, personal_data_section, with_new_section
from residents.privacy.queries.personal_data import data_categories, mentions


def test_the_privacy_page_lists_what_the_rooms_declare():
    """If this fails, run ``python -m dev.privacy``."""
    assert PAGE.read_text() == with_new_section(PAGE.read_text())


def test_each_thing_that_is_kept_stands_there_with_its_readers_and_its_time():
    text = personal_data_section()
    for kept in (*data_categories().values(), *mentions().values()):
        assert f"**{kept.title}**" in text
        assert f"谁能看到：{kept.seen_by}。留多久：{kept.until}。" in text


def test_columns_are_values_and_not_methods():
    """The label of a choice is found by the name of its field."""
    columns = [column for category in data_categories().values() for column in category.columns]
    assert [name for name in columns if name.startswith("get_")] == []


def test_visitors_can_read_the_privacy_page(client, db):
    page = client.get(reverse("privacy")).text
    for words in ("户主或联系人", "业主：名字、电话", "签字人", "签了字的纸的照片"):
        assert words in page


def test_a_mention_names_columns_that_there_are():
    for mention in mentions().values():
        for column in mention.columns:
            model, _dot, field = column.rpartition(".")
            kind = apps.get_model(model)._meta.get_field(field)
            assert isinstance(
                kind,
                models.CharField
                | models.TextField
                | models.FileField
                | models.JSONField
                | ArrayField,
            ), column


NAMED = {"signer", "who", "contact", "note", "brought_by", "party", "offer", "offered", "phone"}
"""Names of columns for another person's name."""
ELSEWHERE = {
    "residents.user.phone": "the person's own",
    "residents.office.contact": "the person's own",
    "residents.neighbourhood.phone": "the committee's",
    "meetings.meeting.note": "told to all, by who calls the meeting",
}


def test_a_column_that_asks_for_a_name_is_declared():
    declared = {column for mention in mentions().values() for column in mention.columns}
    asked = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name in NAMED and isinstance(field, models.CharField | models.TextField)
    }
    assert asked - declared == set(ELSEWHERE)


def test_columns_of_choices_are_named_by_the_field_itself():
    """A method would be printed as one. A field with choices is shown by its label."""
    methods = {
        f"{name}.{code}"
        for name, category in data_categories().items()
        for code in category.columns
        if code.startswith("get_")
    }
    assert methods == set()
