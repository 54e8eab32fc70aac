"""Switch on push messages in the browser that the page is open in."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from governance.inbox.actions.devices import renew_device
from governance.inbox.actions.ways import add_way
from governance.inbox.forms.push import PushForm
from governance.inbox.models import DeliveryChannel
from governance.inbox.push_cookie import push_cookie, way_key_in
from governance.inbox.queries.ways import renewable_device
from louzu.lib.http_client import json_object
from louzu.lib.user_agent import device_of
from louzu.lib.web_push.subscriptions import public_key_of
from residents.access.building import BuildingRequest, for_oneself
from residents.privacy.models import Consent


@for_oneself
def push(request: BuildingRequest) -> HttpResponse:
    """``static/js/push.js`` fills in the form. Without configuration there is no such page."""
    if settings.PUSH is None:
        raise Http404
    form = PushForm(request.POST or None)
    if form.is_valid():
        secret = form.keys | {"device": device_of(request.headers.get("User-Agent", ""))}
        endpoint = form.cleaned_data["endpoint"]
        way = add_way(request.user, DeliveryChannel.PUSH, endpoint, secret=secret)
        messages.success(request, _("打开了。每天汇总一次，急事马上弹出；想改，就在这里改。"))
        response = redirect("ways:list")
        response.set_cookie(**push_cookie(way))
        return response
    context = {
        "form": form,
        "key": public_key_of(settings.PUSH.key),
        "words": Consent.WORDS[Consent.Kind.PUSH],
    }
    return render(request, "inbox/push.html", context)


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def renewed(request: HttpRequest) -> HttpResponse:
    """Answer the service worker (``static/worker/push.js``) of a browser that replaced its subscription:
    the key to subscribe with, then the new subscription.

    The browser is known by its cookie, because nobody may be signed in then. Only scripts of the
    portal send JSON with it, and browsers send it from no other site.
    """
    key = way_key_in(request.COOKIES)
    if settings.PUSH is None or key is None or not renewable_device(key).exists():
        raise Http404
    if request.method == "GET":
        return JsonResponse({"key": public_key_of(settings.PUSH.key)})
    sent = json_object(request.body) if request.content_type == "application/json" else {}
    keys = sent.get("keys")
    form = PushForm({"endpoint": sent.get("endpoint"), **(keys if isinstance(keys, dict) else {})})
    if not form.is_valid():
        return HttpResponseBadRequest()
    renew_device(key, form.cleaned_data["endpoint"], form.keys)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
