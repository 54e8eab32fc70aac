"""Input about people, split by noun."""

from __future__ import annotations

from residents.forms.preferences import PreferencesForm
from residents.forms.roster import RosterAnswersForm, RosterUploadForm
from residents.forms.signin import SignInForm

__all__ = ["PreferencesForm", "RosterAnswersForm", "RosterUploadForm", "SignInForm"]
