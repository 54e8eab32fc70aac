"""Input about people, split by noun."""

from __future__ import annotations

from residents.forms.devices import NewPinForm, PinForm
from residents.forms.joining import (
    ME,
    NEW,
    AccountForm,
    CodeForm,
    NameForm,
    NewPasswordForm,
    PhoneForm,
    PlaceAndCodeForm,
)
from residents.forms.preferences import PreferencesForm
from residents.forms.signin import PhoneCodeConfirmForm, PhoneCodeForm, SignInForm
from residents.forms.slips import EnrollForm, HouseholdsForm

__all__ = [
    "ME",
    "NEW",
    "AccountForm",
    "CodeForm",
    "EnrollForm",
    "HouseholdsForm",
    "NameForm",
    "NewPasswordForm",
    "NewPinForm",
    "PhoneCodeConfirmForm",
    "PhoneCodeForm",
    "PhoneForm",
    "PinForm",
    "PlaceAndCodeForm",
    "PreferencesForm",
    "SignInForm",
]
