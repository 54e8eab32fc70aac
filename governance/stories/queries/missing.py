"""What has to be done before a story can be published."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.matters.queries.named_rooms import rooms_in
from governance.stories.lifecycle import ConsentState
from governance.stories.models import ShownPerson, Story, StoryPhoto
from governance.stories.queries.identifying import (
    SHORTEST_NAME,
    amounts_in,
    roster_names_in,
)
from louzu.lib.quoting import quoted
from residents.people.queries.people import members_in


def missing_for_asking(story: Story) -> list[str]:
    """Return sentences that say what is missing before people can be asked."""
    return [*_pictures(list(story.photos.all())), *_words(story)]


def missing_for_publishing(story: Story) -> list[str]:
    people = list(story.people.all())
    return [*missing_for_asking(story), *_answers(people), *_readers(story)]


def _pictures(photos: list[StoryPhoto]) -> Iterator[str]:
    named = set(ShownPerson.objects.filter(photo__in=photos).values_list("photo", flat=True))
    for place, photo in enumerate(photos, 1):
        if not photo.shows_nobody and photo.pk not in named:
            yield _("第%(n)s张照片上有谁，还没有写。") % {"n": place}


def _words(story: Story) -> Iterator[str]:
    photos = list(story.photos.all())
    text = f"{story.title}\n{story.text}"
    everything = "\n".join((text, *(photo.caption for photo in photos)))
    for room in dict.fromkeys(rooms_in(everything, story.building)):
        yield _("文字里写了%(room)s。故事不说是哪一家，请拿掉。") % {"room": room}
    for amount in dict.fromkeys(amounts_in(everything, story.matter)):
        yield _("文字里写了%(amount)s，有一家正好出这么多。请拿掉。") % {"amount": amount}
    asked = {(one.photo_id, one.user_id) for one in story.people.all()}
    told = roster_names_in(text, story)
    for member in members_in(story.building):
        user, name = member.user_id, member.user.shown_name
        if len(name) < SHORTEST_NAME or (None, user) in asked:
            continue
        captions = [one.caption for one in photos if (one.pk, user) not in asked]
        if any(name in words for words in (text, *captions)):
            told.add(name)
    for name in sorted(told):
        yield _("文字里写了“%(name)s”，还没有列进要问的人。") % {"name": quoted(name)}


def _answers(people: list[ShownPerson]) -> Iterator[str]:
    waiting = sum(one.state == ConsentState.WAITING for one in people)
    if waiting:
        yield ngettext("还有%(n)s位没有回话。", "还有%(n)s位没有回话。", waiting) % {"n": waiting}
    refused = sum(one.state == ConsentState.REFUSED for one in people if one.photo_id is None)
    if refused:
        yield ngettext(
            "文字里写到的%(n)s位不同意，请改了文字、把名字拿掉。",
            "文字里写到的%(n)s位不同意，请改了文字、把名字拿掉。",
            refused,
        ) % {"n": refused}


def _readers(story: Story) -> Iterator[str]:
    if story.audience == Story.Audience.EVERYBODY and not story.building.public_page:
        yield _("这栋楼没有对外公开的首页，故事只能给整个居民区看。")
