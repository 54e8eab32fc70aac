"""Switch on push messages in the browser that the page is open in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance.inbox.actions.ways import add_way
from governance.inbox.forms.push import PushForm
from governance.inbox.models import DeliveryChannel
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
        add_way(request.user, DeliveryChannel.PUSH, form.cleaned_data["endpoint"], secret=secret)
        messages.success(request, _("打开了。每天汇总一次，急事马上弹出；想改，就在这里改。"))
        return redirect("ways:list")
    context = {
        "form": form,
        "key": public_key_of(settings.PUSH.key),
        "words": Consent.WORDS[Consent.Kind.PUSH],
    }
    return render(request, "inbox/push.html", context)
