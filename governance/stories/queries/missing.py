"""What has to be done before a story can be published."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.matters.queries.named_rooms import rooms_in
from governance.stories.lifecycle import ConsentState
from governance.stories.models import ShownPerson, Story, StoryPart, StoryPhoto
from governance.stories.queries.copying import words_of_parts
from governance.stories.queries.identifying import (
    SHORTEST_NAME,
    amounts_in,
    names_of_asked,
    occurs_in,
    roster_names,
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
    """Yield what tells of a home or names somebody who is not asked, in the words of the story. What
    others copy names nobody: it cannot be taken back from them."""
    photos, parts = list(story.photos.all()), list(story.parts.all())
    text = f"{story.title}\n{story.kind_name}\n{story.text}"
    told = "\n".join((text, *(photo.caption for photo in photos)))
    everything = f"{told}\n{words_of_parts(parts)}"
    for room in dict.fromkeys(rooms_in(everything, story.building)):
        if occurs_in(room, told):
            yield _("文字里写了%(room)s。故事不说是哪一家，请拿掉。") % {"room": room}
        yield from _parts_with(room, parts)
    for amount in dict.fromkeys(amounts_in(everything, story.matter)):
        if occurs_in(amount, told):
            yield _("文字里写了%(amount)s，有一家正好出这么多。请拿掉。") % {"amount": amount}
        yield from _parts_with(amount, parts)
    yield from _names(story, photos, parts, text)


def _names(
    story: Story, photos: list[StoryPhoto], parts: list[StoryPart], text: str
) -> Iterator[str]:
    roster, known = roster_names(story.building), names_of_asked(story)
    told, every = {name for name in roster - known if name in text}, roster | known
    for photo in photos:
        if named := {name for name in roster if name in photo.caption}:
            told |= named - names_of_asked(story, photo)
    asked = {(one.photo_id, one.user_id) for one in story.people.all()}
    for member in members_in(story.building):
        user, name = member.user_id, member.user.shown_name
        if len(name) < SHORTEST_NAME:
            continue
        every.add(name)
        captions = [one.caption for one in photos if (one.pk, user) not in asked]
        if (None, user) not in asked and any(name in words for words in (text, *captions)):
            told.add(name)
    for name in sorted(told):
        yield _("文字里写了“%(name)s”，还没有列进要问的人。") % {"name": quoted(name)}
    for name in sorted(every):
        yield from _parts_with(name, parts)


def _parts_with(found: str, parts: list[StoryPart]) -> Iterator[str]:
    for part in parts:
        if occurs_in(found, part.words):
            words = {"part": quoted(str(part)), "found": quoted(found)}
            yield (
                _(
                    "给别的楼照着做的“%(part)s”里写了“%(found)s”。请点“改文字和数”，不勾它；"
                    "或者到事项里改好了，再来存一次。"
                )
                % words
            )


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
