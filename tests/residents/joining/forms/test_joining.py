"""What people type while they join: the building, a name, a phone, a password."""

from __future__ import annotations

import pytest

from residents.joining.forms.joining import (
    AccountForm,
    NewPasswordForm,
    PhoneForm,
    PlaceAndCodeForm,
)
from residents.models import User
from tests.factories import UserFactory

GOOD = "tram-23-dog"


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("1200支弄114号", "1200-114"),
        ("1200 弄 114", "1200-114"),
        ("弄堂", "弄堂"),
        ("114号号", "114号"),
        ("弄114", "-114"),
    ],
)
def test_only_a_lane_before_a_number_becomes_a_hyphen(typed, slug):
    form = PlaceAndCodeForm({"building": typed, "code": "x"})
    assert form.is_valid()
    assert form.cleaned_data["building"] == slug


@pytest.mark.parametrize("typed", ["", "   "])
def test_a_phone_may_be_left_out(typed):
    form = PhoneForm({"phone": typed})
    assert form.is_valid()
    assert form.cleaned_data["phone"] == ""


@pytest.mark.parametrize("typed", ["1380013800", "138001380001", "021-65551234", "没有"])
def test_what_is_no_mobile_number_is_told_and_not_dropped(typed):
    form = PhoneForm({"phone": typed})
    assert form.errors["phone"] == ["手机号是11位数字，请再看看；也可以不填。"]
    assert form["phone"].value() == typed


def password(first: str, again: str | None = None, **person: str) -> dict[str, list[str]]:
    data = {"password": first, "again": first if again is None else again}
    return NewPasswordForm(data, person=User(**person)).errors


def test_a_password_is_kept_with_its_blanks():
    form = NewPasswordForm({"password": f" {GOOD} ", "again": f" {GOOD} "}, person=User())
    assert form.is_valid()
    assert form.cleaned_data["password"] == f" {GOOD} "
    assert list(password(GOOD, f"{GOOD} ")) == ["again"]


def test_a_weak_password_is_told_only_after_both_are_the_same():
    assert list(password("1234567890")) == ["password"]
    assert list(password("1234567890", "1234567891")) == ["again"]
    assert list(password("wangxiuying", username="wangxiuying")) == ["password"]
    assert list(password("wangxiuying", shown_name="wangxiuying")) == []


@pytest.mark.django_db
def test_a_password_is_compared_with_the_name_that_is_being_chosen():
    form = AccountForm(
        {"username": "xiuying1952", "password": "xiuying1952", "again": "xiuying1952"},
        person=User(username="old"),
    )
    assert list(form.errors) == ["password"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("ｗａｎｇ", "已经有人用了"),
        ("WANG", "已经有人用了"),
        ("138-0013.8000", "手机号"),
        ("１３８００１３８０００", "手机号"),
        ("王@114", None),
        ("王/114", "登录名只能写字母"),
    ],
)
def test_a_name_to_sign_in_with_is_nobody_elses_and_no_phone_number(username, expected):
    UserFactory(username="wang")
    form = AccountForm({"username": username, "password": GOOD, "again": GOOD}, person=User())
    errors = "".join(form.errors.get("username", []))
    assert (expected in errors) if expected else errors == ""
