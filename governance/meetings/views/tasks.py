"""Pages of tasks and their outcome."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.meetings.actions import noting
from governance.meetings.forms.noting import SettleForm
from governance.meetings.models import Task
from governance.meetings.queries.page import meetings_for_page
from governance.meetings.queries.tasks import open_tasks_in, settled_tasks_in, task_in
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.page_cache import cached_page


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
def settle(request: BuildingRequest, pk: int, task: int) -> HttpResponse:
    """Finish a task, or give it up with a reason."""
    found = _task(request, pk, task)
    require(request, "meetings.settle_task", found)
    form = SettleForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said, files = form.cleaned_data["said"], form.cleaned_data["attached"]
        with refusals_on(form):
            if form.cleaned_data["step"] == "finish":
                noting.finish_task(found, said=said, files=files, by=request.user)
                messages.success(request, _("办好了，谢谢您。"))
            else:
                noting.drop_task(found, said=said, files=files, by=request.user)
                messages.success(request, _("记下了，邻居们会看到原因。"))
            return redirect("meetings:tasks", request.building.slug)
    reported = found.resolution.reported
    context = {"task": found, "form": form, "reported": reported}
    return render(request, "meetings/settle.html", context)


@in_building
@require_POST
def reopen(request: BuildingRequest, pk: int, task: int) -> HttpResponse:
    found = _task(request, pk, task)
    require(request, "meetings.reopen_task", found)
    noting.reopen_task(found, by=request.user)
    messages.success(request, _("又在办了。"))
    return redirect("meetings:tasks", request.building.slug)


def _task(request: BuildingRequest, pk: int, number: int) -> Task:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.read")
    found = task_in(meeting, number)
    if found is None:
        raise Http404
    return found
