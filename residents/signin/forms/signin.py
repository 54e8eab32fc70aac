"""Forms of signing in."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from louzu.lib.forms import default_helper
from louzu.lib.phone_numbers import mobile_number


class SignInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("名字或手机号")
        self.fields["login"].help_text = _("开户时用的名字，或者核对过的手机号")
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.helper = default_helper()


class PhoneCodeForm(RequestLoginCodeForm):
    """Asks for a phone number. The answer does not tell whether an account has it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "phone": forms.CharField(
                label=_("手机号"),
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
            )
        }
        self.helper = default_helper()

    def clean_phone(self) -> str:
        phone = mobile_number(self.cleaned_data["phone"])
        if not phone:
            raise ValidationError(_("手机号是11位数字，请再看看。"))
        self.cleaned_data["phone"] = phone
        counted: str = super().clean_phone()
        return counted


class PhoneCodeConfirmForm(ConfirmLoginCodeForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("短信里的6位数字")
        self.fields["code"].widget.attrs = {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "class": "digits",
        }
        self.helper = default_helper()
