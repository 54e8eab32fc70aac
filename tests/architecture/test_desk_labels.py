"""Everything at the desk has a Chinese label: models, columns, filters, fields and tables of
related records."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import label_for_field

from residents.models import User
from tests.architecture.chinese import CHINESE

pytestmark = pytest.mark.django_db
DESKS = list(admin.site._registry.values())
NEVER_LISTED = {"__str__", "action_checkbox"}


@pytest.fixture
def request_of_keeper(rf):
    request = rf.get("/admin/")
    request.user = User(pk=1, is_superuser=True, is_active=True)
    return request


def without_chinese(labels):
    return {name: str(label) for name, label in labels.items() if not CHINESE.search(str(label))}


def labels_of_form(desk, request):
    """Return labels of forms to add and of read-only fields."""
    names = [
        name for _title, more in desk.get_fieldsets(request, None) for name in _flat(more["fields"])
    ]
    form = desk.get_form(request) if desk.has_add_permission(request) else None
    return {
        name: form.base_fields[name].label
        if form and name in form.base_fields
        else label_for_field(name, desk.model, desk)
        for name in names
    }


def _flat(names):
    for name in names:
        yield from [name] if isinstance(name, str) else name


def labels_of_filters(desk, request):
    for one in desk.get_list_filter(request):
        if isinstance(one, str):
            yield one, desk.model._meta.get_field(one).verbose_name
        elif not isinstance(one, tuple):
            yield one.parameter_name, one.title
        elif "__" not in one[0]:
            yield one[0], desk.model._meta.get_field(one[0]).verbose_name


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.model.__name__)
def test_the_desk_shows_no_label_of_the_program(desk, request_of_keeper):
    meta = desk.model._meta
    columns = set(desk.get_list_display(request_of_keeper)) - NEVER_LISTED
    shown = {
        "model": meta.verbose_name,
        "models": meta.verbose_name_plural,
        "app": meta.app_config.verbose_name,
        **{name: label_for_field(name, desk.model, desk) for name in columns},
        **dict(labels_of_filters(desk, request_of_keeper)),
        **labels_of_form(desk, request_of_keeper),
    }
    for inline in desk.inlines:
        table = inline(desk.model, desk.admin_site)
        shown[inline.__name__] = table.opts.verbose_name_plural
        shown |= {name: label_for_field(name, table.model, table) for name in table.fields}
    assert without_chinese(shown) == {}


def test_every_model_of_the_house_has_a_chinese_name():
    """The history of a record may show any model."""
    ours = [m for m in apps.get_models() if m.__module__.startswith(("governance", "residents"))]
    named = {m._meta.label: m._meta.verbose_name for m in ours if m._meta.app_label != "search"}
    assert without_chinese(named) == {}
