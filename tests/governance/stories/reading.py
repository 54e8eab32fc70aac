"""Who may read a story and see its pictures. See ``tests.architecture.reading``."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.journal.actions import cover_lines, enter
from governance.journal.models import Audience
from governance.stories.models import Story
from tests.architecture.cast import Cast
from tests.architecture.reading import (
    HELPERS,
    LEADS,
    MEMBERS,
    SOMETIMES,
    Made,
    Row,
    Say,
    Table,
    acting,
    always,
)
from tests.factories.matters import MatterFactory
from tests.factories.stories import ShownPersonFactory, StoryFactory, StoryPhotoFactory

TABLE: Table = {
    "STORY": (
        Row("draft", LEADS),
        Row("asking", HELPERS),
        Row("published", MEMBERS),
        Row("withdrawn", LEADS),
    ),
    "CONSENT": (
        Row("waiting", LEADS, title=LEADS),
        Row("agreed", MEMBERS),
        Row("refused", HELPERS, title=MEMBERS),
    ),
}
"""The text of a consent is the caption of its picture, and what the picture shows. Its title is that
of the story, which is a draft while one waits, and else published."""
ADDRESSES = {
    "page": always("STORY"),
    "photo": SOMETIMES,
    "suggest_articles": acting("x")["x"],
    **acting(
        "edit people_in_words people_on_photo answer record_answer choose_photo leave_photo_out "
        "move_photo_forward ask rewrite publish withdraw take_up"
    ),
}


def make(cast: Cast, say: Say) -> None:
    for row in TABLE["STORY"]:
        _story(cast, say("STORY", row.state))
    for row in TABLE["CONSENT"]:
        _consent(cast, say("CONSENT", row.state))


def _story(cast: Cast, made: Made) -> None:
    state, words = made.row.state, made.words
    story = _make(cast, made, state, text=words.text)
    photo = _picture(story, words.text, shows_nobody=True)
    person = ShownPersonFactory(story=story, agreed=True)
    _finish(cast, made, story, photo, person)
    if state == "withdrawn":
        cover_lines(story)


def _consent(cast: Cast, made: Made) -> None:
    state = "draft" if made.row.state == "waiting" else "published"
    story = _make(cast, made, state)
    photo = _picture(story, made.words.text)
    trait = {} if made.row.state == "waiting" else {made.row.state: True}
    person = ShownPersonFactory(story=story, photo=photo, **trait)
    _finish(cast, made, story, photo, person)


def _make(cast: Cast, made: Made, state: str, **more: object) -> Story:
    matter = MatterFactory(building=cast.building, stage="done")
    published = {"published_at": timezone.now()} if state == "published" else {}
    return StoryFactory(matter=matter, state=state, title=made.words.title, **published, **more)


def _picture(story: Story, word: str, **more: object):
    found = ContentFile(word.encode(), "a.jpg")
    return StoryPhotoFactory(
        story=story, caption=word, photo__file=found, photo__thumbnail=found, **more
    )


def _finish(cast: Cast, made: Made, story: Story, photo, person) -> None:
    """Enter its lines. The page has a picture by its number in the story or in the matter."""
    enter(story, "stories.begun", by=cast["leader"], audience=Audience.LEADERS)
    if story.published_at:
        enter(story, "stories.published", by=cast["leader"])
    ids = {"pk": story.pk, "person": person.pk, "matter": story.matter_id, "size": "small"}
    made.ids = ({**ids, "photo": photo.photo_id}, {**ids, "photo": photo.pk})
