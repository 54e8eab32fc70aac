"""List and plan meetings."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.inbox.late import step_and_answer
from governance.inbox.links import landing_address
from governance.inbox.queries.arrivals import LateArrivals, late_arrivals_in
from governance.inbox.queries.news import with_unread_news
from governance.journal.causes import Cause, cause_from
from governance.meetings.actions import planning
from governance.meetings.forms.planning import (
    CancelForm,
    ItemRows,
    MeetingForm,
    Rows,
    initial_for_meeting,
    initial_of_meeting,
    item_title,
    with_kind_known,
)
from governance.meetings.models import EXPLAINED, Meeting, MeetingKind
from governance.meetings.queries.agenda import carried_over_items_in, items_of
from governance.meetings.queries.calendars import calendar_of
from governance.meetings.queries.lists import meetings_ahead_in, next_change_at, past_meetings_in
from governance.meetings.queries.page import meeting_page_for, meetings_for_page, reach_of
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.page_cache import cached_page
from residents.rooms.messages import Topic
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@cached_page(next_change_at)
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "meetings.browse", request.building)
    after = request.GET.get("after")
    context = {
        "coming": [] if after else meetings_ahead_in(request.building),
        "page": past_meetings_in(request.building, after=after),
        "first": not after,
    }
    return render(request, "meetings/listing.html", context)


@in_building
@require_safe
@cached_page(next_change_at)
def page(request: BuildingRequest, pk: int) -> HttpResponse:
    rows = with_unread_news(meetings_for_page(request.standing), request.user, request.path)
    meeting = fetch(request, rows, pk, to="meetings.read")
    edits = rules.has_perm("meetings.edit", request.user, meeting)
    context = {
        "meeting": meeting,
        "shown": meeting_page_for(meeting, request.standing, edits=edits),
    }
    return render(request, "meetings/page.html", context)


@in_building
@require_safe
@cached_page(next_change_at)
def sheet(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.read")
    context = {
        "meeting": meeting,
        "items": items_of(meeting),
        "attached": meeting.attachments.all(),
        "url": landing_address(request, meeting),
    }
    return render(request, "meetings/sheet.html", context)


@in_building
@require_safe
@cached_page(next_change_at)
def calendar(request: BuildingRequest, pk: int) -> HttpResponse:
    """Serve the meeting as an iCalendar file. Its sequence number lets calendars update it."""
    meeting = fetch(
        request,
        meetings_for_page(request.standing).prefetch_related("items"),
        pk,
        to="meetings.read",
    )
    url = request.build_absolute_uri(meeting.get_absolute_url())
    response = HttpResponse(calendar_of(meeting, url), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return response


@in_building
@rate_limit("post")
def post(request: BuildingRequest) -> HttpResponse:
    """Two-step form: choose the kind, then edit the meeting with the usual agenda, which begins with
    the thing that ``?from=`` names."""
    require(request, "meetings.post", request.building)
    cause = cause_from(request)
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        if kind not in MeetingKind:
            context = {"kinds": list(EXPLAINED.items())}
            return render(request, "meetings/choose.html", context)
        about = cause.words.title if cause else ""
        initial = initial_for_meeting(request.building, MeetingKind(kind), about=about)
        return _form_page(request, *initial)
    form = with_kind_known(MeetingForm(request.building, request.POST, request.FILES))
    rows = Rows(request.POST)
    if request.POST.get("do") == "more":
        return _form_page(request, with_kind_known(form.unvalidated), rows.with_one_more())
    if form.is_valid() & rows.is_valid():
        if late := _late(request, form):
            return _form_page(request, form, rows, late=late)
        with refusals_on(form):
            meeting = _post(request, form, rows, cause)
            return redirect(meeting)
    return _form_page(request, form, rows)


def _late(request: BuildingRequest, form: MeetingForm) -> LateArrivals | None:
    """Return whom the invitation would not reach in time, unless the host has answered that."""
    step, answer = step_and_answer(request.POST.get("do", ""))
    if answer or step == "plan":
        return None
    at = form.cleaned_data["starts_at"]
    return late_arrivals_in([request.building], at, by=request.user, topic=Topic.MEETINGS)


def _post(
    request: BuildingRequest, form: MeetingForm, rows: ItemRows, cause: Cause | None
) -> Meeting:
    plans = request.POST.get("do") == "plan"
    act = planning.plan_meeting if plans else planning.post_meeting
    meeting = act(
        request.building,
        form.to_input(),
        agenda=rows.agenda,
        by=request.user,
        cause=cause.thing if cause else None,
        about=item_title(cause.words.title) if cause else "",
    )
    if plans:
        messages.success(request, _("排好了，邻居们可以提议题。定下来以后，再请每一家来。"))
    else:
        messages.success(request, _("会议排好了，邻居们都能看到。"))
    return meeting


@in_building
def edit(request: BuildingRequest, pk: int) -> HttpResponse:
    fetched = meetings_for_page(request.standing).prefetch_related("items")
    meeting = fetch(request, fetched, pk, to="meetings.edit")
    if request.method != "POST":
        return _form_page(request, *initial_of_meeting(meeting), meeting=meeting)
    form = MeetingForm(request.building, request.POST, request.FILES)
    rows = Rows(request.POST)
    if request.POST.get("do") == "more":
        return _form_page(request, form.unvalidated, rows.with_one_more(), meeting=meeting)
    if form.is_valid() & rows.is_valid():
        sequence = form.cleaned_data["sequence"] or 0
        with refusals_on(form, stale=lambda: form.against(meeting)):
            planning.edit_meeting(
                meeting, form.to_input(), sequence=sequence, agenda=rows.agenda, by=request.user
            )
            messages.success(request, _("改好了。"))
            return redirect(meeting)
    return _form_page(request, form, rows, meeting=meeting)


@in_building
def invite(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.invite")
    if request.method == "POST":
        meeting = planning.invite_meeting(meeting, by=request.user)
        messages.success(request, _("请出去了。每家的首页都有，没上网的请上门说一声。"))
        return redirect(meeting)
    late = late_arrivals_in(
        [request.building], meeting.starts_at, by=request.user, topic=Topic.MEETINGS
    )
    context = {"meeting": meeting, "items": items_of(meeting), "late": late}
    return render(request, "meetings/invite.html", context)


@in_building
def cancel(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.cancel")
    form = CancelForm(request.POST or None)
    if form.is_valid():
        planning.cancel_meeting(meeting, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("会议取消了。"))
        return redirect(meeting)
    context = {"meeting": meeting, "reach": reach_of(meeting), "form": form}
    return render(request, "meetings/cancel.html", context)


def _form_page(
    request: BuildingRequest,
    form: MeetingForm,
    rows: ItemRows,
    *,
    meeting: Meeting | None = None,
    late: LateArrivals | None = None,
) -> HttpResponse:
    kind = form["kind"].value()
    context = {
        "form": form,
        "rows": rows,
        "meeting": meeting,
        "kind": MeetingKind(kind) if kind in MeetingKind else None,
        "explained": EXPLAINED.get(kind, ""),
        "left": [] if meeting else carried_over_items_in(request.building),
        "theirs": form.theirs,
        "late": late,
    }
    return render(request, "meetings/form.html", context)
