"""Pages where people choose how they are told: 怎样告诉我."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.actions import ways
from governance.inbox.channels import senders
from governance.inbox.email_check import EmailCheck
from governance.inbox.forms.ways import EmailCodeForm, EmailForm, HoursForm, UrgentWayForm, WayForm
from governance.inbox.models import ContactWay, DeliveryChannel, Frequency
from governance.inbox.queries.personal_data import recent_deliveries_to, shown_delivery
from governance.inbox.queries.recheck import settings_of
from governance.inbox.queries.ways import topics_wanted_on, ways_in_use_of
from louzu.lib.forms import refusals_on
from louzu.lib.time import format_clock
from residents.access.building import BuildingRequest, for_oneself
from residents.privacy.models import Consent
from residents.signin.code_check import MINUTES
from residents.signin.queries import wechat_of


@for_oneself
@require_safe
def listing(request: BuildingRequest) -> HttpResponse:
    mine = [*ways_in_use_of(request.user)]
    chosen = settings_of(request.user)
    context = {
        "ways": mine,
        "settings": chosen,
        "quiet_from": format_clock(chosen.quiet_from),
        "quiet_until": format_clock(chosen.quiet_until),
        "digest_at": format_clock(chosen.digest_at),
        "sent": [shown_delivery(one) for one in recent_deliveries_to(request.user)],
        **_offers(mine),
    }
    return render(request, "inbox/ways.html", context)


def _offers(mine: Sequence[ContactWay]) -> dict[str, bool]:
    """Return which ways can be added. Somebody may have several devices, and one of the others."""
    offered = senders().keys() - {way.channel for way in mine}
    return {
        "may_add_email": DeliveryChannel.EMAIL in offered,
        "may_add_wechat": DeliveryChannel.WECHAT in offered,
        "may_add_sms": DeliveryChannel.SMS in offered,
        "may_add_push": DeliveryChannel.PUSH in senders(),
    }


@for_oneself
def email(request: BuildingRequest) -> HttpResponse:
    """Ask for an address. The page says before what it is for, who handles it and how long it is
    kept (PIPL art. 17)."""
    if DeliveryChannel.EMAIL not in senders():
        messages.error(request, _("这里还不能发邮件。"))
        return redirect("ways:list")
    form = EmailForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            EmailCheck.begin(request, form.cleaned_data["email"])
            return redirect("ways:email_code")
    words = Consent.WORDS[Consent.Kind.EMAIL]
    return render(request, "inbox/email.html", {"form": form, "words": words})


@for_oneself
def email_code(request: BuildingRequest) -> HttpResponse:
    check = EmailCheck.resume(request)
    if check is None:
        messages.error(request, _("数字过了时间，或者输错太多次。请再发一次。"))
        return redirect("ways:email")
    form = EmailCodeForm(check, request.POST or None)
    if form.is_valid():
        way = ways.add_way(request.user, DeliveryChannel.EMAIL, check.address)
        check.abort()
        messages.success(request, _("核对好了。每天汇总一次，急事马上告诉您；想改，就在这里改。"))
        return redirect("ways:change", way.pk)
    context = {"form": form, "address": check.address, "minutes": MINUTES}
    return render(request, "inbox/email_code.html", context)


@for_oneself
def wechat(request: BuildingRequest) -> HttpResponse:
    """Ask whether messages shall come to the WeChat that is bound, or lead to binding one."""
    if DeliveryChannel.WECHAT not in senders():
        return redirect("wechat" if settings.WECHAT else "ways:list")
    bound = wechat_of(request.user).first()
    if bound is None:
        return render(request, "inbox/wechat_unbound.html")
    if request.method == "POST":
        way = ways.add_way(request.user, DeliveryChannel.WECHAT, bound.uid)
        messages.success(request, _("好了。每天汇总一次，急事马上告诉您；想改，就在这里改。"))
        return redirect("ways:change", way.pk)
    words = Consent.WORDS[Consent.Kind.WECHAT]
    return render(request, "inbox/wechat.html", {"words": words})


@for_oneself
def change(request: BuildingRequest, pk: int) -> HttpResponse:
    way = _way(request, pk)
    chosen = {"frequency": way.frequency, "topics": topics_wanted_on(way)}
    sheet = UrgentWayForm if way.channel == DeliveryChannel.SMS else WayForm
    form = sheet(request.POST or None, initial=chosen)
    if form.is_valid():
        ways.choose_frequency(way, Frequency(form.cleaned_data["frequency"]))
        ways.choose_topics(way, form.cleaned_data["topics"])
        messages.success(request, _("改好了。"))
        return redirect("ways:list")
    return render(request, "inbox/way.html", {"form": form, "way": way})


@for_oneself
@require_POST
def stop(request: BuildingRequest, pk: int) -> HttpResponse:
    ways.stop_way(_way(request, pk))
    messages.success(request, _("停了，不会再发到那里。"))
    return redirect("ways:list")


@for_oneself
def hours(request: BuildingRequest) -> HttpResponse:
    form = HoursForm(settings_of(request.user), request.POST or None)
    if form.is_valid():
        ways.choose_hours(request.user, form.hours)
        messages.success(request, _("改好了。"))
        return redirect("ways:list")
    return render(request, "inbox/hours.html", {"form": form})


def _way(request: BuildingRequest, pk: int) -> ContactWay:
    return get_object_or_404(ways_in_use_of(request.user), pk=pk)
