"""The page of a long job's progress. Closing it loses nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from louzu.lib.errors import Refused
from residents.access.building import BuildingRequest, for_oneself
from residents.background.actions import cancel_long_job
from residents.background.queries import long_jobs_of


@for_oneself
@require_safe
def long_job(request: BuildingRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(long_jobs_of(request.user), pk=pk)
    return render(request, "residents/long_job.html", {"job": job})


@for_oneself
def cancel(request: BuildingRequest, pk: int) -> HttpResponse:
    """Ask first, because what was stopped does not go on."""
    job = get_object_or_404(long_jobs_of(request.user), pk=pk)
    if request.method != "POST" and job.may_be_cancelled:
        return render(request, "residents/stop_long_job.html", {"job": job})
    if request.method != "POST":
        return redirect("mine:long_job", pk)
    try:
        cancel_long_job(job)
        messages.success(request, _("停下了。已经办好的不会撤回。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("mine:long_job", pk)
