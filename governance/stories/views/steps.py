"""Ask the people, publish, take back, and begin a matter from a story."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.stories.actions import consents, publishing, taking_up
from governance.stories.forms.stories import HeardForm
from governance.stories.lifecycle import StoryState
from governance.stories.models import ShownPerson
from governance.stories.queries.lists import (
    matters_with_source,
    story_elsewhere,
)
from governance.stories.queries.page import called
from governance.stories.views._shared import own_story, person_in, story_to_change
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.uploads.rates import rate_limit


@in_building
@require_POST
def ask(request: BuildingRequest, pk: int) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.ask")
    publishing.ask_people(story, by=request.user)
    messages.success(request, _("去问了。都同意了，就可以发出去。"))
    return redirect(story)


@in_building
@require_POST
def rewrite(request: BuildingRequest, pk: int) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.rewrite")
    publishing.rewrite_story(story, by=request.user)
    messages.success(request, _("拿回来了，可以改。"))
    return redirect(story)


@in_building
@require_POST
def publish(request: BuildingRequest, pk: int) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.publish")
    publishing.publish_story(story, by=request.user)
    messages.success(request, _("发出去了，别的楼可以照着做了。"))
    return redirect(story)


@in_building
@require_POST
def withdraw(request: BuildingRequest, pk: int) -> HttpResponse:
    story = story_to_change(request, pk, to="stories.withdraw")
    publishing.withdraw_story(story, by=request.user)
    messages.success(request, _("收回了，别人看不到了。别的楼已经照着立的事还在。"))
    return redirect(story)


@in_building
@rate_limit("answer")
@require_POST
def answer(request: BuildingRequest, pk: int, person: int) -> HttpResponse:
    """Say whether one agrees: ``choice`` is agree or refuse."""
    story = own_story(request, pk)
    found = person_in(story, person)
    agrees = request.POST.get("choice") == "agree"
    require(request, "stories.agree" if agrees else "stories.refuse", found)
    shown = story.state == StoryState.PUBLISHED
    consents.answer(found, agrees=agrees, by=request.user)
    messages.success(request, _said(found, agrees=agrees, shown=shown))
    return redirect("inbox:inbox", request.building.slug)


def _said(person: ShownPerson, *, agrees: bool, shown: bool) -> str:
    """Return what became of the answer. ``shown``: the story was published when it was given."""
    if agrees:
        return _("谢谢，记下了：您同意。")
    if not shown:
        return _("记下了：您不同意，不会登的。")
    if person.photo_id:
        return _("记下了：您不同意，这张照片已经拿下来了。")
    return _("记下了：您不同意，这篇故事已经收回了。")


@in_building
@rate_limit("answer")
def record_answer(request: BuildingRequest, pk: int, person: int) -> HttpResponse:
    """Write down what a person said to a helper."""
    story = own_story(request, pk)
    found = person_in(story, person)
    require(request, "stories.record_answer", found)
    form = HeardForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            consents.record_answer(found, form.to_input(), by=request.user)
            messages.success(request, _("记下了。"))
            return redirect(story)
    context = {
        "form": form,
        "story": story,
        "person": found,
        "called": called(found, names=request.standing.leads),
    }
    return render(request, "stories/heard.html", context)


@in_building
@rate_limit("post")
@require_POST
def take_up(request: BuildingRequest, pk: int) -> HttpResponse:
    """Begin a matter of this building from the story of another one."""
    story = story_elsewhere(request.building, pk)
    if story is None:
        raise Http404
    require(request, "stories.take_up", request.building)
    matter = taking_up.take_up_story(story, request.building, by=request.user)
    messages.success(request, _("立好了：步骤、日子和要收的文件都照搬过来了，可以改。"))
    return redirect(matter)


@in_building
@rate_limit("post")
@require_POST
def suggest_articles(request: BuildingRequest, matter: int) -> HttpResponse:
    """Put the articles that came with the story forward in the building's charter."""
    found = fetch(request, matters_with_source(), matter, to="stories.take_up")
    taken = getattr(found, "taken_from", None)
    if taken is None:
        raise Http404
    taken.matter = found
    taking_up.suggest_articles(taken, by=request.user)
    messages.success(request, _("提进楼组公约了，大家一起商量。"))
    return redirect("charters:charter", request.building.slug)
