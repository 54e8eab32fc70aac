"""The committee's second factor: an app or a passkey, and recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from residents.access.guard import has_second_factor, next_url
from residents.access.queries import authenticators_of
from residents.people.models import User
from residents.signin.views.devices import finish_second_factor_set_up

NEXT_SESSION_KEY = "second_factor_next"


def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor, or set up the first one."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- login is required
    back = next_url(request) or "/"
    if not user.has_desk or has_second_factor(request):
        return redirect(back)
    request.session[NEXT_SESSION_KEY] = back
    kinds = {mine.type for mine in authenticators_of(user)}
    here = urlencode({"next": back})
    if Authenticator.Type.TOTP in kinds:
        return redirect(f"{reverse('mfa_reauthenticate')}?{here}")
    if Authenticator.Type.WEBAUTHN in kinds:
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?{here}")
    return render(request, "residents/second_factor.html")


class ActivateTOTP(ActivateTOTPView):
    """allauth's view, with a QR code drawn by us."""

    template_name = "residents/totp_add.html"

    def form_valid(self, form: object) -> HttpResponse:
        self.first = not authenticators_of(self.request.user)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_success_url(self) -> str:
        made = authenticators_of(self.request.user)[-1]
        return finish_second_factor_set_up(self.request, made, first=self.first)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Skip allauth's QR code, which would need another library."""
        context: dict[str, Any] = super(ActivateTOTPView, self).get_context_data(**kwargs)
        secret = context["form"].secret
        spaced = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
        return {**context, "address": totp_uri(self.request.user, secret), "secret": spaced}


def totp_uri(user: object, secret: str) -> str:
    return str(get_adapter().build_totp_url(user, secret))


class DeactivateTOTP(DeactivateTOTPView):
    template_name = "residents/totp_remove.html"

    def get_success_url(self) -> str:
        return reverse("keys")


class ViewRecoveryCodes(ViewRecoveryCodesView):
    """Shows the codes once, and later only their number."""

    template_name = "residents/spare_codes.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        return {**context, "back": self.request.session.get(NEXT_SESSION_KEY, reverse("keys"))}


class GenerateRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "residents/spare_codes_new.html"
