"""Forms of joining, one per page."""

from __future__ import annotations

import re
import unicodedata
from typing import Unpack

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm
from louzu.lib.phone_numbers import mobile_number
from residents.joining.queries.joining import is_taken
from residents.people.models import User
from residents.signin.adapters import normalize_username

NEW, ME = "new", "me"
LANE = re.compile(r"\s*(?:支?弄|路)\s*(?=\d)")


class CodeForm(CrispyForm):
    code = forms.CharField(
        label=gettext_lazy("条上的码"),
        help_text=gettext_lazy("8个字母和数字，大写小写都可以"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-from-fragment": "",
            }
        ),
    )


class PlaceAndCodeForm(CodeForm):
    building = forms.CharField(
        label=gettext_lazy("楼号"),
        help_text=gettext_lazy("条上写着，例如 114"),
        max_length=50,
    )
    field_order = ("building", "code")

    def clean_building(self) -> str:
        """Accept ``1200-114`` as on the slip, and ``1200弄114号`` as people say it."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["building"])
        return LANE.sub("-", typed.strip().removesuffix("号").strip())


class NameForm(CrispyForm):
    shown_name = forms.CharField(
        label=gettext_lazy("怎么称呼您"),
        help_text=gettext_lazy("邻居平时怎么叫，例如：王阿姨、老周。您同意之前，邻居看不到。"),
        max_length=User._meta.get_field("shown_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    old_enough = forms.BooleanField(
        label=gettext_lazy("我已满14周岁"),
        help_text=gettext_lazy("不满14周岁的孩子不开户，家里大人看就可以了。"),
        error_messages={"required": gettext_lazy("不满14周岁不能开户；满了，请打勾。")},
    )


class PhoneForm(CrispyForm):
    phone = forms.CharField(
        label=gettext_lazy("手机号"),
        help_text=gettext_lazy("可以不填。有事好找到您；邻居看不到。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        phone = mobile_number(typed)
        if typed and not phone:
            raise ValidationError(_("手机号是11位数字，请再看看；也可以不填。"))
        return phone


class NewPasswordForm(CrispyForm):
    """For an account that already has a name to sign in with."""

    password = forms.CharField(
        label=gettext_lazy("密码"),
        help_text=gettext_lazy("至少8个字，不要全是数字，也不要用自己的名字"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("再输一次密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        person: User,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.person = person

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("两次输的不一样，请再输一次。"))
        elif password:
            self._judge(password, data)
        return data

    def _judge(self, password: str, data: dict[str, str]) -> None:
        self.person.username = data.get("username", self.person.username)
        try:
            validate_password(password, self.person)
        except ValidationError as weak:
            self.add_error("password", weak)


class AccountForm(NewPasswordForm):
    """The username and password of a new account."""

    username = forms.CharField(
        label=gettext_lazy("登录用的名字"),
        help_text=gettext_lazy("登录的时候要输，请记住。可以用汉字。"),
        max_length=30,
        validators=[User.username_validator],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ("username", "password", "again")

    def clean_username(self) -> str:
        username = normalize_username(self.cleaned_data["username"])
        if mobile_number(username):
            raise ValidationError(_("登录用的名字不能是手机号；手机号本来就可以用来登录。"))
        if is_taken(username):
            raise ValidationError(_("这个名字已经有人用了，请换一个。"))
        return username
