"""Protect the committee's sessions: require a second factor, and end them after twelve idle hours."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from louzu.lib.marks import mark
from residents.access.models import DeskSignIn
from residents.access.queries import authenticators_of

V = TypeVar("V", bound=Callable[..., object])
IDLE = dt.timedelta(hours=12)
STEP = dt.timedelta(minutes=10)
"""Accuracy of the last activity. The session is not written for each page."""
SEEN = "desk_seen_at"


def redirect_to_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Return a redirect for a committee member who must sign in again or show a second factor, or
    None."""
    if is_idle(request):
        back = request.get_full_path() if request.method == "GET" else "/"
        logout(mark(request, timed_out=True))
        messages.info(request, _("12小时没有用，已经自动退出。请重新登录。"))
        return redirect_to_login(back)
    if not has_second_factor(request):
        there = {"next": request.get_full_path()} if request.method == "GET" else {}
        return redirect(f"{reverse('second_factor')}?{urlencode(there)}")
    _record_last_seen(request)
    return None


def without_second_factor(reason: str, *, while_none: bool = False) -> Callable[[V], V]:
    """Mark a page outside buildings that needs no second factor, for ``reason``. With
    ``while_none``, this holds only while the person has no factor yet."""

    def decorate(view: V) -> V:
        return mark(view, without_second_factor=reason, while_none=while_none)

    return decorate


def needs_second_factor(request: HttpRequest, view: Callable[..., object]) -> bool:
    """Return whether the middleware must ask for a second factor. Buildings and the desk ask by
    themselves, and public pages need none."""
    asks_by_itself = hasattr(view, "in_building") or _is_desk_view(request)
    if asks_by_itself or not getattr(view, "login_required", True):
        return False
    if not hasattr(view, "without_second_factor"):
        return True
    return getattr(view, "while_none", False) and bool(authenticators_of(request.user))


def _is_desk_view(request: HttpRequest) -> bool:
    return request.resolver_match is not None and "admin" in request.resolver_match.app_names


def has_second_factor(request: HttpRequest) -> bool:
    return not settings.SECOND_FACTOR or second_factor_of(request) != DeskSignIn.How.ALONE


def second_factor_of(request: HttpRequest) -> str:
    records = get_authentication_records(request, request.user)
    shown = [record["type"] for record in records if record.get("method") == "mfa"]
    return str(shown[-1]) if shown else str(DeskSignIn.How.ALONE)


def has_recent_sign_in(request: HttpRequest) -> bool:
    """Return whether a password, passkey or slip was shown recently, within allauth's timeout. A
    PIN or a code sent by SMS is not enough."""
    records = get_authentication_records(request, request.user)
    shown = [
        record["at"]
        for record in records
        if record.get("reauthenticated") or record.get("method") in {"password", "mfa"}
    ]
    return bool(shown) and time.time() - shown[-1] < app_settings.REAUTHENTICATION_TIMEOUT


def is_idle(request: HttpRequest) -> bool:
    """Return whether the session is idle. A session without a time of last activity is idle if a
    second factor is required."""
    seen = request.session.get(SEEN)
    if seen is None:
        return bool(settings.SECOND_FACTOR)
    return bool(timezone.now().timestamp() - seen > IDLE.total_seconds())


def record_activity(request: HttpRequest) -> None:
    request.session[SEEN] = int(timezone.now().timestamp())


def _record_last_seen(request: HttpRequest) -> None:
    seen = request.session.get(SEEN)
    if seen is not None and timezone.now().timestamp() - seen > STEP.total_seconds():
        record_activity(request)


def next_url(request: HttpRequest) -> str:
    return same_site_url(request, request.POST.get("next", "") or request.GET.get("next", ""))


def same_site_url(request: HttpRequest, address: str) -> str:
    """Return ``address`` if it is an absolute path or a URL of this site, else "". A relative path
    such as ``foo`` gives ""."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return ""
    full = address.startswith(("/", "http://", "https://"))
    return address if full and not urlsplit(address).path.startswith("//") else ""
