"""The keeper's page of what left the portal. It names nobody."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.actions.deliveries import resume_channel, send_again
from governance.inbox.models import ChannelStop, Delivery, Message
from governance.inbox.queries.deliveries import (
    channel_stops,
    delivery_counts,
    troubled_deliveries,
)
from governance.inbox.queries.types import message_type
from residents.access.building import BuildingRequest, for_oneself


def _require_keeper(request: BuildingRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


def _about(message: Message) -> str:
    """Return the topic. The title is left out, because the keeper reads it in no building."""
    kind = message_type(message.type)
    return str(kind.topic.label if kind else message.get_kind_display())


@for_oneself
@require_safe
def listing(request: BuildingRequest) -> HttpResponse:
    _require_keeper(request)
    context = {
        "counts": delivery_counts(),
        "troubled": [(one, _about(one.message)) for one in troubled_deliveries()],
        "stops": channel_stops(),
    }
    return render(request, "inbox/deliveries.html", context)


@for_oneself
@require_POST
def again(request: BuildingRequest, pk: int) -> HttpResponse:
    _require_keeper(request)
    send_again(get_object_or_404(Delivery, pk=pk))
    messages.success(request, _("又排上了，过一会儿再发。"))
    return redirect("deliveries:list")


@for_oneself
@require_POST
def resume(request: BuildingRequest, channel: str) -> HttpResponse:
    _require_keeper(request)
    resume_channel(get_object_or_404(ChannelStop, pk=channel))
    messages.success(request, _("又开了，等着的会发出去。"))
    return redirect("deliveries:list")
