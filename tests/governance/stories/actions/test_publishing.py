"""A story is published when everybody who is shown agreed, with the figures of that day."""

from __future__ import annotations

import pytest

from governance.journal.models import Cover
from governance.stories.actions import publishing
from governance.stories.models import Story
from louzu.lib.errors import Refused
from tests.factories import MembershipFactory
from tests.factories.stories import ShownPersonFactory, StoryFactory, StoryPhotoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(building):
    return StoryFactory(matter__building=building)


def test_without_people_it_is_published_at_once(story, leader, household):
    shown = publishing.publish_story(story, by=leader)
    assert (shown.state, shown.households, shown.cost_fen) == ("published", 2, None)
    line = story.building.journal.latest("number")
    assert (line.verb, line.audience) == ("stories.published", "residents")


def test_a_figure_that_the_writer_left_out_is_not_stored(story, leader, household):
    Story.objects.filter(pk=story.pk).update(left_out=["households"])
    assert publishing.publish_story(story, by=leader).households is None


def test_a_picture_of_which_nobody_said_who_is_on_it_keeps_it_back(story, leader):
    photo = StoryPhotoFactory(story=story)
    with pytest.raises(Refused, match="第1张照片上有谁"):
        publishing.publish_story(story, by=leader)
    photo.shows_nobody = True
    photo.save()
    assert publishing.publish_story(story, by=leader).state == "published"


def test_an_unanswered_question_keeps_it_back(story, leader):
    ShownPersonFactory(story=story)
    with pytest.raises(Refused, match="还有1位没有回话"):
        publishing.publish_story(story, by=leader)


def test_a_refusal_keeps_words_back_but_only_leaves_a_picture_out(story, leader):
    photo = StoryPhotoFactory(story=story)
    ShownPersonFactory(story=story, photo=photo, agreed=True)
    ShownPersonFactory(story=story, photo=photo, refused=True)
    named = ShownPersonFactory(story=story, refused=True)
    with pytest.raises(Refused, match="文字里写到的1位不同意"):
        publishing.publish_story(story, by=leader)
    named.delete()
    shown = publishing.publish_story(story, by=leader)
    assert not shown.photos.agreed().exists()


@pytest.mark.parametrize(
    ("text", "why"), [("找王阿姨谈了三回", "“王阿姨”，还没有列进"), ("402室不同意", "402室")]
)
def test_names_and_rooms_in_the_words_are_found(building, leader, text, why):
    MembershipFactory(household__building=building, user__shown_name="王阿姨")
    story = StoryFactory(matter__building=building, text=text)
    with pytest.raises(Refused, match=why):
        publishing.publish_story(story, by=leader)


def test_a_name_in_a_caption_is_found(building, leader):
    member = MembershipFactory(household__building=building, user__shown_name="王阿姨")
    story = StoryFactory(matter__building=building)
    StoryPhotoFactory(story=story, shows_nobody=True, caption="王阿姨剪彩")
    with pytest.raises(Refused, match="王阿姨"):
        publishing.publish_story(story, by=leader)
    ShownPersonFactory(story=story, user=member.user, agreed=True)
    assert publishing.publish_story(story, by=leader).state == "published"


def test_who_is_on_a_picture_is_not_thereby_asked_about_the_words(building, leader):
    member = MembershipFactory(household__building=building, user__shown_name="王阿姨")
    story = StoryFactory(matter__building=building, text="王阿姨跑了三回")
    photo = StoryPhotoFactory(story=story, caption="王阿姨剪彩")
    ShownPersonFactory(story=story, photo=photo, user=member.user, agreed=True)
    with pytest.raises(Refused, match="王阿姨"):
        publishing.publish_story(story, by=leader)
    Story.objects.filter(pk=story.pk).update(text="有人跑了三回")
    assert publishing.publish_story(story, by=leader).state == "published"


def test_a_building_without_a_public_page_tells_the_neighbourhood_only(building, leader):
    story = StoryFactory(matter__building=building, audience="everybody")
    with pytest.raises(Refused, match="没有对外公开"):
        publishing.publish_story(story, by=leader)


def test_asking_needs_somebody_to_ask(story, leader):
    with pytest.raises(Refused, match="没有要问的人"):
        publishing.ask_people(story, by=leader)
    ShownPersonFactory(story=story)
    assert publishing.ask_people(story, by=leader).state == "asking"


def test_a_story_that_is_taken_down_takes_its_title_along(story, leader):
    shown = publishing.publish_story(story, by=leader)
    publishing.withdraw_story(shown, by=leader)
    assert Cover.objects.filter(subject_type="stories.story", subject_id=story.pk).exists()
