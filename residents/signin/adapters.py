"""Sign in with django-allauth by name or phone. There is no e-mail, and new accounts need a slip."""

from __future__ import annotations

import unicodedata

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.encryption import cipher
from louzu.lib.phone_numbers import mobile_number
from residents.access.actions.signins import record_desk_sign_in
from residents.access.guard import (
    has_recent_sign_in,
    record_activity,
    same_site_url,
    second_factor_of,
)
from residents.people.models import User
from residents.signin.sms import SIGN_IN, send_sms

SECOND_FACTOR = "allauth.mfa.stages.AuthenticateStage"
SECOND_FACTOR_CIPHER = "residents.second_factor"


def account_for_sign_in(typed: str) -> User | None:
    """The one account that this sign-in name or phone number means, in whatever spelling."""
    if (phone := mobile_number(typed)) and (found := account_with_verified_phone(phone)):
        return found
    return User.objects.filter(username__iexact=normalize_username(typed)).first()


def account_with_verified_phone(phone: str) -> User | None:
    return User.objects.filter(phone=phone, phone_verified_at__isnull=False).first()


def normalize_username(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()


class NameOrPhoneBackend(AuthenticationBackend):
    """Accepts a username or phone in the same field."""

    def _authenticate_by_username(self, username: str, password: str) -> AbstractBaseUser | None:
        checked: AbstractBaseUser | None = self._check_password(
            account_for_sign_in(username), password
        )
        return checked


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return bool(same_site_url(context.request, url))

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: str) -> str:
        """Count wrong passwords by account, independent of what was typed."""
        typed = credentials.get("username", "")
        found = account_for_sign_in(typed)
        return f"account:{found.pk}" if found else f"nobody:{normalize_username(typed).casefold()}"

    def is_reauthentication_required(self, *, app: str, **more: object) -> bool:
        """Require no reauthentication right after a password or passkey was shown."""
        required = super().is_reauthentication_required(app=app, **more)
        return bool(required and not has_recent_sign_in(context.request))

    def get_login_stages(self) -> list[str]:
        """Replace allauth's second factor by one that only the committee needs."""
        ours = f"{SecondFactorStage.__module__}.{SecondFactorStage.__qualname__}"
        return [ours if stage == SECOND_FACTOR else stage for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: User) -> None:
        """Log sign-ins of the committee, and start the idle timer."""
        super().login(request, user)
        if user.has_desk:
            record_activity(request)
            record_desk_sign_in(user, how=second_factor_of(request))

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("keys")

    def get_user_by_phone(self, phone: str) -> User | None:
        found = account_with_verified_phone(phone)
        return found if found and found.is_active else None

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone and user.phone_is_key else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Do nothing: sign-in codes are only sent to verified numbers."""

    def send_verification_code_sms(self, *, phone: str, code: str, **_more: object) -> None:
        """Send it, or else log why: the page must not tell whether an account has the number."""
        send_sms(phone, SIGN_IN, code=code)


class SecondFactorStage(AuthenticateStage):
    """Skips residents, for whom a passkey is an alternative key. They can still sign in with the
    password elsewhere."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user: User | None = self.login.user
        asked = settings.SECOND_FACTOR and user is not None and user.has_desk
        return bool(asked and super()._should_handle(request))


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("不对，请再看看，或者换一种办法。"),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        return cipher(SECOND_FACTOR_CIPHER).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher(SECOND_FACTOR_CIPHER).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 -- allauth's signature
        mine = Authenticator.objects.filter(user=user, type=type)
        return _("通行密钥%(n)s") % {"n": mine.count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": str(settings.SITE_NAME)}


def shown_name_of(user: User) -> str:
    return str(user)
