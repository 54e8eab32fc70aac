"""Forms of the own phone number, and of the code sent to it."""

from __future__ import annotations

import unicodedata
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm
from louzu.lib.phone_numbers import number_of_person
from residents.people.models import User
from residents.signin.number_check import NumberCheck


class NumberForm(CrispyForm):
    phone = forms.CharField(
        label=gettext_lazy("手机号"),
        help_text=gettext_lazy("不经您同意，邻居看不到。不想留，就清空。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        phone = number_of_person(typed)
        if phone:
            User._meta.get_field("phone").run_validators(phone)
        return phone


class NumberCodeForm(CrispyForm):
    code = forms.CharField(
        label=gettext_lazy("短信里的6位数字"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits"}
        ),
    )
    take_over = forms.BooleanField(
        label=gettext_lazy("改到我这里，那个账号不能再用它登录"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self,
        check: NumberCheck,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.check = check
        if self.data.get("take_over"):
            self._show_take_over()

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not self.check.is_right(typed):
            raise ValidationError(_("不对，请再看看短信。输错3次，就要再发一次。"))
        return typed

    def _show_take_over(self) -> None:
        self.fields["take_over"].widget = forms.CheckboxInput()

    def ask_to_take_over(self) -> None:
        self._show_take_over()
        self.add_error(
            "take_over",
            _(
                "这个号码现在用来登录另一个账号，比如家里人的。是您的号码，要改到这里，请打勾再按一次。"
            ),
        )
