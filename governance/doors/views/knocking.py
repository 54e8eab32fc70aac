"""The buttons at a door. They answer entries that a phone kept as well (static/js/keep.js)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.canvass.queries.meanwhile import must_be_told_again
from governance.doors.actions import knocking
from governance.doors.forms import KnockForm, ToldForm
from governance.doors.models import Knock
from governance.doors.queries.knocks import was_knocked_since
from governance.doors.views._shared import door_or_404
from louzu.lib.errors import Refused
from louzu.lib.forms import error_sentences
from louzu.lib.quoting import quoted
from residents.access.building import BuildingRequest, fetch, get_from, in_building
from residents.joining.queries.joining import households_living_in
from residents.models import Flat
from residents.rooms.at_doors import anchor_of
from residents.rooms.waiting import thing_of
from residents.uploads.offline_entries import Found, add_finding, time_of_entry
from residents.uploads.rates import rate_limit

LEADS_ON = (*Knock.NOBODY_TALKED, Knock.Outcome.REFUSED)
"""Outcomes after which the next door is shown."""


@in_building
@rate_limit("answer")
@require_POST
def knock(request: BuildingRequest, pk: int) -> HttpResponse:
    found, shown = door_or_404(request, pk)
    form = KnockForm(request.POST)
    if not form.is_valid():
        raise Refused("\n".join(error_sentences(form)))
    data = form.cleaned_data
    _tell_of_others(request, shown.flat)
    noted = knocking.record_knock(
        shown.flat,
        shown.household,
        outcome=data["outcome"],
        note=data["note"],
        said_at=data["visited_at"] or time_of_entry(request),
        by=request.user,
    )
    words = {"door": shown.flat, "outcome": noted.get_outcome_display()}
    messages.success(request, _("%(door)s：%(outcome)s。") % words)
    following = found.next_door(pk)
    if data["outcome"] not in LEADS_ON:
        return redirect("doors:door", request.building.slug, pk)
    if following is None:
        return redirect("doors:list", request.building.slug)
    return redirect("doors:door", request.building.slug, following.flat.pk)


@in_building
@rate_limit("answer")
@require_POST
def told(request: BuildingRequest, pk: int, canvass: int) -> HttpResponse:
    _found, shown = door_or_404(request, pk)
    asked = get_object_or_404(request.building.canvass_set.seen_by_residents(), pk=canvass)
    form = ToldForm(request.POST)
    if not form.is_valid():
        raise Refused(_("这一次没有记上，请再按一下。"))
    _tell_of_others(request, shown.flat)
    noted = knocking.record_told(
        shown.flat,
        shown.household,
        asked,
        version=form.cleaned_data["version"],
        said_at=form.cleaned_data["visited_at"] or time_of_entry(request),
        by=request.user,
    )
    if must_be_told_again(noted.visits.get()):
        add_finding(request, Found.STALE)
        words = {"what": quoted(asked.question)}
        messages.warning(request, _("“%(what)s”的条文改了，请再说一次。") % words)
    messages.success(request, _("%(door)s：告诉了。") % {"door": shown.flat})
    return redirect(f"{noted.get_absolute_url()}#{anchor_of(thing_of(asked))}")


def _tell_of_others(request: BuildingRequest, flat: Flat) -> None:
    """Tell a phone whose entry waited if somebody else knocked meanwhile."""
    made = time_of_entry(request)
    if made and was_knocked_since(flat, made, but_by=request.user):
        add_finding(request, Found.VISITED)


@in_building
@require_POST
def take_back(request: BuildingRequest, knock: int) -> HttpResponse:
    undone = fetch(request, Knock, knock, to="doors.take_back")
    knocking.take_knock_back(undone, by=request.user)
    messages.success(request, _("%(door)s：撤回了。") % {"door": undone.flat})
    return redirect("doors:door", request.building.slug, undone.flat_id)


@in_building
@rate_limit("answer")
@require_POST
def welcome(request: BuildingRequest, household: int) -> HttpResponse:
    living = households_living_in(request.building)
    home = get_from(request, living, household, to="doors.welcome")
    knocking.welcome_helpers(home, by=request.user)
    messages.success(request, _("记下了：可以来您家敲门了。"))
    return redirect("homes:home", request.building.slug, household)
