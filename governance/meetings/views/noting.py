"""Pages for writing minutes: points, resolutions and their destination."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.canvass.kinds import KINDS
from governance.meetings.actions import agenda, minutes, noting
from governance.meetings.forms.noting import (
    AddItemForm,
    PointsForm,
    ResolveForm,
    initial_for_resolution,
    initial_of_resolution,
)
from governance.meetings.models import AgendaItem, Meeting, Resolution
from governance.meetings.queries.agenda import item_in, resolution_in
from governance.meetings.queries.page import meetings_for_page
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building

ASKING = [kind for kind in KINDS.values() if kind.key != "tell"]


@in_building
def note(request: BuildingRequest, pk: int, item: int) -> HttpResponse:
    """Edit the points of an item and list its resolutions."""
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    found = _item(meeting, item)
    form = PointsForm(meeting, request.POST or None, initial=_points_of(found))
    if form.is_valid():
        with refusals_on(form):
            noting.edit_points(
                found,
                points=form.cleaned_data["points"],
                version=form.cleaned_data["version"],
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
            )
            messages.success(request, _("记下了。"))
            return redirect("meetings:note", request.building.slug, pk, item)
    context = {"meeting": meeting, "item": found, "form": form}
    return render(request, "meetings/note.html", context)


@in_building
@require_POST
def add_item(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    form = AddItemForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请写这一项商量什么。"))
    item = agenda.add_item(meeting, by=request.user, title=form.cleaned_data["title"])
    return redirect("meetings:note", request.building.slug, pk, item.pk)


@in_building
def resolve(request: BuildingRequest, pk: int, item: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    found, names = _item(meeting, item), _knows_names(request)
    if request.method != "POST":
        return _resolve_page(request, found, initial_for_resolution(meeting, names=names))
    form = ResolveForm(meeting, request.POST, request.FILES, names=names)
    if form.is_valid():
        with refusals_on(form):
            noting.add_resolution(
                found,
                form.to_input(),
                files=form.cleaned_data["attached"],
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
            )
            messages.success(request, _("决议记下了。"))
            return redirect("meetings:note", request.building.slug, pk, item)
    return _resolve_page(request, found, form)


@in_building
def change(request: BuildingRequest, pk: int, resolution: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    found, names = _resolution(meeting, resolution), _knows_names(request)
    if request.method != "POST":
        form = initial_of_resolution(meeting, found, names=names)
        return _resolve_page(request, found.item, form, found)
    form = ResolveForm(meeting, request.POST, request.FILES, names=names)
    if form.is_valid():
        with refusals_on(form):
            noting.change_resolution(
                found,
                form.to_input(),
                version=form.cleaned_data["version"],
                files=form.cleaned_data["attached"],
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
            )
            messages.success(request, _("改好了。"))
            return redirect("meetings:note", request.building.slug, pk, found.item_id)
    return _resolve_page(request, found.item, form, found)


@in_building
@require_POST
def remove(request: BuildingRequest, pk: int, resolution: int) -> HttpResponse:
    """Remove a resolution that residents have not seen yet."""
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    found = _resolution(meeting, resolution)
    item = found.item_id
    noting.remove_resolution(found, by=request.user)
    messages.success(request, _("拿掉了。"))
    return redirect("meetings:note", request.building.slug, pk, item)


@in_building
def ask_everybody(request: BuildingRequest, pk: int, resolution: int) -> HttpResponse:
    """Choose the kind of canvass, then draft it with the text of the resolution."""
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.ask_everybody")
    found = _resolution(meeting, resolution)
    if found.way != Resolution.Way.CANVASS or found.canvass_id:
        raise Refused(_("这一条现在不用起草征询。"))
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in KINDS:
        canvass = noting.draft_canvass_on(found, kind=KINDS[kind], by=request.user)
        messages.success(request, _("起草好了，文字是决议里的。看一看日期和全文，再发出去。"))
        return redirect("canvass:edit", request.building.slug, canvass.pk)
    context = {"meeting": meeting, "resolution": found, "kinds": ASKING}
    return render(request, "meetings/ask_everybody.html", context)


@in_building
@require_POST
def close(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.close")
    minutes.close_meeting(meeting, by=request.user)
    messages.success(request, _("散会了。趁记得清楚，把记录理一理，再请到会的邻居核对。"))
    return redirect("meetings:minutes", request.building.slug, pk)


def _resolve_page(
    request: BuildingRequest,
    item: AgendaItem,
    form: ResolveForm,
    resolution: Resolution | None = None,
) -> HttpResponse:
    context = {
        "meeting": item.meeting,
        "item": item,
        "resolution": resolution,
        "form": form,
    }
    return render(request, "meetings/resolve.html", context)


def _knows_names(request: BuildingRequest) -> bool:
    return bool(rules.has_perm("residents.know_names", request.user, request.building))


def _points_of(item: AgendaItem) -> dict[str, str]:
    return {"points": item.points, "version": item.version}


def _item(meeting: Meeting, pk: int) -> AgendaItem:
    found = item_in(meeting, pk)
    if found is None:
        raise Http404
    return found


def _resolution(meeting: Meeting, pk: int) -> Resolution:
    found = resolution_in(meeting, pk)
    if found is None:
        raise Http404
    return found
