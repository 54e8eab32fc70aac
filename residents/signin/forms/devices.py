"""Form of the PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.forms import CrispyForm

DIGITS = 6
RUN = "01234567890123456789"


class PinField(forms.CharField):
    """Accepts full-width digits and spaces between digits."""

    default_error_messages = {"digits": gettext_lazy("请输入6位数字。")}

    def __init__(self, *, label: StrOrPromise, new: bool = False) -> None:
        attrs = {
            "class": "digits",
            "inputmode": "numeric",
            "autocomplete": "new-password" if new else "off",
            "maxlength": str(DIGITS * 2),
        }
        super().__init__(label=label, widget=forms.PasswordInput(attrs=attrs))

    def clean(self, value: object) -> str:
        typed: str = super().clean(value)
        pin = "".join(c for c in unicodedata.normalize("NFKC", typed) if not c.isspace())
        if len(pin) != DIGITS or not (pin.isascii() and pin.isdecimal()):
            raise ValidationError(self.error_messages["digits"])
        return pin


class PinForm(CrispyForm):
    pin = PinField(label=gettext_lazy("6位数字"))


class NewPinForm(CrispyForm):
    pin = PinField(label=gettext_lazy("想一个6位数字"), new=True)
    again = PinField(label=gettext_lazy("再输一次"), new=True)

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        if len(set(pin)) == 1 or pin in RUN or pin in RUN[::-1]:
            raise ValidationError(_("这个太容易猜到了，请换一个。"))
        return pin

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("pin") and data.get("again") and data["pin"] != data["again"]:
            self.add_error("again", _("两次输的不一样，请再输一次。"))
        return data
