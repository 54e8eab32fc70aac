"""Form of a code from an app, or a recovery code."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from louzu.lib.forms import default_helper


def _style_code_field(form: Any, label: object, help_text: object) -> None:
    form.fields["code"].label, form.fields["code"].help_text = label, help_text
    form.fields["code"].widget.attrs = {
        "inputmode": "numeric",
        "autocomplete": "one-time-code",
        "class": "digits",
    }
    form.helper = default_helper()


class SecondFactorForm(AuthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _style_code_field(
            self, _("验证码"), _("手机上身份验证器里的6位数字；手机不在身边，就写一个备用码")
        )


class SecondFactorAgainForm(ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _style_code_field(
            self, _("验证码"), _("手机上身份验证器里的6位数字；手机不在身边，就写一个备用码")
        )


class NewSecondFactorForm(ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _style_code_field(self, _("验证码"), _("扫好以后，手机上显示的6位数字"))
