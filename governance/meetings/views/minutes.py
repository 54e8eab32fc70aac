"""Pages to read, correct, publish and print minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.links import landing_address
from governance.meetings.actions import minutes as minutes_actions
from governance.meetings.forms.noting import DaysForm
from governance.meetings.forms.taking_part import AskForm, CorrectForm
from governance.meetings.models import Correction, Meeting
from governance.meetings.queries.agenda import items_of
from governance.meetings.queries.lists import next_change_at
from governance.meetings.queries.minutes import MinutesPage, correction_in, minutes_page_of
from governance.meetings.queries.page import meetings_for_page
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@cached_page(next_change_at)
def minutes(request: BuildingRequest, pk: int) -> HttpResponse:
    return _minutes_page(request, pk, None, "meetings/minutes.html")


@in_building
@require_safe
@cached_page(next_change_at)
def edition(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    return _minutes_page(request, pk, number, "meetings/minutes.html")


@in_building
@require_safe
@cached_page(next_change_at)
def print_minutes(request: BuildingRequest, pk: int) -> HttpResponse:
    return _minutes_page(request, pk, None, "meetings/minutes_sheet.html")


@in_building
def open_(request: BuildingRequest, pk: int) -> HttpResponse:
    """Show the minutes to residents for a number of days, in which those present may ask for
    corrections."""
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.open")
    form = DaysForm(request.POST or None)
    if form.is_valid():
        minutes_actions.open_minutes(meeting, by=request.user, days=form.cleaned_data["days"])
        messages.success(request, _("邻居们都能看到了，到会的人可以提意见。"))
        return redirect("meetings:minutes", request.building.slug, pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/open.html", context)


@in_building
@require_POST
def publish(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.publish")
    minutes_actions.publish_minutes(meeting, by=request.user)
    messages.success(request, _("记录公布了。以后要改，就是新的一版。"))
    return redirect("meetings:minutes", request.building.slug, pk)


@in_building
@rate_limit("reply")
def ask(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.ask_correction")
    form = AskForm(items_of(meeting), request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            minutes_actions.ask_correction(
                meeting, text=form.cleaned_data["text"], item=form.chosen, by=request.user
            )
            messages.success(request, _("提上去了。写记录的人会改，或者说明为什么不改。"))
            return redirect("meetings:minutes", request.building.slug, pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/ask.html", context)


@in_building
def correct(request: BuildingRequest, pk: int, correction: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    found = _correction(meeting, correction)
    form = CorrectForm(found, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            _decide(request, found, form)
            messages.success(request, _("答复好了，提的人会看到。"))
            return redirect("meetings:minutes", request.building.slug, pk)
    context = {"meeting": meeting, "correction": found, "form": form}
    return render(request, "meetings/correct.html", context)


def _decide(request: BuildingRequest, correction: Correction, form: CorrectForm) -> None:
    answer = form.cleaned_data["answer"]
    if form.yes:
        points = {name: form.cleaned_data.get(name) for name in ("points", "version")}
        minutes_actions.accept_correction(correction, **points, answer=answer, by=request.user)
    else:
        minutes_actions.answer_correction(correction, answer=answer, by=request.user)


def _correction(meeting: Meeting, pk: int) -> Correction:
    found = correction_in(meeting, pk)
    if found is None:
        raise Http404
    return found


def _minutes_page(
    request: BuildingRequest, pk: int, number: int | None, template: str
) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.read_minutes")
    read = minutes_page_of(meeting, number)
    if read is None:
        raise Http404
    context: dict[str, Meeting | MinutesPage | str] = {
        "meeting": meeting,
        "read": read,
        "url": landing_address(request, meeting),
    }
    return render(request, template, context)
