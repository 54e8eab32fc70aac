"""The desk's page of the job queue, and of the long jobs that the reader began."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from louzu.lib.errors import Refused
from louzu.lib.jobs import retry_failed_job
from residents.background.queries import failed_jobs, long_jobs_of, periodic_runs, queue_state
from residents.people.models import User

MAX_LONG_JOBS = 20


def queue_page(site: AdminSite, request: HttpRequest) -> TemplateResponse:
    """The keeper of the installation sees all; the committee its own long jobs, and whether the queue
    stands."""
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("后台在办的事"),
        "queue": queue_state(),
    }
    if isinstance(request.user, User):
        context["long_jobs"] = long_jobs_of(request.user)[:MAX_LONG_JOBS]
        if request.user.is_superuser:
            context |= {"keeper": True, "failed": failed_jobs(), "periodic": periodic_runs()}
    return TemplateResponse(request, "admin/jobs.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    if not (isinstance(request.user, User) and request.user.is_superuser):
        raise PermissionDenied
    try:
        retry_failed_job(pk)
        messages.success(request, _("又排上了，过一会儿再办。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:jobs")
