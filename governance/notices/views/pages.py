"""Read notices and their files."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.queries.page import CanvassPage, canvass_page_for
from governance.canvass.queries.voices import voices_of
from governance.canvass.queries.words import NOT_TAKEN, choice_words
from governance.inbox.links import landing_address
from governance.inbox.queries.arrivals import count_missed_households
from governance.inbox.queries.news import with_unread_news
from governance.notices.actions import reading
from governance.notices.calendars import calendar_of
from governance.notices.models import Notice
from governance.notices.queries import (
    next_change_at,
    notices_for_page,
    past_notices_in,
    shown_notices_in,
    unpublished_notices_in,
    versions_of,
)
from louzu.lib.errors import Refused
from residents.access.building import BuildingRequest, fetch, in_building, open_to_visitors
from residents.access.files import serve_attachment
from residents.access.offline_pages import kept_offline
from residents.access.page_cache import cached_page
from residents.models import User
from residents.rooms.waiting import thing_of
from residents.uploads.rates import rate_limit

PUBLIC = "a notice may be made public, and visitors see no other"


def _reader(request: BuildingRequest) -> User | None:
    return request.user if request.standing.member else None


@open_to_visitors(PUBLIC)
@require_safe
@kept_offline
@cached_page(next_change_at)
def board(request: BuildingRequest) -> HttpResponse:
    reader, after = _reader(request), request.GET.get("after")
    page = shown_notices_in(request.building, request.standing, reader, after=after)
    unpublished = (
        unpublished_notices_in(request.building) if request.standing.may_post_notices else []
    )
    return render(request, "notices/board.html", {"page": page, "unpublished": unpublished})


@open_to_visitors(PUBLIC)
@require_safe
@cached_page(next_change_at)
def past(request: BuildingRequest) -> HttpResponse:
    page = past_notices_in(request.building, request.standing, after=request.GET.get("after"))
    return render(request, "notices/past.html", {"page": page})


@open_to_visitors(PUBLIC)
@require_safe
@kept_offline
@cached_page(next_change_at)
def page(request: BuildingRequest, pk: int) -> HttpResponse:
    rows = with_unread_news(notices_for_page(_reader(request)), request.user, request.path)
    notice = fetch(request, rows, pk, to="notices.read")
    context: dict[str, object] = {"notice": notice}
    if notice.happens_from and rules.has_perm("notices.edit", request.user, notice):
        context["missed"] = count_missed_households(thing_of(notice))
    if notice.canvass and request.standing.member:
        context |= {"shown": _carried(request, notice), "words": choice_words(notice.canvass)}
    return render(request, "notices/page.html", context)


@open_to_visitors(PUBLIC)
@require_safe
@cached_page(next_change_at)
def poster(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, notices_for_page(), pk, to="notices.read_text")
    context = {"notice": notice, "url": landing_address(request, notice)}
    return render(request, "notices/poster.html", context)


@open_to_visitors(PUBLIC)
@require_safe
@cached_page(next_change_at)
def calendar(request: BuildingRequest, pk: int) -> HttpResponse:
    """Serve the event as an iCalendar file. 404 for a notice without one."""
    notice = fetch(request, notices_for_page(), pk, to="notices.read_text")
    content = calendar_of(notice, request.build_absolute_uri(notice.get_absolute_url()))
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="notice-{notice.pk}.ics"'
    return response


@in_building
@require_safe
@cached_page(next_change_at)
def versions(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, notices_for_page(), pk, to="notices.read_text")
    texts = versions_of(notice)
    return render(request, "notices/versions.html", {"notice": notice, "versions": texts})


@open_to_visitors(PUBLIC)
@require_safe
def attachment(request: BuildingRequest, pk: int, number: int, size: str) -> HttpResponseBase:
    notice = fetch(request, notices_for_page(), pk, to="notices.read_text")
    return serve_attachment(request, notice.attachments.all(), number, size)


@open_to_visitors(PUBLIC)
@require_safe
def circular_file(request: BuildingRequest, pk: int, file: int, size: str) -> HttpResponseBase:
    notice = fetch(request, notices_for_page(), pk, to="notices.read_text")
    if notice.circular is None:
        raise Http404
    return serve_attachment(request, notice.circular.attachments.all(), file, size)


def _carried(request: BuildingRequest, notice: Notice) -> CanvassPage | None:
    canvass = notice.canvass
    if canvass is None:
        return None
    each = rules.has_perm("canvass.see_each", request.user, canvass)
    return canvass_page_for(canvass, request.standing, each=each)


@in_building
@require_POST
def mark_read(request: BuildingRequest, pk: int) -> HttpResponse:
    """Mark the notice read. A script of the page sends this, or a button without scripts."""
    notice = fetch(request, Notice, pk, to="notices.mark_read")
    reading.mark_notice_read(notice, by=request.user)
    return redirect(notice)


@in_building
@rate_limit("answer")
@require_POST
def acknowledge(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, notices_for_page(), pk, to="notices.acknowledge")
    canvass = notice.canvass
    assert canvass is not None  # noqa: S101 -- checked by the rule
    mine = [seen.voice for seen in voices_of(canvass) if seen.is_of(request.standing)]
    if not mine:
        raise Refused(_("要由住在楼里、能替家里答复的人来说。有疑问请找楼组长。"))
    if reading.acknowledge_notice(notice, canvass, mine, by=request.user):
        messages.success(request, _("记下了：您家知道了。"))
    else:
        messages.warning(request, NOT_TAKEN)
    return redirect(notice)
