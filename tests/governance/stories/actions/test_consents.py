"""People say whether they agree to be shown, and change their mind at any time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.stories.actions import consents
from governance.stories.inputs import HeardInput
from governance.stories.models import Story
from louzu.lib.errors import Refused
from residents.privacy.actions.forgetting import forget_user
from tests.factories.stories import ShownPersonFactory, StoryFactory, StoryPhotoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(building):
    return StoryFactory(matter__building=building, state="asking")


@pytest.fixture
def published(building):
    return StoryFactory(matter__building=building, published=True)


def test_somebody_agrees_and_takes_it_back(story, resident):
    person = ShownPersonFactory(story=story, user=resident)
    person = consents.answer(person, agrees=True, by=resident)
    assert (person.state, person.heard, person.said_on) == (
        "agreed",
        "app",
        timezone.localdate(),
    )
    assert consents.answer(person, agrees=False, by=resident).state == "refused"
    lines = [(one.verb, one.audience) for one in story.building.journal.order_by("number")]
    assert lines == [("stories.agreed", "leaders"), ("stories.refused", "leaders")]


def test_nobody_is_asked_about_a_draft(building, resident):
    person = ShownPersonFactory(story__matter__building=building, user=resident)
    with pytest.raises(Refused, match="现在不在问"):
        consents.answer(person, agrees=True, by=resident)


def test_a_picture_is_gone_as_soon_as_one_on_it_takes_it_back(published, resident):
    photo = StoryPhotoFactory(story=published)
    other = StoryPhotoFactory(story=published, shows_nobody=True)
    person = ShownPersonFactory(story=published, photo=photo, user=resident, agreed=True)
    assert [*published.photos.agreed()] == [photo, other]
    consents.answer(person, agrees=False, by=resident)
    assert [*published.photos.agreed()] == [other]
    assert Story.objects.get().state == "published"


def test_words_are_withdrawn_and_nobody_learns_through_whom(published, resident):
    person = ShownPersonFactory(story=published, user=resident, agreed=True)
    consents.answer(person, agrees=False, by=resident)
    assert Story.objects.get().state == "withdrawn"
    line = published.building.journal.get(verb="stories.withdrawn")
    assert (line.actor, line.audience) == (None, "residents")


def test_a_helper_writes_down_who_said_so_and_when(story, volunteer):
    child = ShownPersonFactory(story=story, user=None, name="小明")
    day = timezone.localdate() - dt.timedelta(days=2)
    said = HeardInput(agrees=True, heard="paper", said_by="妈妈", said_on=day)
    child = consents.record_answer(child, said, by=volunteer)
    assert (child.state, child.heard, child.said_by, child.said_on) == (
        "agreed",
        "paper",
        "妈妈",
        day,
    )
    line = story.building.journal.latest("number")
    assert (line.verb, line.actor, line.audience) == (
        "stories.answer_recorded",
        volunteer,
        "leaders",
    )
    with pytest.raises(Refused, match="还没有到"):
        consents.record_answer(
            child, HeardInput(agrees=False, said_on=day + dt.timedelta(days=9)), by=volunteer
        )


def test_who_is_forgotten_is_taken_down(published, resident):
    photo = StoryPhotoFactory(story=published)
    ShownPersonFactory(story=published, photo=photo, user=resident, agreed=True)
    ShownPersonFactory(story=published, user=resident, agreed=True)
    forget_user(resident, by=resident)
    assert not published.photos.agreed().exists()
    assert Story.objects.get().state == "withdrawn"


def test_a_forgotten_persons_name_is_taken_out_of_the_words(published, resident):
    """Also from what was withdrawn, and where somebody wrote the name of who has an account."""
    old = resident.shown_name
    Story.objects.update(title=f"{old}和电梯", text=f"{old}第一个坐上去")
    photo = StoryPhotoFactory(story=published, caption=f"{old}在门口")
    for people in (f"{old}和小明", old):
        ShownPersonFactory(story=published, photo=photo, user=None, name=people, agreed=True)
    forget_user(resident, by=resident)
    story, photo = Story.objects.get(), published.photos.get()
    assert old not in f"{story.title}{story.text}{photo.caption}"
    assert {(one.state, old in one.name) for one in photo.people.all()} == {("refused", False)}
    assert not published.photos.agreed().exists()
