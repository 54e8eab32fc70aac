"""Pages of the own phone number, which becomes a key when it is verified."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from louzu.lib.allauth_private import raise_if_reauthentication_required
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from louzu.lib.phone_numbers import mobile_number
from residents.access.building import BuildingRequest, for_oneself
from residents.access.guard import has_recent_sign_in, next_url
from residents.access.queries import has_only_pins
from residents.signin.actions import numbers
from residents.signin.code_check import MINUTES
from residents.signin.forms.numbers import NumberCodeForm, NumberForm
from residents.signin.number_check import NumberCheck
from residents.signin.views.devices import sign_in_recovery_url


@for_oneself
def number(request: BuildingRequest) -> HttpResponse:
    """Change the number. If text messages are configured, it is first verified by a code."""
    user = request.user
    if user.phone_is_key and _has_only_digits(request):
        messages.error(request, sign_in_recovery_url(user))
        return redirect("keys")
    becomes_key = bool(settings.SMS) and not _has_only_digits(request)
    if becomes_key or user.phone_is_key:
        raise_if_reauthentication_required(request, app="allauth.mfa")
    form = NumberForm(request.POST or None, initial={"phone": user.phone})
    if form.is_valid():
        typed = form.cleaned_data["phone"]
        if becomes_key and mobile_number(typed) and not (user.phone_is_key and typed == user.phone):
            return _send_code(request, form, typed)
        numbers.set_unverified_number(user, typed)
        messages.success(request, _("改好了。"))
        return redirect(_onward(request))
    return _page(request, form, becomes_key=becomes_key)


def _has_only_digits(request: BuildingRequest) -> bool:
    return has_only_pins(request.user) and not has_recent_sign_in(request)


def _page(request: BuildingRequest, form: NumberForm, *, becomes_key: bool) -> HttpResponse:
    context = {
        "form": form,
        "becomes_key": becomes_key,
        "by_slip": bool(settings.SMS) and not becomes_key,
        "next": next_url(request),
        "back": reverse("mine:data"),
    }
    return render(request, "residents/number.html", context)


def _send_code(request: BuildingRequest, form: NumberForm, typed: str) -> HttpResponse:
    with refusals_on(form):
        if NumberCheck.begin(request, typed) is None:
            raise Refused(_("试得太多了，请过一小时再试。"))
    if form.errors:
        return _page(request, form, becomes_key=True)
    there = {"next": back} if (back := next_url(request)) else {}
    return redirect(f"{reverse('mine:number_code')}?{urlencode(there)}")


@for_oneself
def number_code(request: BuildingRequest) -> HttpResponse:
    """Check the code. Only the person with the phone learns that another account has the number."""
    check = NumberCheck.resume(request)
    if check is None:
        messages.error(request, _("码过了时间，或者输错太多次。请再发一次。"))
        return redirect("mine:number")
    form = NumberCodeForm(check, request.POST or None)
    if form.is_valid():
        take_over = form.cleaned_data["take_over"]
        with refusals_on(form):
            try:
                numbers.verify_number(request.user, check.address, take_over=take_over)
            except numbers.NumberInUse:
                form.ask_to_take_over()
            else:
                check.abort()
                messages.success(request, _("核对好了，以后可以用这个手机号登录。"))
                return redirect(_onward(request))
    context = {"form": form, "number": check.address, "minutes": MINUTES, "next": next_url(request)}
    return render(request, "residents/number_code.html", context)


def _onward(request: BuildingRequest) -> str:
    return next_url(request) or reverse("mine:data")
