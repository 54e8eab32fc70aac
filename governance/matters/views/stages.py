"""Take a matter from stage to stage, and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.matters.actions import stages
from governance.matters.forms.matters import DropForm, StageForm
from governance.matters.lifecycle import FORWARD, Stage
from governance.matters.queries.lists import matters_for_page
from governance.matters.queries.share_versions import undecided_questions_of
from louzu.lib.errors import Unsure
from louzu.lib.forms import refusals_on
from louzu.lib.quoting import quoted
from residents.access.building import BuildingRequest, fetch, in_building
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("answer")
def go_on(request: BuildingRequest, pk: int) -> HttpResponse:
    """Take the next step. The button on the page of the matter posts the step alone, which is of
    today; the form also asks for the day. If steps or shares are missing for being done, the page
    asks once more."""
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.go_on")
    form = StageForm(matter, request.POST or None, initial={"step": request.GET.get("step")})
    doubt, sure = "", request.POST.get("do") == "sure"
    if form.is_valid():
        step, on = form.cleaned_data["step"], form.cleaned_data["on"]
        with refusals_on(form):
            try:
                moved = stages.go_on(matter, step, by=request.user, on=on, sure=sure)
            except Unsure as asked:
                doubt = str(asked)
            else:
                words = {"stage": quoted(moved.get_stage_display())}
                said = _("记下了，现在是“%(stage)s”。墙上贴过的，请打印一张新的换上。")
                messages.success(request, said % words)
                return redirect(matter)
    return render(request, "matters/go_on.html", {"matter": matter, "form": form, "doubt": doubt})


@in_building
@rate_limit("answer")
@require_POST
def decline_step(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.go_on")
    step = request.POST.get("step", "")
    if step not in FORWARD:
        raise Http404
    stages.decline_step(matter, step, by=request.user)
    messages.success(request, _("好的，先不改。要改的时候，在这件事的页面上按“进到下一阶段”。"))
    return redirect(matter)


@in_building
@rate_limit("answer")
@require_POST
def go_back(request: BuildingRequest, pk: int) -> HttpResponse:
    """Take back the step that the page showed as the last one. ``undoes`` names it."""
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.go_back")
    resumed = matter.stage == Stage.DROPPED
    moved = stages.go_back(matter, undoes=request.POST.get("undoes", ""), by=request.user)
    words = {"stage": quoted(moved.get_stage_display())}
    said = _("又要办了，现在是“%(stage)s”。") if resumed else _("退回来了，现在是“%(stage)s”。")
    messages.success(request, said % words)
    return redirect(matter)


@in_building
def drop(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.drop")
    form = DropForm(request.POST or None)
    if form.is_valid():
        stages.drop_matter(matter, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("记下了，邻居们会看到原因。以后要办，按“又要办了”就行。"))
        return redirect(matter)
    context = {"matter": matter, "form": form, "questions": undecided_questions_of(matter)}
    return render(request, "matters/drop.html", context)
