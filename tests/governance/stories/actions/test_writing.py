"""A story is begun from the record, and changed as long as it is a draft."""

from __future__ import annotations

import pytest

from governance.matters.actions.beginning import remove_matter_photo
from governance.stories.actions import publishing, writing
from governance.stories.inputs import PeopleInput, StoryInput
from governance.stories.models import Story
from louzu.lib.errors import Refused, Stale
from tests.factories.matters import MatterFactory, MatterPhotoFactory
from tests.factories.stories import ShownPersonFactory, StoryFactory, StoryPhotoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(building):
    return StoryFactory(matter__building=building)


def test_a_finished_matter_gets_one_story_with_its_pictures(building, leader):
    matter = MatterFactory(building=building, title="装电梯", stage="kept")
    photo = MatterPhotoFactory(matter=matter)
    story = writing.begin_story(matter, by=leader)
    assert (story.title, story.state, story.audience) == ("装电梯", "draft", "neighbours")
    assert "有人提出来：装电梯。" in story.text
    assert [one.photo for one in story.photos.all()] == [photo]
    assert writing.begin_story(matter, by=leader) == story
    line = building.journal.latest("number")
    assert (line.verb, line.audience) == ("stories.begun", "leaders")


def test_a_matter_that_is_not_done_has_no_story(building, leader):
    with pytest.raises(Refused, match="办成了"):
        writing.begin_story(MatterFactory(building=building, stage="doing"), by=leader)
    assert not Story.objects.exists()


def test_a_stale_edit_is_refused(story, leader):
    writing.edit_story(story, StoryInput("甲", "乙"), version="1", by=leader)
    with pytest.raises(Stale):
        writing.edit_story(story, StoryInput("丙", "丁"), version="1", by=leader)


def test_what_changed_is_asked_again(story, leader):
    photo = StoryPhotoFactory(story=story)
    named = ShownPersonFactory(story=story, agreed=True)
    seen = ShownPersonFactory(story=story, photo=photo, agreed=True)

    def states():
        return [type(one).objects.get(pk=one.pk).state for one in (named, seen)]

    writing.edit_story(story, StoryInput(story.title, story.text), by=leader)
    assert states() == ["agreed", "agreed"]
    writing.edit_story(story, StoryInput(story.title, "别的话"), by=leader)
    assert states() == ["waiting", "agreed"]
    writing.edit_story(story, StoryInput(story.title, "别的话", "everybody"), by=leader)
    assert states() == ["waiting", "waiting"]
    writing.edit_story(story, StoryInput(story.title, "别的话", "neighbours"), by=leader)
    assert states() == ["waiting", "waiting"]


def test_a_new_caption_is_asked_again_and_those_who_stay_keep_their_answer(story, leader):
    photo = StoryPhotoFactory(story=story)
    seen = ShownPersonFactory(story=story, photo=photo, agreed=True)
    both = PeopleInput((seen.user,), ("小明",))
    writing.name_people(story, both, photo=photo, by=leader)
    assert [(one.name, one.state) for one in photo.people.all()] == [
        ("", "agreed"),
        ("小明", "waiting"),
    ]
    writing.name_people(story, PeopleInput((seen.user,), caption="剪彩"), photo=photo, by=leader)
    assert [(one.name, one.state) for one in photo.people.all()] == [("", "waiting")]


def test_who_refused_a_picture_cannot_be_left_off_its_list(story, leader):
    photo = StoryPhotoFactory(story=story)
    refused = ShownPersonFactory(story=story, photo=photo, refused=True)
    named = ShownPersonFactory(story=story, refused=True)
    nobody = PeopleInput(shows_nobody=True)
    writing.name_people(story, nobody, photo=photo, by=leader)
    writing.name_people(story, PeopleInput(), by=leader)
    assert [*story.people.all()] == [refused]
    assert named != refused
    assert not story.photos.agreed().exists()


def test_pictures_are_chosen_moved_and_left_out(story, leader):
    one, two = (MatterPhotoFactory(matter=story.matter) for _ in range(2))
    writing.choose_photo(story, one, by=leader)
    last = writing.choose_photo(story, two, by=leader)
    with pytest.raises(Refused, match="已经在故事里"):
        writing.choose_photo(story, two, by=leader)
    writing.move_photo_forward(last, by=leader)
    assert [found.photo for found in story.photos.all()] == [two, one]
    writing.leave_photo_out(story.photos.first(), by=leader)
    assert [found.photo for found in story.photos.all()] == [one]
    with pytest.raises(Refused, match="最前面"):
        writing.move_photo_forward(story.photos.get(), by=leader)


def test_a_picture_that_the_matter_loses_is_lost_by_the_story(building, leader):
    story = StoryFactory(matter__building=building, published=True)
    shown = StoryPhotoFactory(story=story, shows_nobody=True)
    remove_matter_photo(story.matter, shown.photo, by=leader)
    assert not story.photos.exists()


@pytest.mark.parametrize("state", ["asking", "published", "withdrawn"])
def test_only_a_draft_is_changed(building, leader, state):
    story = StoryFactory(matter__building=building, published=True)
    Story.objects.filter(pk=story.pk).update(state=state)
    with pytest.raises(Refused, match="现在的状态"):
        writing.edit_story(story, StoryInput("甲", "乙"), by=leader)
    with pytest.raises(Refused, match="现在的状态"):
        writing.name_people(story, PeopleInput(names=("小明",)), by=leader)


def test_a_withdrawn_story_is_rewritten_and_published_again(story, leader):
    story = publishing.publish_story(story, by=leader)
    story = publishing.withdraw_story(story, by=leader)
    story = publishing.rewrite_story(story, by=leader)
    writing.edit_story(story, StoryInput("新的", "新的"), by=leader)
    assert publishing.publish_story(story, by=leader).state == "published"
