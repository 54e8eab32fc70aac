"""Read stories inside a building: its own, and those of others in the neighbourhood."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from governance.stories.lifecycle import StoryState
from governance.stories.queries.lists import (
    kinds_of_stories_in,
    photos_shown_of,
    stories_shown_in,
    unpublished_stories_in,
)
from governance.stories.queries.page import all_photos_of, story_page_for
from governance.stories.views._shared import chosen_kind, public_address_of, readable_story
from residents.access.building import BuildingRequest, in_building, open_to_visitors, require
from residents.access.files import serve_attachment


@in_building
@require_safe
def listing(request: BuildingRequest) -> HttpResponse:
    """It is not cached: stories of other buildings come and go."""
    require(request, "stories.browse", request.building)
    kinds, after = kinds_of_stories_in(request.building), request.GET.get("after")
    kind = chosen_kind(request, kinds)
    first = not (kind or after)
    context = {
        "unpublished": unpublished_stories_in(request.building)
        if first and request.standing.leads
        else [],
        "page": stories_shown_in(request.building, kind=kind, after=after),
        "kinds": kinds,
        "kind": kind,
    }
    return render(request, "stories/listing.html", context)


@open_to_visitors("a story for everybody has a public page, to which visitors are sent on")
@require_safe
def page(request: BuildingRequest, pk: int) -> HttpResponse:
    if not request.standing.member:
        return redirect(public_address_of(pk))
    story = readable_story(request, pk)
    shown = story_page_for(story, request.building, request.standing, request.user)
    return render(request, "stories/page.html", {"story": story, "shown": shown})


@in_building
@require_safe
def photo(request: BuildingRequest, pk: int, photo: int, size: str) -> HttpResponseBase:
    """Serve a picture by its number in the story. Once published, only if everybody on it agreed."""
    story = readable_story(request, pk)
    published = story.state == StoryState.PUBLISHED
    rows = photos_shown_of(story) if published else all_photos_of(story)
    return serve_attachment(request, [one.photo for one in rows], photo, size)
