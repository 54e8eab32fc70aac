"""Input about people, split by noun."""

from __future__ import annotations

from residents.forms.offices import AppointForm, LookUpForm
from residents.forms.preferences import PreferencesForm
from residents.forms.profile import ForgetForm, ProfileForm
from residents.forms.roster import RosterAnswersForm, RosterUploadForm
from residents.forms.signin import SignInForm

__all__ = [
    "AppointForm",
    "ForgetForm",
    "LookUpForm",
    "PreferencesForm",
    "ProfileForm",
    "RosterAnswersForm",
    "RosterUploadForm",
    "SignInForm",
]
