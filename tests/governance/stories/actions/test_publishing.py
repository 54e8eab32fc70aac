"""A story is published when everybody who is shown agreed, with the figures of that day."""

from __future__ import annotations

import re

import pytest

from governance.journal.models import Cover
from governance.matters.inputs import ShareInput
from governance.stories.actions import publishing
from governance.stories.models import Story
from louzu.lib.errors import Refused
from residents.models import Flat
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import make_owner
from tests.factories.residents import OwnerFactory
from tests.factories.shares import pay, proposed_table
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


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("三零二室的阿姨", "写了三零二室"),
        ("十二室的阿姨", "写了十二室"),
        ("302的阿姨先点头", "写了302"),
        ("３０２的阿姨", "写了302"),
        ("三〇二的阿姨", "写了三〇二"),
        ("找陈秀英谈", "写了“陈秀英”"),
        ("找周国强谈", "写了“周国强”"),
        ("他家出了16182.57元", "写了16182.57元"),
        ("他家出了16,182.57元", "写了16,182.57元"),
        ("他家付了120块", "写了120块"),
    ],
)
def test_what_tells_of_a_home_is_found(building, leader, text, why):
    """Rooms, names on the roster, and what a home bears or paid."""
    home = HouseholdFactory(building=building, flat__room="302", contact="陈秀英、老陈")
    make_owner(building, rooms=("401",), owner=OwnerFactory(building=building, name="周国强"))
    story = StoryFactory(matter__building=building, text=text)
    flats = Flat.objects.not_closed_in(building)
    shares = tuple(ShareInput(one.pk, "1" if one == home.flat else "0") for one in flats)
    proposed_table(story.matter, leader, total=1618257, subsidies=(), shares=shares)
    pay(story.matter, home.flat, 12000)
    with pytest.raises(Refused, match=re.escape(why)):
        publishing.publish_story(story, by=leader)


@pytest.mark.parametrize(
    "text", ["花了302元", "等了302天", "电话13023021302", "1302户", "3.302米", "三零年代"]
)
def test_a_number_that_counts_something_is_no_room(building, leader, text):
    HouseholdFactory(building=building, flat__room="302")
    story = StoryFactory(matter__building=building, text=text)
    assert publishing.publish_story(story, by=leader).state == "published"


def test_who_is_asked_may_be_called_as_on_the_roster(building, leader):
    member = MembershipFactory(household__building=building, household__contact="陈秀英")
    story = StoryFactory(matter__building=building, text="陈秀英第一个坐上去，罗永福跟着")
    HouseholdFactory(building=building, contact="罗永福")
    ShownPersonFactory(story=story, user=member.user, agreed=True)
    ShownPersonFactory(story=story, user=None, name="罗永福", agreed=True)
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
