"""Files attached to meetings and resolutions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.meetings.actions import noting, planning
from governance.meetings.models import ResolutionAttachment
from governance.meetings.queries.agenda import attached_to_resolutions_of
from governance.meetings.queries.page import meetings_for_page
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import get_attachment, serve_attachment


@in_building
@require_safe
def attachment(request: BuildingRequest, pk: int, file: int, size: str) -> HttpResponseBase:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.read")
    return serve_attachment(request, meeting.attachments.all(), file, size)


@in_building
@require_POST
def remove_attachment(request: BuildingRequest, pk: int, file: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.edit")
    found = get_attachment(meeting.attachments.all(), file)
    planning.remove_attachment(meeting, found, by=request.user)
    messages.success(request, _("附件拿掉了。"))
    return redirect("meetings:edit", request.building.slug, pk)


@in_building
@require_safe
def resolution_attachment(
    request: BuildingRequest, pk: int, result: int, size: str
) -> HttpResponseBase:
    found = _of_resolution(request, pk, result)
    return serve_attachment(request, [found], result, size)


@in_building
@require_POST
def remove_resolution_attachment(request: BuildingRequest, pk: int, result: int) -> HttpResponse:
    """Remove a file. Files of a report need the right to report, others the right to write the
    minutes."""
    found = _of_resolution(request, pk, result)
    if found.reports:
        require(request, "meetings.report_task", found.resolution.task)
    else:
        require(request, "meetings.write", found.resolution.item.meeting)
    noting.remove_resolution_attachment(found, by=request.user)
    messages.success(request, _("附件拿掉了。"))
    if found.reports:
        return redirect("meetings:tasks", request.building.slug)
    return redirect("meetings:page", request.building.slug, pk)


def _of_resolution(request: BuildingRequest, pk: int, number: int) -> ResolutionAttachment:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.read")
    found = get_attachment(attached_to_resolutions_of(meeting), number)
    require(request, "meetings.read_resolution", found.resolution)
    return found
