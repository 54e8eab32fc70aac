"""The desk's page of the job queue, and of the long jobs that the reader began."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from louzu.health.running import check_health
from louzu.lib.errors import Refused
from louzu.lib.jobs import retry_failed_job, set_aside_failed_job
from residents.background.actions import cancel_long_job
from residents.background.queries import (
    failed_jobs,
    long_jobs_of,
    open_long_jobs,
    periodic_runs,
    queue_state,
    waiting_jobs,
)
from residents.installation.queries import backup_state
from residents.people.models import User

MAX_LONG_JOBS = 20


def queue_page(site: AdminSite, request: HttpRequest) -> TemplateResponse:
    """The keeper of the installation sees all; the committee its own long jobs, and whether the queue
    stands."""
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("后台在办的事"),
        "queue": queue_state(),
        "backup": backup_state(),
    }
    if isinstance(request.user, User):
        context["long_jobs"] = long_jobs_of(request.user)[:MAX_LONG_JOBS]
        if request.user.is_superuser:
            context |= {
                "keeper": True,
                # The page tells of these two itself.
                "findings": check_health().without("jobs", "backup").all,
                "waiting": waiting_jobs(),
                "of_all": open_long_jobs().exclude(by=request.user)[:MAX_LONG_JOBS],
                "failed": failed_jobs(),
                "periodic": periodic_runs(),
            }
    return TemplateResponse(request, "admin/jobs.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    return _by_keeper(request, lambda: retry_failed_job(pk), _("又排上了，过一会儿再办。"))


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    return _by_keeper(request, lambda: set_aside_failed_job(pk), _("放到一边了，不再列在这里。"))


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel anybody's long job."""
    job = get_object_or_404(open_long_jobs(), pk=pk)
    return _by_keeper(request, lambda: cancel_long_job(job), _("停下了。已经办好的不会撤回。"))


def _by_keeper(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    if not (isinstance(request.user, User) and request.user.is_superuser):
        raise PermissionDenied
    try:
        act()
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:jobs")
