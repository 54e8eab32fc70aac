"""Read the stories for everybody, signed in or not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.stories.models import Story
from governance.stories.queries.lists import (
    kinds_of_public_stories,
    photos_shown_of,
    public_stories,
    public_story,
)
from governance.stories.queries.page import public_page_of
from governance.stories.views._shared import chosen_kind
from residents.access.files import serve_attachment


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    kinds = kinds_of_public_stories()
    kind = chosen_kind(request, kinds)
    context = {
        "page": public_stories(kind=kind, after=request.GET.get("after")),
        "kinds": kinds,
        "kind": kind,
    }
    return render(request, "stories/public_listing.html", context)


@login_not_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    story = _public(pk)
    context = {"story": story, "shown": public_page_of(story)}
    return render(request, "stories/public_page.html", context)


@login_not_required
@require_safe
def photo(request: HttpRequest, pk: int, file: int, size: str) -> HttpResponseBase:
    rows = photos_shown_of(_public(pk))
    return serve_attachment(request, [one.photo for one in rows], file, size)


def _public(pk: int) -> Story:
    story = public_story(pk)
    if story is None:
        raise Http404
    return story
