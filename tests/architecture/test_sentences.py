"""Errors of forms and messages of the desk are in our own plain words."""

from __future__ import annotations

import io
from pathlib import Path

import allauth
import django
import pytest
from allauth.account.forms import ChangePasswordForm, ReauthenticateForm, SetPasswordForm
from babel.messages.pofile import read_po
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.password_validation import get_default_password_validators
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from dev.messages import LIBRARY_CATALOGS, _singular
from louzu.lib.empty_fields import with_label
from residents.models import Neighbourhood, User
from residents.signin.forms.second_factor import SecondFactorForm
from residents.signin.forms.signin import SignInForm
from tests.architecture.chinese import CHINESE
from tests.architecture.form_classes import form_classes, named

OF_ALLAUTH = [ReauthenticateForm, ChangePasswordForm, SetPasswordForm, SignInForm, SecondFactorForm]
LIBRARIES = [
    Path(django.__path__[0]) / "conf",
    *(Path(django.__path__[0]) / "contrib" / name for name in ("admin", "auth", "postgres")),
    Path(allauth.__path__[0]),
]
OF_MODELS = {"blank", "null", "unique"}
"""Errors of a model that can occur after its form's validation."""


def msgid(message) -> str:
    with translation.override(None):
        translation.deactivate_all()
        return str(message)


def catalogue(folder: Path, locale="zh_Hans"):
    po = folder / "locale" / locale / "LC_MESSAGES" / "django.po"
    return [m for m in read_po(io.BytesIO(po.read_bytes()), locale=locale) if m.id]


def ours() -> set[str]:
    return {_singular(message.id) for message in catalogue(LIBRARY_CATALOGS.parent)}


def desk_forms(rf):
    request = rf.get("/admin/")
    request.user = User(pk=1, is_superuser=True)
    desks = admin.site._registry.values()
    return [desk.get_form(request) for desk in desks if desk.has_add_permission(request)]


@pytest.fixture
def classes(rf, db):
    return [*form_classes(), *OF_ALLAUTH, *desk_forms(rf)]


def judged_empty(field) -> str:
    form = type("OneField", (forms.Form,), {"one": field})({})
    return " ".join(form.errors.get("one", []))


@pytest.mark.django_db
def test_an_empty_field_is_named(classes):
    asked = 0
    for cls in classes:
        for name, field in cls.base_fields.items():
            found = judged_empty(field)
            if not field.required or field.label is None or not found:
                continue
            asked += 1
            where = f"{named(cls)}.{name}: {found}"
            own = field.error_messages["required"]
            stock = own is forms.Field.default_error_messages["required"]
            assert CHINESE.search(found), where
            assert found != "这一项要填。", where
            if stock and not field.widget.is_hidden:
                assert str(field.label).removesuffix("：") in found, where
    assert asked > 100


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (forms.CharField(label="电话"), "请写“电话”。"),
        (forms.ChoiceField(label="楼组", choices=[("1", "1")]), "请选“楼组”。"),
        (forms.FileField(label="名册"), "请选“名册”。"),
        (forms.BooleanField(label="我同意"), "要先在“我同意”前面打勾。"),
        (forms.CharField(label="给谁看“通知”"), "请写“给谁看‘通知’”。"),
        (forms.CharField(widget=forms.HiddenInput), "这一页没有传全，请刷新以后再来一次。"),
        (forms.CharField(error_messages={"required": "请写楼号。"}), "请写楼号。"),
    ],
)
def test_the_sentence_fits_the_field(field, sentence):
    assert judged_empty(field) == sentence


def test_a_summary_does_not_say_the_label_twice():
    assert with_label("请写“电话”。", "电话") == "请写“电话”。"
    assert with_label("太长了。", "电话") == "电话：太长了。"


def sentences_of(field):
    """Yield Django's messages for a form or model field."""
    of_form = isinstance(field, forms.Field)
    yield from (text for code, text in field.error_messages.items() if of_form or code in OF_MODELS)
    for validator in field.validators:
        message = getattr(validator, "message", None) or getattr(validator, "messages", {})
        yield from message.values() if isinstance(message, dict) else [message]


@pytest.mark.django_db
def test_no_field_says_a_sentence_of_a_library(classes):
    fields = [(named(cls), field) for cls in classes for field in cls.base_fields.values()]
    fields += [
        (desk.model.__name__, field)
        for desk in admin.site._registry.values()
        for field in desk.model._meta.concrete_fields
        if field.editable and field.model._meta.app_label == "residents"
    ]
    known = ours()
    foreign = {
        (where, type(field).__name__, text)
        for where, field in fields
        for text in map(msgid, filter(_is_text, sentences_of(field)))
        if text and not CHINESE.search(text) and text not in known
    }
    assert foreign == set()


def _is_text(message) -> bool:
    return isinstance(message, str | Promise)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_passwords_are_explained_in_our_words(language):
    theirs = {
        m.string[0] if isinstance(m.string, tuple) else m.string
        for folder in LIBRARIES
        for m in catalogue(folder, "zh_Hans" if language == "zh-hans" else "zh_Hant")
    }
    with translation.override(language):
        for validator in get_default_password_validators():
            assert validator.get_help_text() not in theirs
            assert validator.get_error_message() not in theirs


def test_every_sentence_replaces_one_of_a_library():
    """If this fails, remove sentences that the libraries no longer have."""
    theirs = {_singular(m.id) for folder in LIBRARIES for m in catalogue(folder)}
    assert ours() - theirs == set()


def test_the_portal_reads_the_catalogue():
    assert LIBRARY_CATALOGS in settings.LOCALE_PATHS
    assert apps.is_installed("residents")


@pytest.mark.django_db
def test_the_desk_says_what_was_done(client, django_user_model):
    keeper = django_user_model.objects.create_superuser("keeper", password="louzu-secret")
    client.force_login(keeper)
    typed = {"name": "连心", "committee": "连心居委会"}
    page = reverse("admin:residents_neighbourhood_add")
    refused = client.post(page, {**typed, "committee": ""}).content.decode()
    assert "请写“居委全名”。" in refused
    assert "还没有记下，请看下面的说明。" in refused
    made = client.post(page, typed, follow=True).content.decode()
    made_one = Neighbourhood.objects.get()
    change = reverse("admin:residents_neighbourhood_change", args=[made_one.pk])
    assert f'居民区“<a href="{change}">连心</a>”记下了。' in made
    changed = client.post(change, {**typed, "phone": "55501234"}, follow=True).content.decode()
    assert f'居民区“<a href="{change}">连心</a>”改好了。' in changed
