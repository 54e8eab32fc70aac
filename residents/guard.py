"""The watch over the committee's sessions: a second factor, and an end after twelve idle hours."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

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

from residents.models import DeskSignIn

IDLE = dt.timedelta(hours=12)
STEP = dt.timedelta(minutes=10)
"""How exactly we know when somebody was last here: a session is not written for each page."""
SEEN = "desk_seen_at"


def turned_back(request: HttpRequest) -> HttpResponse | None:
    """Where somebody of the committee is sent before the page; None when the page may be shown."""
    if is_idle(request):
        back = request.get_full_path() if request.method == "GET" else "/"
        logout(request)
        messages.info(request, _("12小时没有用，已经自动退出。请重新登录。"))
        return redirect_to_login(back)
    if not is_proven(request):
        there = {"next": request.get_full_path()} if request.method == "GET" else {}
        return redirect(f"{reverse('second_factor')}?{urlencode(there)}")
    _keep_watch(request)
    return None


def is_proven(request: HttpRequest) -> bool:
    """Was a second factor shown in this session, where one is asked for?"""
    return not settings.SECOND_FACTOR or factor_of(request) != DeskSignIn.How.ALONE


def factor_of(request: HttpRequest) -> str:
    """The last one shown in this session, as ``DeskSignIn.How``."""
    records = get_authentication_records(request, request.user)
    shown = [record["type"] for record in records if record.get("method") == "mfa"]
    return str(shown[-1]) if shown else str(DeskSignIn.How.ALONE)


def is_idle(request: HttpRequest) -> bool:
    """A session from before somebody was watched is as good as idle, where a factor is asked for."""
    seen = request.session.get(SEEN)
    if seen is None:
        return bool(settings.SECOND_FACTOR)
    return bool(timezone.now().timestamp() - seen > IDLE.total_seconds())


def saw(request: HttpRequest) -> None:
    request.session[SEEN] = int(timezone.now().timestamp())


def _keep_watch(request: HttpRequest) -> None:
    seen = request.session.get(SEEN)
    if seen is not None and timezone.now().timestamp() - seen > STEP.total_seconds():
        saw(request)


def way_back(request: HttpRequest) -> str:
    """Where somebody was going, if that is a page of this site."""
    back = request.POST.get("next", "") or request.GET.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if inside else ""
