"""What several views of the room do."""

from __future__ import annotations

from collections.abc import Collection

import rules
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from governance.inbox.queries.news import with_unread_news
from governance.stories.lifecycle import StoryState
from governance.stories.models import ShownPerson, Story, StoryPhoto
from governance.stories.queries.lists import public_story, stories_for_page, story_elsewhere
from louzu.lib.errors import Refused
from residents.access.building import BuildingRequest, require


def readable_story(request: BuildingRequest, pk: int) -> Story:
    """Return a story of the building in the states in which the reader may read it, or a published
    one of another building that its members may read."""
    if elsewhere := story_elsewhere(request.building, pk):
        require(request, "stories.browse", request.building)
        return elsewhere
    return own_story(request, pk)


def own_story(request: BuildingRequest, pk: int) -> Story:
    """Return a story of the building. One that a member may not read is as one that does not exist,
    but to those who are in one that was taken down."""
    found = stories_for_page().filter(building=request.building)
    rows = with_unread_news(found, request.user, request.path)
    story = get_object_or_404(rows, pk=pk)
    story.building = request.building
    if request.standing.member and not rules.has_perm("stories.read", request.user, story):
        if story.state == StoryState.WITHDRAWN and request.user.pk in story.asked_ids:
            raise Refused(_("这篇故事收回了，现在没有人看得到。"))
        raise Http404
    require(request, "stories.read", story)
    return story


def story_to_change(request: BuildingRequest, pk: int, *, to: str) -> Story:
    """Return a story of the building that the reader may do ``to`` with. One that the reader may not
    read is as one that does not exist."""
    story = own_story(request, pk)
    require(request, to, story)
    return story


def public_address_of(pk: int) -> str:
    """Return the address of a story that everybody may read; 404 for any other."""
    story = public_story(pk)
    if story is None:
        raise Http404
    return story.public_url


def photo_in(story: Story, pk: int) -> StoryPhoto:
    found = story.photos.select_related("photo").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.story = story
    return found


def person_in(story: Story, pk: int) -> ShownPerson:
    found = story.people.select_related("user").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.story = story
    return found


def chosen_kind(request: HttpRequest, kinds: Collection[str]) -> str:
    """Return the kind of matter in the address, or "" if no story that may be read has it."""
    asked = request.GET.get("kind", "")
    return asked if asked in kinds else ""
