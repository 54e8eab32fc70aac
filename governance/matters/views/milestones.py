"""Pages of milestones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.matters.actions import milestones as actions
from governance.matters.evidence import doubt_about
from governance.matters.forms.milestones import (
    DropMilestoneForm,
    MilestoneForm,
    ReachedForm,
    initial_of_milestone,
)
from governance.matters.models import Milestone
from governance.matters.queries.lists import matters_for_page
from governance.matters.queries.milestones import evidence_for, milestones_of
from governance.matters.queries.named_rooms import doubt_about_words
from louzu.lib.errors import Unsure
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@cached_page()
def milestones(request: BuildingRequest, pk: int) -> HttpResponse:
    """List all milestones, for planners with what may be done with each."""
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.read")
    context = {"matter": matter, "milestones": milestones_of(matter)}
    return render(request, "matters/milestones.html", context)


@in_building
@rate_limit("post")
def add_milestone(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.plan")
    form = MilestoneForm(request.POST or None)
    doubt = _doubt_about(request, form)
    if form.is_valid() and not doubt:
        with refusals_on(form):
            actions.add_milestone(matter, form.to_input(), by=request.user)
            messages.success(request, _("加上了。"))
            return redirect("matters:milestones", request.building.slug, pk)
    context = {"matter": matter, "form": form, "doubt": doubt}
    return render(request, "matters/milestone.html", context)


@in_building
def change_milestone(request: BuildingRequest, pk: int, milestone: int) -> HttpResponse:
    found = _milestone(request, pk, milestone, to="matters.change_milestone")
    form = MilestoneForm(request.POST or None, initial=initial_of_milestone(found))
    doubt = _doubt_about(request, form)
    if form.is_valid() and not doubt:
        version = form.cleaned_data["version"]
        with refusals_on(form):
            actions.change_milestone(found, form.to_input(), version=version, by=request.user)
            messages.success(request, _("改好了。"))
            return redirect("matters:milestones", request.building.slug, pk)
    context = {"matter": found.matter, "milestone": found, "form": form, "doubt": doubt}
    return render(request, "matters/milestone.html", context)


@in_building
def reach_milestone(request: BuildingRequest, pk: int, milestone: int) -> HttpResponse:
    """Report that it was reached. If its canvass or posting was not over by then, the page asks once
    more."""
    found = _milestone(request, pk, milestone, to="matters.reach_milestone")
    initial = {"done_on": timezone.localdate()}
    form = ReachedForm(evidence_for(found.matter), request.POST or None, initial=initial)
    doubt, sure = None, request.POST.get("do") == "sure"
    if form.is_valid():
        with refusals_on(form):
            data = form.to_input()
            try:
                actions.reach_milestone(found, data, sure=sure, by=request.user)
            except Unsure:
                doubt = doubt_about(found, data)
            else:
                messages.success(request, _("记下了。"))
                return redirect("matters:milestones", request.building.slug, pk)
    context = {"matter": found.matter, "milestone": found, "form": form, "doubt": doubt}
    return render(request, "matters/reach.html", context)


@in_building
@require_POST
def reopen_milestone(request: BuildingRequest, pk: int, milestone: int) -> HttpResponse:
    found = _milestone(request, pk, milestone, to="matters.reopen_milestone")
    actions.reopen_milestone(found, by=request.user)
    messages.success(request, _("退回了，还没做到。"))
    return redirect("matters:milestones", request.building.slug, pk)


@in_building
def drop_milestone(request: BuildingRequest, pk: int, milestone: int) -> HttpResponse:
    found = _milestone(request, pk, milestone, to="matters.drop_milestone")
    form = DropMilestoneForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            actions.drop_milestone(found, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("划掉了，邻居们会看到原因。"))
            return redirect("matters:milestones", request.building.slug, pk)
    context = {"matter": found.matter, "milestone": found, "form": form}
    return render(request, "matters/drop_milestone.html", context)


@in_building
@require_POST
def resume_milestone(request: BuildingRequest, pk: int, milestone: int) -> HttpResponse:
    found = _milestone(request, pk, milestone, to="matters.resume_milestone")
    actions.resume_milestone(found, by=request.user)
    messages.success(request, _("恢复了，还要做。"))
    return redirect("matters:milestones", request.building.slug, pk)


def _milestone(request: BuildingRequest, pk: int, milestone: int, *, to: str) -> Milestone:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.read")
    found = get_object_or_404(matter.milestones.all(), pk=milestone)
    require(request, to, found)
    return found


def _doubt_about(request: BuildingRequest, form: MilestoneForm) -> str:
    if not form.is_valid() or request.POST.get("do") == "sure":
        return ""
    return doubt_about_words(request.building, form.cleaned_data["title"])
