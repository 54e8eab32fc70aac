"""Pages for reports by residents, and for decisions of leader and committee."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.lounge.actions import moderation as moderation_actions
from governance.lounge.forms.moderation import (
    AppealDecisionForm,
    AppealForm,
    HideForm,
    PauseForm,
    ReportForm,
)
from governance.lounge.models import Pause
from governance.lounge.queries.moderation import hiding_of, hidings_in, pauses_in, reports_in
from governance.lounge.views.posts import post_at
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@cached_page()
def moderation(request: BuildingRequest) -> HttpResponse:
    require(request, "lounge.moderate", request.building)
    context = {
        "reports": reports_in(request.building),
        "hidings": hidings_in(request.building),
        "pauses": pauses_in(request.building),
    }
    return render(request, "lounge/moderation.html", context)


@in_building
@rate_limit("reply")
def report(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.report")
    form = ReportForm(request.POST or None)
    if form.is_valid():
        moderation_actions.report_post(post, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("楼组长和居委会看。谢谢您。"))
        return redirect(post.thread.url_of(number))
    return render(request, "lounge/report.html", {"post": post, "form": form})


@in_building
@require_POST
def dismiss(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.dismiss")
    moderation_actions.dismiss_reports(post, by=request.user)
    messages.success(request, _("好，这段话不用处理。"))
    return redirect("lounge:moderation", request.building.slug)


@in_building
def hide(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.hide")
    form = HideForm(request.POST or None)
    if form.is_valid():
        moderation_actions.hide_post(post, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("收起了。本人会看到原因，可以向居委申诉。"))
        return redirect("lounge:moderation", request.building.slug)
    return render(request, "lounge/hide.html", {"post": post, "form": form})


@in_building
@require_POST
def restore(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.restore")
    moderation_actions.restore_post(post, by=request.user)
    messages.success(request, _("恢复了，邻居们又看得到了。"))
    return redirect(post.thread.url_of(number))


@in_building
@rate_limit("reply")
def appeal(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.appeal")
    form = AppealForm(request.POST or None)
    if form.is_valid():
        moderation_actions.appeal_hiding(post, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("居委会看您的申诉，再答复您。"))
        return redirect(post.thread.url_of(number))
    context = {"post": post, "hiding": hiding_of(post), "form": form}
    return render(request, "lounge/appeal.html", context)


@in_building
def decide(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    """Answer an appeal by keeping the post hidden or restoring it."""
    post = post_at(request, pk, number, to="lounge.decide")
    form = AppealDecisionForm(request.POST or None)
    if form.is_valid():
        restores = request.POST.get("do") == "restore"
        moderation_actions.decide_appeal(
            post, restore=restores, by=request.user, answer=form.cleaned_data["answer"]
        )
        messages.success(request, _("答复了，本人会看到。"))
        return redirect("lounge:moderation", request.building.slug)
    context = {"post": post, "hiding": hiding_of(post), "form": form}
    return render(request, "lounge/decide.html", context)


@in_building
def pause(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.pause")
    form = PauseForm(request.POST or None)
    if form.is_valid():
        moderation_actions.pause_user(
            post,
            by=request.user,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("记下了。本人会看到原因和日期。"))
        return redirect("lounge:moderation", request.building.slug)
    return render(request, "lounge/pause.html", {"post": post, "form": form})


@in_building
@require_POST
def lift_pause(request: BuildingRequest, pause: int) -> HttpResponse:
    moderation_actions.lift_pause(
        fetch(request, Pause, pause, to="lounge.lift_pause"), by=request.user
    )
    messages.success(request, _("恢复发言了。"))
    return redirect("lounge:moderation", request.building.slug)
