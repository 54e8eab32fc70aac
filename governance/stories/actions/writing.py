"""Begin a story with the facts of its matter, and change its words, pictures and people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.matters.lifecycle import Stage
from governance.matters.models import Matter, MatterPhoto
from governance.stories.actions._shared import ask_again
from governance.stories.inputs import PeopleInput, StoryInput
from governance.stories.lifecycle import STORY, ConsentState
from governance.stories.models import ShownPerson, Story, StoryPart, StoryPhoto
from governance.stories.queries.asked import texts_of_people, version_of_people
from governance.stories.queries.copying import parts_of, words_of_parts
from governance.stories.queries.facts import text_for
from louzu.lib.attachments import AbstractAttachment
from louzu.lib.errors import Refused
from louzu.lib.versions import check_version
from residents.models import User

MAX_PHOTOS = 6


@transaction.atomic
def begin_story(matter: Matter, *, by: User) -> Story:
    """Begin the story with what the record says, with the pictures of the matter, and with its steps
    and documents for others. Returns the present one if it was begun before."""
    matter = Matter.objects.locked(matter)
    if story := Story.objects.filter(matter=matter).first():
        return story
    if matter.stage not in {Stage.DONE, Stage.KEPT}:
        raise Refused(_("办成了的事才能写成故事。"))
    story = Story(building=matter.building, matter=matter, title=matter.title)
    story.text = text_for(matter)
    _offer(story, parts_of(matter))
    pictures = matter.photos.filter(kind=AbstractAttachment.Kind.PHOTO)[:MAX_PHOTOS]
    StoryPhoto.objects.bulk_create(
        StoryPhoto(story=story, photo=photo, number=number)
        for number, photo in enumerate(pictures, 1)
    )
    enter(story, "stories.begun", by=by, audience=Audience.LEADERS)
    return story


@transaction.atomic
def edit_story(story: Story, data: StoryInput, *, version: str | None = None, by: User) -> Story:
    """Change its words and readers. Those who agreed are asked again if what they agreed to changed,
    and those who refused the words if these changed. Raises Stale if ``version`` is outdated."""
    story = Story.objects.locked(story)
    texts = [story.title, story.text, words_of_parts(story.parts.all())]
    check_version(version, str(story.version), texts=texts)
    STORY.take(story, "edit")
    if (story.title, story.text) != (data.title, data.text):
        ask_again(story.people.filter(photo=None), refused=True)
    if data.audience == Story.Audience.EVERYBODY != story.audience:
        ask_again(story.people.all())
    story.title, story.text, story.audience = data.title, data.text, data.audience
    story.left_out = list(data.left_out)
    story.version += 1
    story.save(update_fields=["title", "text", "audience", "left_out", "version"])
    if data.parts is not None:
        _offer(story, data.parts)
    enter(story, "stories.edited", by=by, audience=Audience.LEADERS)
    return story


@transaction.atomic
def choose_photo(story: Story, photo: MatterPhoto, *, by: User) -> StoryPhoto:
    """Show a picture of the matter, as the last one."""
    story = _locked(story)
    if story.photos.filter(photo=photo).exists():
        raise Refused(_("这张照片已经在故事里了。"))
    if story.photos.count() >= MAX_PHOTOS:
        raise Refused(_("一篇故事最多放%(most)s张照片。") % {"most": MAX_PHOTOS})
    last = story.photos.aggregate(last=Max("number"))["last"] or 0
    chosen = StoryPhoto.objects.create(story=story, photo=photo, number=last + 1)
    enter(story, "stories.edited", by=by, audience=Audience.LEADERS)
    return chosen


@transaction.atomic
def leave_photo_out(photo: StoryPhoto, *, by: User) -> None:
    """Take a picture out of the story. The matter keeps it."""
    story = _locked(photo.story)
    photo.delete()
    enter(story, "stories.edited", by=by, audience=Audience.LEADERS)


@transaction.atomic
def move_photo_forward(photo: StoryPhoto, *, by: User) -> None:
    """Show a picture before the one that is before it now."""
    story = _locked(photo.story)
    before = story.photos.filter(number__lt=photo.number).last()
    if before is None:
        raise Refused(_("这张照片已经在最前面了。"))
    photo.number, before.number = before.number, photo.number
    StoryPhoto.objects.bulk_update([photo, before], ["number"])
    enter(story, "stories.edited", by=by, audience=Audience.LEADERS)


@transaction.atomic
def name_people(
    story: Story,
    data: PeopleInput,
    *,
    photo: StoryPhoto | None = None,
    version: str | None = None,
    by: User,
) -> None:
    """Say who is shown on a picture, or named in the words if ``photo`` is None. Answers of those
    who stay are kept, unless the caption changed. Whoever refused a picture stays on it, so that it
    is not shown by leaving them out of the list. Raises Stale if ``version`` is outdated."""
    story = _locked(story)
    if photo:
        photo.refresh_from_db()
    newest = version_of_people(story, photo)
    check_version(version, newest, texts=texts_of_people(story, photo))
    if photo:
        if photo.caption != data.caption:
            ask_again(photo.people.all())
        photo.caption, photo.shows_nobody = data.caption, data.shows_nobody
        photo.save(update_fields=["caption", "shows_nobody"])
    people = story.people.filter(photo=photo)
    users = {user.pk: user for user in data.users}
    others = people.exclude(photo__isnull=False, state=ConsentState.REFUSED)
    others.filter(user__isnull=False).exclude(user__in=users).delete()
    others.filter(user=None).exclude(name__in=data.names).delete()
    known = {(one.user_id, one.name) for one in people.all()}
    wanted = [*((user, "") for user in users.values()), *((None, name) for name in data.names)]
    ShownPerson.objects.bulk_create(
        ShownPerson(story=story, photo=photo, user=user, name=name)
        for user, name in dict.fromkeys(wanted)
        if (user.pk if user else None, name) not in known
    )
    enter(story, "stories.people_named", by=by, audience=Audience.LEADERS)


def _offer(story: Story, parts: Iterable[StoryPart]) -> None:
    """Store what others get: the kind of the matter as it is now, and copies of these parts."""
    matter = story.matter
    story.kind_key, story.kind_name = matter.kind_key, matter.kind_name
    story.has_shares = matter.has_shares
    story.save()
    story.parts.all().delete()
    offered = list(parts)
    for number, part in enumerate(offered, 1):
        part.story, part.number = story, number
    StoryPart.objects.bulk_create(offered)


def _locked(story: Story) -> Story:
    """Lock a story whose pictures and people change. Raises Refused unless it is a draft."""
    story = Story.objects.locked(story)
    STORY.take(story, "edit")
    return story
