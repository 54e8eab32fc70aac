from __future__ import annotations

from functools import cache

import rules
from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe
from markdown_it import MarkdownIt

from governance.canvass.actions import reading
from governance.canvass.queries.delegations import entrusted_rows_in, possible_principals_in
from governance.canvass.queries.lists import canvasses_in, next_change_at
from governance.canvass.queries.news import has_unread_texts
from governance.canvass.queries.options import load_options
from governance.canvass.queries.outcomes import second_round_of
from governance.canvass.queries.page import (
    canvass_page_for,
    canvasses_for_page,
    record_of,
    shown_outcome,
)
from governance.canvass.queries.reminders import coming_reminders
from governance.canvass.queries.texts import rewordings_of, versions_of, voices_at_home
from governance.canvass.queries.words import choice_words, rule_in_force
from governance.inbox.queries.news import with_unread_news
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import serve_attachment
from residents.access.page_cache import cached_page


@in_building
@require_safe
@cached_page(next_change_at)
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "canvass.browse", request.building)
    after = request.GET.get("after")
    context = {"page": canvasses_in(request.building, request.standing, after=after)}
    return render(request, "canvass/listing.html", context)


@in_building
@require_safe
def page(request: BuildingRequest, pk: int) -> HttpResponse:
    found = canvasses_for_page().prefetch_related("attachments")
    rows = with_unread_news(found, request.user, request.path)
    canvass = fetch(request, rows, pk, to="canvass.read")
    each = rules.has_perm("canvass.see_each", request.user, canvass)
    view = canvass_page_for(canvass, request.standing, each=each) if canvass.opened_at else None
    load_options(canvass)
    context = {
        "canvass": canvass,
        "shown": view,
        "rule": rule_in_force(canvass) if canvass.rule else None,
        "result": view.result if view else {},
        "second_round": second_round_of(canvass) if view and view.result.get("tied") else None,
        "outcome": shown_outcome(view) if view else "",
        "words": choice_words(canvass),
        "entrusted": entrusted_rows_in(view, request.user) if view else [],
        "principals": possible_principals_in(view) if view else set(),
        "lines": record_of(canvass, request.standing),
        "rewordings": rewordings_of(canvass),
        "reminders": coming_reminders(canvass),
    }
    return render(request, "canvass/page.html", context)


@in_building
@require_safe
def attachment(request: BuildingRequest, pk: int, file: int, size: str) -> HttpResponseBase:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.read_text")
    return serve_attachment(request, canvass.attachments.all(), file, size)


@in_building
@require_safe
def versions(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.read_text")
    load_options(canvass)
    homes = voices_at_home(canvass, request.standing)
    context = {
        "canvass": canvass,
        "versions": versions_of(canvass),
        "rewordings": rewordings_of(canvass),
        "homes": homes,
        "unread": bool(homes) and has_unread_texts(canvass, homes, request.user),
    }
    return render(request, "canvass/versions.html", context)


@in_building
@require_POST
def read_texts(request: BuildingRequest, pk: int) -> HttpResponse:
    """Mark the corrections of the text as read. Their page sends this when it is opened."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.read_text")
    homes = voices_at_home(canvass, request.standing)
    reading.mark_texts_read(canvass, homes, by=request.user)
    return redirect("canvass:versions", request.building.slug, pk)


@in_building
@require_safe
def how(request: BuildingRequest) -> HttpResponse:
    return render(request, "canvass/how.html", {"guide": guide()})


@cache
def guide() -> SafeString:
    """Render the guide without its first heading, which the page has itself."""
    source = (settings.BASE_DIR / "docs" / "canvass.md").read_text().split("\n", 1)[1]
    html: str = MarkdownIt("commonmark").enable("table").render(source)
    return mark_safe(html)  # noqa: S308 -- from our own documentation
