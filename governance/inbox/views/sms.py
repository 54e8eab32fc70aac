"""Switch on text messages to one's verified phone number."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance.inbox.actions.ways import add_way
from governance.inbox.channels import senders
from governance.inbox.models import DeliveryChannel, Frequency
from residents.access.building import BuildingRequest, for_oneself
from residents.privacy.models import Consent


@for_oneself
def sms(request: BuildingRequest) -> HttpResponse:
    """Without configuration there is no such page."""
    if DeliveryChannel.SMS not in senders():
        raise Http404
    user = request.user
    if request.method == "POST" and user.phone and user.phone_is_key:
        add_way(user, DeliveryChannel.SMS, user.phone, frequency=Frequency.URGENT_ONLY)
        messages.success(request, _("打开了。有急事，短信马上发到您的手机。"))
        return redirect("ways:list")
    return render(request, "inbox/sms.html", {"words": Consent.WORDS[Consent.Kind.SMS]})
