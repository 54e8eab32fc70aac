"""Write a story: its words, pictures and people."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.matters.models import Matter
from governance.stories.actions import writing
from governance.stories.forms.stories import PeopleForm, StoryForm
from governance.stories.queries.copying import parts_on_offer
from governance.stories.queries.facts import figures_of
from governance.stories.queries.lists import has_story
from governance.stories.views._shared import photo_in, story_to_change
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.files import get_attachment
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
@require_POST
def begin(request: BuildingRequest) -> HttpResponse:
    """Begin the story of a matter with one tap on its page. ``matter`` is its primary key."""
    key = request.POST.get("matter", "")
    if not key.isdecimal() or len(key) > 18:  # noqa: PLR2004 -- digits of a primary key
        raise Http404
    matter = fetch(request, Matter, int(key), to="stories.begin")
    present = has_story(matter)
    story = writing.begin_story(matter, by=request.user)
    words = _("先照记录写了个样子，您再改改。现在只有楼组长和居委看得到。")
    messages.success(request, _("这件事已经写过故事了，就是这一篇。") if present else words)
    return redirect(story)


@in_building
@rate_limit("post")
def edit(request: BuildingRequest, pk: int) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.edit")
    form = StoryForm(story, figures_of(story.matter), parts_on_offer(story), request.POST or None)
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_on(form):
            writing.edit_story(story, form.to_input(), version=version, by=request.user)
            messages.success(request, _("改好了。"))
            return redirect(story)
    return render(request, "stories/form.html", {"form": form, "story": story})


@in_building
@rate_limit("post")
def people_in_words(request: BuildingRequest, pk: int) -> HttpResponse:
    return _people(request, pk)


@in_building
@rate_limit("post")
def people_on_photo(request: BuildingRequest, pk: int, photo: int) -> HttpResponse:
    return _people(request, pk, photo)


def _people(request: BuildingRequest, pk: int, number: int | None = None) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.edit")
    photo = photo_in(story, number) if number else None
    form = PeopleForm(story, photo, request.POST or None)
    if form.is_valid():
        people, version = form.to_input(), form.cleaned_data["version"]
        with refusals_on(form):
            writing.name_people(story, people, photo=photo, version=version, by=request.user)
            messages.success(request, _("记下了。"))
            return redirect(story)
    context = {"form": form, "story": story, "photo": photo}
    return render(request, "stories/people.html", context)


@in_building
@require_POST
def choose_photo(request: BuildingRequest, pk: int, photo: int) -> HttpResponse:
    """Take a picture of the matter into the story. ``photo`` is its number in the matter."""
    story = story_to_change(request, pk, to="stories.edit")
    found = get_attachment(story.matter.photos.all(), photo)
    chosen = writing.choose_photo(story, found, by=request.user)
    return redirect("stories:people_on_photo", request.building.slug, story.pk, chosen.pk)


@in_building
@require_POST
def leave_photo_out(request: BuildingRequest, pk: int, photo: int) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.edit")
    writing.leave_photo_out(photo_in(story, photo), by=request.user)
    messages.success(request, _("这张照片不登了。它还在事项的页上。"))
    return redirect(story)


@in_building
@require_POST
def move_photo_forward(request: BuildingRequest, pk: int, photo: int) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.edit")
    writing.move_photo_forward(photo_in(story, photo), by=request.user)
    return redirect(story)
