"""Pages of tasks: give one, hand it to somebody else, report on it."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.queries.news import with_unread_news
from governance.journal.causes import cause_from
from governance.meetings.actions import tasks as actions
from governance.meetings.forms.tasks import (
    SettleForm,
    TaskForm,
    initial_for_task,
    initial_of_task,
)
from governance.meetings.queries.tasks import open_tasks_in, settled_tasks_in, tasks_for_page
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import get_attachment, serve_attachment
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@cached_page()
def tasks(request: BuildingRequest) -> HttpResponse:
    """List open tasks, the next due first, then finished ones."""
    require(request, "meetings.browse", request.building)
    after = request.GET.get("after")
    reader = (request.building, request.standing, request.user)
    context = {
        "open": [] if after else open_tasks_in(*reader),
        "page": settled_tasks_in(*reader, after=after),
        "first": not after,
    }
    return render(request, "meetings/tasks.html", context)


@in_building
@require_safe
@cached_page()
def task(request: BuildingRequest, pk: int) -> HttpResponse:
    rows = with_unread_news(tasks_for_page(), request.user, request.path)
    found = fetch(request, rows, pk, to="meetings.read_task")
    return render(request, "meetings/task.html", {"task": found})


@in_building
@rate_limit("post")
def give(request: BuildingRequest) -> HttpResponse:
    """Ask somebody to do something. ``?from=`` names the thing of which it comes and from which it
    takes its words."""
    require(request, "meetings.give_task", request.building)
    cause = cause_from(request)
    form = TaskForm(
        request.building,
        request.POST or None,
        names=_knows_names(request),
        initial=initial_for_task(cause.words.title, cause.words.happens_on)
        if cause
        else initial_for_task(""),
    )
    if form.is_valid():
        with refusals_on(form):
            given = actions.give_task(
                request.building,
                form.to_input(),
                by=request.user,
                cause=cause.thing if cause else None,
            )
            messages.success(request, _("记下了，也告诉了去办的人。"))
            return redirect(given)
    return render(request, "meetings/give.html", {"form": form, "cause": cause})


@in_building
def change_task(request: BuildingRequest, pk: int) -> HttpResponse:
    """Change a task that was given without a meeting, or hand it to somebody else."""
    found = fetch(request, tasks_for_page(), pk, to="meetings.change_task")
    form = TaskForm(
        request.building,
        request.POST or None,
        names=_knows_names(request),
        initial=initial_of_task(found),
    )
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_on(form):
            actions.change_task(found, form.to_input(), version=version, by=request.user)
            messages.success(request, _("改好了。"))
            return redirect(found)
    return render(request, "meetings/give.html", {"form": form, "task": found})


@in_building
def settle(request: BuildingRequest, pk: int) -> HttpResponse:
    """Finish a task, or give it up with a reason."""
    found = fetch(request, tasks_for_page(), pk, to="meetings.settle_task")
    initial = {"step": request.GET.get("step")}
    form = SettleForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        said, files = form.cleaned_data["said"], form.cleaned_data["attached"]
        with refusals_on(form):
            if form.cleaned_data["step"] == "finish":
                actions.finish_task(found, said=said, files=files, by=request.user)
                messages.success(request, _("办好了，谢谢您。"))
            else:
                actions.drop_task(found, said=said, files=files, by=request.user)
                messages.success(request, _("记下了，邻居们会看到原因。"))
            return redirect(found)
    return render(request, "meetings/settle.html", {"task": found, "form": form})


@in_building
@require_POST
def reopen(request: BuildingRequest, pk: int) -> HttpResponse:
    found = fetch(request, tasks_for_page(), pk, to="meetings.reopen_task")
    actions.reopen_task(found, by=request.user)
    messages.success(request, _("又在办了。"))
    return redirect(found)


@in_building
@require_safe
def task_file(request: BuildingRequest, pk: int, file: int, size: str) -> HttpResponseBase:
    found = fetch(request, tasks_for_page(), pk, to="meetings.read_task")
    return serve_attachment(request, found.files, file, size)


@in_building
@require_POST
def remove_task_file(request: BuildingRequest, pk: int, file: int) -> HttpResponse:
    """Remove a file of a report. Other files of a resolution belong to the minutes."""
    found = fetch(request, tasks_for_page(), pk, to="meetings.report_task")
    actions.remove_report_file(found, get_attachment(found.reported, file), by=request.user)
    messages.success(request, _("附件拿掉了。"))
    return redirect(found)


def _knows_names(request: BuildingRequest) -> bool:
    return bool(rules.has_perm("residents.know_names", request.user, request.building))
