"""Pages for the steps of a thread."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.lounge.actions import moderation, threads, unnamed
from governance.lounge.forms.moderation import CallOffForm, LockForm, SetAsideForm, UnmaskForm
from governance.lounge.queries.people import starter_of, unmaskings_of
from governance.lounge.queries.threads import threads_for_page
from residents.access.building import BuildingRequest, allowed_when_closed, fetch, in_building


@in_building
@require_POST
def meet(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.meet")
    threads.meet_need(thread, by=request.user)
    messages.success(request, _("标为解决了，邻居们都看得到。"))
    return redirect(thread)


@in_building
@require_POST
def ask_again(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.ask_again")
    threads.reopen_need(thread, by=request.user)
    messages.success(request, _("重新请大家帮忙了。"))
    return redirect(thread)


@in_building
@require_POST
def settle(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.settle")
    threads.settle_thread(thread, by=request.user)
    messages.success(request, _("标为已解决了。还可以接着回应，也可以重新提起。"))
    return redirect(thread)


@in_building
@require_POST
def reopen(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.reopen")
    threads.reopen_thread(thread, by=request.user)
    messages.success(request, _("重新提起了。"))
    return redirect(thread)


@in_building
@require_POST
def take_up(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.take_up")
    threads.take_up_plan(thread, by=request.user)
    messages.success(request, _("计划采纳了。"))
    return redirect(thread)


@in_building
def call_off(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.call_off")
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        threads.call_off_invitation(thread, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("取消了，原因写在了话题里。"))
        return redirect(thread)
    context = {"thread": thread, "form": form}
    return render(request, "lounge/call_off.html", context)


@in_building
def postpone(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.postpone")
    form = SetAsideForm(request.POST or None)
    if form.is_valid():
        threads.postpone_plan(thread, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("先放一放了，原因写在了话题里，发起人会看到。"))
        return redirect(thread)
    context = {"thread": thread, "form": form}
    return render(request, "lounge/postpone.html", context)


@in_building
def lock(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.lock")
    form = LockForm(request.POST or None)
    if form.is_valid():
        moderation.lock_thread(thread, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("锁住了，大家还能看，不能再回应。"))
        return redirect(thread)
    return render(request, "lounge/lock.html", {"thread": thread, "form": form})


@in_building
@require_POST
def unlock(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.unlock")
    moderation.unlock_thread(thread, by=request.user)
    messages.success(request, _("打开了，可以接着回应。"))
    return redirect(thread)


@in_building
@allowed_when_closed
def unmask(request: BuildingRequest, pk: int) -> HttpResponse:
    """Two-step form: give a reason, which is logged, then see the name once."""
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.unmask")
    form = UnmaskForm(request.POST or None)
    if form.is_valid():
        unnamed.unmask_author(thread, by=request.user, reason=form.cleaned_data["reason"])
        return redirect("lounge:unmask", request.building.slug, pk)
    looked = unmaskings_of(thread)
    mine = any(one.author_id == request.user.pk for one in looked)
    context = {
        "thread": thread,
        "form": form,
        "looked": looked,
        "began": starter_of(thread) if mine else None,
    }
    return render(request, "lounge/unmask.html", context)
