"""Input about people, split by noun."""

from __future__ import annotations

from residents.forms.batches import BatchForm, ListForm, PartAnswersForm, WholeUploadForm
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
from residents.forms.numbers import NumberCodeForm, NumberForm
from residents.forms.offices import AppointForm, LookUpForm, OfficeForm
from residents.forms.preferences import PreferencesForm
from residents.forms.profile import ForgetForm, ProfileForm
from residents.forms.roster import (
    RosterAnswersForm,
    RosterColumnsForm,
    RosterSheetForm,
    RosterUploadForm,
)
from residents.forms.second_factor import (
    NewSecondFactorForm,
    SecondFactorAgainForm,
    SecondFactorForm,
)
from residents.forms.signin import PhoneCodeConfirmForm, PhoneCodeForm, SignInForm
from residents.forms.slips import EnrollForm, HouseholdsForm, SlipsOfManyForm

__all__ = [
    "ME",
    "NEW",
    "AccountForm",
    "AppointForm",
    "BatchForm",
    "CodeForm",
    "EnrollForm",
    "ForgetForm",
    "HouseholdsForm",
    "ListForm",
    "LookUpForm",
    "NameForm",
    "NewPasswordForm",
    "NewPinForm",
    "NewSecondFactorForm",
    "NumberCodeForm",
    "NumberForm",
    "OfficeForm",
    "PartAnswersForm",
    "PhoneCodeConfirmForm",
    "PhoneCodeForm",
    "PhoneForm",
    "PinForm",
    "PlaceAndCodeForm",
    "PreferencesForm",
    "ProfileForm",
    "RosterAnswersForm",
    "RosterColumnsForm",
    "RosterSheetForm",
    "RosterUploadForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "SignInForm",
    "SlipsOfManyForm",
    "WholeUploadForm",
]
