from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from governance.canvass.actions import counting, opening, reminding
from governance.canvass.actions.second_round import draft_second_round
from governance.canvass.forms.changes import RescheduleForm, SeenRecordForm
from governance.canvass.forms.drafts import (
    proposed_times,
)
from governance.canvass.kinds import kind_of
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.canvass.queries.checks import pending_paper_of
from governance.canvass.queries.counting import result_of
from governance.canvass.queries.outcomes import second_round_of
from governance.canvass.queries.page import canvass_page_for, canvasses_for_page, count_of
from governance.canvass.views._shared import seen_record_form
from governance.canvass.views.sealed import open_box
from louzu.lib.forms import refusals_on
from louzu.lib.time import format_moment
from residents.access.building import BuildingRequest, fetch, in_building


@in_building
@require_POST
def open_(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, Canvass, pk, to="canvass.open")
    opening.open_canvass(canvass, by=request.user)
    if canvass.secret:
        messages.success(request, _("开始投票了。"))
    else:
        messages.success(request, _("开始了，可以去敲门了。"))
    return redirect(canvass)


@in_building
def reschedule(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.reschedule")
    opens, closes = proposed_times(1, canvass.days)
    initial = {"opens_at": opens, "closes_at": closes}
    form = RescheduleForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            opening.reschedule_canvass(canvass, by=request.user, **form.cleaned_data)
            messages.success(request, _("日子换好了，邻居们都能看到。"))
            return redirect(canvass)
    return render(request, "canvass/reschedule.html", {"canvass": canvass, "form": form})


@in_building
@require_POST
def second_round(request: BuildingRequest, pk: int) -> HttpResponse:
    """Draft the second round between tied options, for the leader to read and send."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.ask_again")
    if drafted := second_round_of(canvass):
        messages.info(request, _("第二轮已经拟好了，就是这一次。"))
        return redirect(drafted)
    kind = kind_of(canvass.purpose, canvass.preset, canvass.kind)
    opens, closes = proposed_times(kind.preset.notice_days, dt.timedelta(days=kind.days_open))
    again = draft_second_round(canvass, opens_at=opens, closes_at=closes, by=request.user)
    messages.success(request, _("第二轮拟好了，请看一看再发出去。"))
    early = [str(one) for one in again.present_options if one.starts_at and one.starts_at <= closes]
    if early:
        words = {"days": "、".join(early), "closes": format_moment(closes)}
        messages.warning(
            request,
            _(
                "第二轮%(closes)s才截止，这些日子那时已经过了：%(days)s。请换晚一点的，或者早一点截止。"
            )
            % words,
        )
    return redirect("canvass:edit", request.building.slug, again.pk)


@in_building
@require_POST
def reminders(request: BuildingRequest, pk: int) -> HttpResponse:
    """Switch the reminders of those who have not answered on or off."""
    canvass = fetch(request, Canvass, pk, to="canvass.choose_reminders")
    reminds = request.POST.get("do") == "remind"
    reminding.choose_reminders(canvass, reminds=reminds)
    if reminds:
        messages.success(request, _("截止前会提醒还没答复的户。"))
    else:
        messages.success(request, _("不再提醒了。"))
    return redirect(canvass)


@in_building
def close(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.close")
    form = seen_record_form(request, canvass)
    if form.is_valid():
        with refusals_on(form):
            counting.close_canvass(canvass, by=request.user, seen=form.cleaned_data["version"])
            if canvass.secret:
                messages.success(request, _("截止了。请两位保管人带上信封，一起打开票箱。"))
            else:
                messages.success(request, _("截止了。现在由两个人清点，其中一位不能是发起的人。"))
            return redirect(canvass)
    return _asks(request, canvass, form, "canvass/close.html")


@in_building
@never_cache
def count(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.count")
    if canvass.secret:
        return open_box(request, canvass)
    form = seen_record_form(request, canvass)
    if form.is_valid():
        seen, anyway = form.cleaned_data["version"], "anyway" in request.POST
        with refusals_on(form):
            counted = counting.count_canvass(canvass, by=request.user, anyway=anyway, seen=seen)
            if counted.state == CanvassState.COUNTED:
                messages.success(request, _("两个人清点的一样，可以公布了。"))
            else:
                messages.success(request, _("您清点好了，还要另一位再清点一遍。"))
            return redirect(canvass)
    return _asks(request, canvass, form, "canvass/count.html")


@in_building
@require_POST
def publish(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, Canvass, pk, to="canvass.publish")
    counting.publish_canvass(canvass, by=request.user)
    messages.success(request, _("结果公布了。"))
    return redirect(canvass)


def _asks(
    request: BuildingRequest, canvass: Canvass, form: SeenRecordForm, template: str
) -> HttpResponse:
    first = count_of(canvass)
    context = {
        "canvass": canvass,
        "form": form,
        "shown": canvass_page_for(canvass, request.standing, each=True),
        "count": first,
        "lapsed": first is not None and first.result != result_of(canvass),
        "awaited": pending_paper_of(canvass, timezone.now()) if canvass.closed_at else None,
    }
    return render(request, template, context)
