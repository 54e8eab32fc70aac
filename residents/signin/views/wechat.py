"""Pages about WeChat: sign in, bind, and the addresses that WeChat itself asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from louzu.lib.wechat.account import WeChatAccount
from louzu.lib.wechat.events import MESSAGE_ENDED, UNSUBSCRIBED, parse_event
from louzu.lib.wechat.safe_mode import NotDecryptedError, decrypt, encrypted_part
from louzu.lib.wechat.signing import is_signed
from residents.access.guard import next_url
from residents.people.models import User
from residents.signin.actions.wechat import forget_openid, unbind_wechat
from residents.signin.queries import WEIXIN, wechat_of
from residents.signin.signals import wechat_message_failed
from residents.signin.views.devices import requires_recent_sign_in
from residents.signin.weixin.oauth import ServiceAccountAdapter

View = Callable[..., HttpResponseBase]


def with_wechat(view: View) -> View:
    """Answer 404 unless a service account is configured."""

    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if settings.WECHAT is None:
            raise Http404
        return view(request, **kwargs)

    return page


def may_lead_to_wechat(view: View) -> View:
    """Allow that a form of this page leads to WeChat. Chrome holds redirects of a form to
    ``form-action``, too."""

    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if settings.WECHAT is None:
            return view(request, **kwargs)
        return csp_update({"form-action": [settings.WECHAT.authorize_origin]})(view)(
            request, **kwargs
        )

    return page


@login_not_required
@never_cache
@with_wechat
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    return _ask_wechat(request, AuthProcess.LOGIN, next_url(request))


@with_wechat
@requires_recent_sign_in
@may_lead_to_wechat
def wechat(request: HttpRequest) -> HttpResponse:
    """Tell what binding means, and bind."""
    assert isinstance(request.user, User)  # noqa: S101 -- login is required
    if request.method == "POST":
        return _ask_wechat(request, AuthProcess.CONNECT, "")
    context = {
        "bound": wechat_of(request.user).first(),
        "trouble": request.GET.get("wechat", ""),
        "inside": is_inside_wechat(request),
        "brings_messages": settings.WECHAT is not None and bool(settings.WECHAT.templates),
    }
    return render(request, "residents/wechat.html", context)


@with_wechat
@require_POST
def unbind(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 -- login is required
    unbind_wechat(request.user)
    messages.success(request, _("解绑了，楼组不再记着您的微信。"))
    return redirect("keys")


@login_not_required
@never_cache
@with_wechat
def callback(request: HttpRequest) -> HttpResponse:
    """Where WeChat sends people back to."""
    answer: HttpResponse = OAuth2CallbackView.adapter_view(ServiceAccountAdapter)(request)
    return answer


@login_not_required
@csrf_exempt
@never_cache
@with_wechat
def events(request: HttpRequest) -> HttpResponse:
    """Answer WeChat: the check of this address by GET, and events by POST.

    Without an answer within five seconds it repeats the event three times.
    """
    asked = {name: request.GET.get(name, "") for name in ("signature", "timestamp", "nonce")}
    account = settings.WECHAT
    if account is None or not is_signed(account.token, **asked):
        raise PermissionDenied
    if request.method == "GET":
        return HttpResponse(request.GET.get("echostr", ""), content_type="text/plain")
    event = parse_event(_plain_body(request, account) if account.aes_key else request.body)
    if event and event.kind == UNSUBSCRIBED:
        forget_openid(event.openid, at=event.at)
    if event and event.kind == MESSAGE_ENDED and event.failure:
        wechat_message_failed.send(sender=None, message=event.message, failure=event.failure)
    return HttpResponse("success", content_type="text/plain")


def _plain_body(request: HttpRequest, account: WeChatAccount) -> bytes:
    """Return the body of an event in safe mode. Raises PermissionDenied, also for one that is not
    encrypted."""
    names = {"signature": "msg_signature", "timestamp": "timestamp", "nonce": "nonce"}
    asked = {name: request.GET.get(given, "") for name, given in names.items()}
    try:
        encrypted = encrypted_part(request.body)
        if not is_signed(account.token, **asked, encrypted=encrypted):
            raise PermissionDenied
        return decrypt(encrypted, aes_key=account.aes_key, app_id=account.app_id)
    except NotDecryptedError as error:
        raise PermissionDenied from error


@login_not_required
def verification_file(_request: HttpRequest, token: str) -> HttpResponse:
    """The file by which WeChat knows that this host belongs to the account."""
    account = settings.WECHAT
    if account is None or f"MP_verify_{token}.txt" != account.verification_file:
        raise Http404
    return HttpResponse(account.verification_text, content_type="text/plain")


def is_inside_wechat(request: HttpRequest) -> bool:
    """Return whether the page is shown by WeChat's own browser, where alone WeChat can sign in."""
    return "MicroMessenger/" in request.headers.get("User-Agent", "")


def _ask_wechat(request: HttpRequest, process: str, back: str) -> HttpResponse:
    provider = get_adapter(request).get_provider(request, WEIXIN)
    answer: HttpResponse = provider.redirect(request, process, next_url=back)
    return answer
