"""Pages on which a matter gets the milestones of a kind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.matters.actions import kinds as actions
from governance.matters.forms.milestones import StartForm
from governance.matters.queries.kinds import kind_in, kinds_in
from governance.matters.queries.lists import matters_for_page
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
def choose_kind(request: BuildingRequest, pk: int) -> HttpResponse:
    """Two-step form: choose the kind, then the day from which its milestones are planned."""
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.plan")
    kind = kind_in(request.building, request.GET.get("kind", ""))
    if kind is None:
        context = {"matter": matter, "kinds": kinds_in(request.building)}
        return render(request, "matters/kinds.html", context)
    form = StartForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        starts_on = form.cleaned_data["starts_on"]
        with refusals_on(form):
            actions.apply_kind(matter, kind, starts_on=starts_on, by=request.user)
            messages.success(request, _("步骤列好了，日子可以一步一步改。"))
            return redirect("matters:milestones", request.building.slug, pk)
    return render(request, "matters/kind.html", {"matter": matter, "kind": kind, "form": form})


@in_building
@require_POST
def take_kind_back(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.plan")
    actions.take_kind_back(matter, by=request.user)
    messages.success(request, _("退回了，可以另选一类，或者自己一步一步写。"))
    return redirect("matters:milestones", request.building.slug, pk)
