"""Pages of PINs and passkeys."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from louzu.lib.allauth_private import RecoveryCodes, post_authentication
from residents.access.actions import devices as devices_actions
from residents.access.guard import next_url
from residents.access.models import Device
from residents.access.queries import (
    authenticators_of,
    devices_by_tokens,
    devices_of,
    has_only_pins,
    passkeys_of,
    sign_in_methods_of,
)
from residents.people.models import User
from residents.signin.forms.devices import PinForm
from residents.signin.limits import count_attempt, log_failure
from residents.signin.queries import wechat_of

COOKIE, SALT = settings.DEVICE_COOKIE_NAME, "residents.device"
MAX_PEOPLE_PER_DEVICE = 4
THREE_YEARS = 60 * 60 * 24 * 365 * 3


def devices_of_browser(request: HttpRequest) -> list[Device]:
    return devices_by_tokens(_tokens(request))


def keep_device(request: HttpRequest, response: HttpResponseBase, token: str) -> None:
    """Add a token to the cookie. The newest few are kept, because a tablet may be shared."""
    tokens = [token, *_tokens(request)][:MAX_PEOPLE_PER_DEVICE]
    response.set_signed_cookie(
        COOKIE,
        " ".join(tokens),
        salt=SALT,
        max_age=THREE_YEARS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _tokens(request: HttpRequest) -> list[str]:
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=THREE_YEARS)
    return str(kept).split()


@login_not_required
@never_cache
@sensitive_post_parameters("pin")
def pin(request: HttpRequest) -> HttpResponseBase:
    devices = devices_of_browser(request)
    chosen = next((d for d in devices if str(d.pk) == request.POST.get("device")), None)
    form = PinForm(request.POST or None)
    if chosen and form.is_valid():
        if _sign_in_with_pin(request, chosen, form):
            answer: HttpResponseBase = perform_login(request, chosen.user)
            return answer
        devices = devices_of_browser(request)
        if chosen.pk not in {device.pk for device in devices}:
            messages.error(request, _("连着输错5次，停用了。请找楼组长要一张新的条。"))
            return redirect("account_login")
    if not devices:
        return redirect("account_login")
    wrong = chosen.pk if chosen else 0
    context = {
        "devices": devices,
        "form": form,
        "wrong": wrong,
        "empty": PinForm(),
        "next": next_url(request),
    }
    return render(request, "residents/pin.html", context)


def _sign_in_with_pin(request: HttpRequest, device: Device, form: PinForm) -> bool:
    counted = count_attempt(request, "pin")
    if counted is None:
        form.add_error(None, _("试得太多了，请过一小时再试。"))
        return False
    if devices_actions.check_pin(device, form.cleaned_data["pin"]):
        counted.forgive()
        return True
    log_failure(request, "PIN", f"device {device.pk}")
    form.add_error("pin", _("不对，请再看看。连着输错5次，就要找楼组长要一张新的条。"))
    return False


def keys(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- login is required
    kinds = sign_in_methods_of(user)
    context = {
        "app": Authenticator.Type.TOTP in kinds,
        "spare": Authenticator.Type.RECOVERY_CODES in kinds,
        "passkeys": passkeys_of(user),
        "devices": devices_of(user),
        "by_pin_alone": has_only_pins(user),
        "has_wechat": settings.WECHAT is not None,
        "wechat": settings.WECHAT and wechat_of(user).first(),
    }
    return render(request, "residents/keys.html", context)


@require_POST
def forget_device(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- login is required
    device = next((d for d in devices_of(user) if d.pk == pk), None)
    if device is None:
        raise Http404
    devices_actions.revoke_device(device)
    messages.success(request, _("停用了，那台设备上不能再用6位数字登录。"))
    return redirect("keys")


def requires_recent_sign_in(view: Callable[..., object]) -> Callable[..., HttpResponseBase]:
    """Require reauthentication. A PIN is not enough, because a person who finds the device unlocked
    could add a permanent key."""
    guarded = reauthentication_required(app="allauth.mfa")(view)

    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if isinstance(request.user, User) and has_only_pins(request.user):
            messages.error(request, sign_in_recovery_url(request.user))
            return redirect("keys")
        answer: HttpResponseBase = guarded(request, *args, **kwargs)
        return answer

    return page


def sign_in_recovery_url(user: User) -> str:
    """Return the advice for a person with only a PIN. Slips cannot reset accounts of the committee."""
    if user.has_desk:
        return _("要换别的登录办法，请系统管理员给您设一个密码。")
    return _("要换别的登录方式，请楼组长给您印一张重设登录的条。")


def finish_second_factor_set_up(
    request: HttpRequest, authenticator: Authenticator, *, first: bool
) -> str:
    """Return the URL of the next page.

    Creating the first factor counts as showing it. Later ones must be shown.
    """
    user = request.user
    if first and isinstance(user, User) and user.has_desk:
        post_authentication(request, authenticator)
        RecoveryCodes.activate(user)
        return reverse("mfa_view_recovery_codes")
    return next_url(request) or reverse("keys")


class AddPasskey(AddWebAuthnView):
    """allauth's view for a passkey without password, which redirects to the next page."""

    template_name = "residents/passkey_add.html"

    def form_valid(self, form: object) -> HttpResponse:
        self.first = not authenticators_of(self.request.user)
        answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("好了，以后在这台设备上可以用指纹、面容或屏幕锁登录。"))
        return answer

    def get_success_url(self) -> str:
        made = authenticators_of(self.request.user)[-1]
        return finish_second_factor_set_up(self.request, made, first=self.first)


class RemovePasskey(RemoveWebAuthnView):
    template_name = "residents/passkey_remove.html"

    def get_success_url(self) -> str:
        messages.success(self.request, _("停用了，那个通行密钥不能再登录。"))
        return reverse("keys")
