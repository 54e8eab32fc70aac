"""What people who are shown in a story say, in the portal or to a helper."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.stories.actions.publishing import withdraw_story
from governance.stories.inputs import HeardInput
from governance.stories.lifecycle import CONSENT, ConsentState, StoryState
from governance.stories.models import ShownPerson, Story, StoryPart, StoryPhoto
from governance.stories.queries.asked import refused_in_portal
from governance.stories.rules import ANSWERABLE
from louzu.lib.errors import Refused
from louzu.lib.time import format_date
from residents.models import Building, User
from residents.people.mentions import redact


@transaction.atomic
def answer(person: ShownPerson, *, agrees: bool, by: User) -> ShownPerson:
    """Record what the person says in the portal."""
    said = HeardInput(agrees, ShownPerson.Heard.APP)
    verb = "stories.agreed" if agrees else "stories.refused"
    return _take(person, said, verb=verb, by=by)


@transaction.atomic
def record_answer(person: ShownPerson, data: HeardInput, *, by: User) -> ShownPerson:
    """Record what the person said to a helper, at the door, on paper or by phone. Who has an account
    gets a message, and whoever refused in the portal says there alone that they agree."""
    if data.said_on and data.said_on > timezone.localdate():
        raise Refused(_("这一天还没有到，请写已经过去的日子。"))
    if data.agrees and refused_in_portal(person):
        raise Refused(
            _("这位自己在这里点过不同意，别人不能替着改成同意。改了文字再去问一次，由本人来答。")
        )
    return _take(person, data, verb="stories.answer_recorded", by=by)


@transaction.atomic
def refuse_to_be_named(user: User, buildings: Iterable[Building]) -> None:
    """Take back all that the person agreed to by name: in words, and in captions that have the name.
    A story that is published with it is withdrawn."""
    name = user.shown_name
    captioned = Q(photo__caption__contains=name) if name else Q(photo=None)
    for person in _appearances_of(user, buildings, name).filter(Q(photo=None) | captioned):
        person.story = Story.objects.locked(person.story)
        if person.user_id:
            enter(person.story, "stories.refused", by=user, audience=Audience.LEADERS)
        _change(person, HeardInput(agrees=False, heard=ShownPerson.Heard.APP))


@transaction.atomic
def end_consents_of(user: User, buildings: Iterable[Building], *, name: str, phone: str) -> None:
    """Take the pictures and words about a person down who is to be forgotten, also the name in what
    is not published. ``name`` and ``phone`` are those before."""
    found = list(_appearances_of(user, buildings, name))
    stories = Story.objects.filter(building__in=list(buildings))
    redact(stories, "title", "text", name=name, phone=phone)
    redact(StoryPhoto.objects.filter(story__in=stories), "caption", name=name, phone=phone)
    parts = StoryPart.objects.filter(story__in=stories)
    redact(parts, "heading", "text", "law", name=name, phone=phone)
    people = ShownPerson.objects.filter(story__in=stories)
    redact(people.filter(user=None), "name", name=name, phone=phone)
    redact(people, "said_by", name=name, phone=phone)
    for person in found:
        person.story = Story.objects.locked(person.story)
        _change(person, HeardInput(agrees=False, heard=ShownPerson.Heard.APP))


def _appearances_of(user: User, buildings: Iterable[Building], name: str) -> QuerySet[ShownPerson]:
    """Return what the person did not refuse, also where somebody wrote the name instead of choosing
    the account."""
    own = Q(user=user)
    if len(name) > 1:
        own |= Q(user=None, name__contains=name, story__building__in=list(buildings))
    found = ShownPerson.objects.filter(own).exclude(state=ConsentState.REFUSED)
    return found.select_related("story").order_by("pk")


def _take(person: ShownPerson, data: HeardInput, *, verb: str, by: User) -> ShownPerson:
    story = Story.objects.locked(person.story)
    person = ShownPerson.objects.select_for_update().get(pk=person.pk)
    person.story = story
    if story.state not in ANSWERABLE:
        raise Refused(_("这篇故事现在不在问。"))
    if data.said_on and story.asked_on and data.said_on < story.asked_on:
        day = format_date(story.asked_on, with_year=True)
        raise Refused(_("%(day)s才去问的，不能写更早的日子。") % {"day": day})
    enter(
        story,
        verb,
        by=by,
        audience=Audience.LEADERS,
        whom=None if person.user == by else person.user,
    )
    _change(person, data)
    return person


def _change(person: ShownPerson, data: HeardInput) -> None:
    """Store the answer. The story is withdrawn if it names somebody who does not agree any longer; a
    picture is not shown any longer by itself."""
    CONSENT.take(person, "agree" if data.agrees else "refuse")
    person.heard, person.said_by = data.heard, data.said_by
    person.said_on = data.said_on or timezone.localdate()
    person.save(update_fields=["state", "heard", "said_by", "said_on"])
    named = person.photo_id is None
    if named and not data.agrees and person.story.state == StoryState.PUBLISHED:
        withdraw_story(person.story, by=None)
