"""Input about people."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from louzu.lib.forms import stacked
from residents.models.people import Language, TextSize


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("名字或手机号")
        self.fields["login"].help_text = _("开户时用的名字，或者登记过的手机号")
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.helper = stacked()


class PreferencesForm(forms.Form):
    text_size = forms.ChoiceField(label=_("字号"), choices=TextSize.choices, required=False)
    language = forms.ChoiceField(label=_("文字"), choices=Language.choices, required=False)
