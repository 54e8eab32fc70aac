"""Another building begins a matter from a story, with all that can be copied."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.charters.models import Suggestion
from governance.journal.queries import latest_lines_in
from governance.matters.actions.stages import drop_matter
from governance.matters.models import Matter, StageChange
from governance.stories.actions import publishing, taking_up, writing
from governance.stories.actions.publishing import withdraw_story
from governance.stories.inputs import StoryInput
from governance.stories.models import TakenUp
from governance.stories.queries.copying import parts_of
from louzu.lib.errors import Refused
from residents.people.rules import standing_of
from tests.factories import BuildingFactory, MembershipFactory, OfficeFactory
from tests.factories.charters import EditionFactory
from tests.factories.matters import MatterFactory
from tests.factories.milestones import DocumentFactory, MilestoneFactory
from tests.factories.stories import (
    StoryFactory,
    StoryPartFactory,
    TakenArticleFactory,
    TakenUpFactory,
)

pytestmark = pytest.mark.django_db
START = dt.date(2019, 11, 3)


@pytest.fixture
def source(building):
    return MatterFactory(
        building=building,
        title="给114号装电梯",
        stage="done",
        begun_on=START,
        kind_key="lift",
        kind_name="加装电梯",
        has_shares=True,
    )


@pytest.fixture
def story(source):
    return StoryFactory(matter=source, published=True)


def told(source, leader, *, articles=()):
    """The published story of the matter as it is now."""
    story = writing.begin_story(source, by=leader)
    parts = (*parts_of(source), *articles)
    story = writing.edit_story(story, StoryInput("我们的电梯", "装好了", parts=parts), by=leader)
    return publishing.publish_story(story, by=leader)


@pytest.fixture
def next_door(building):
    return BuildingFactory(slug="115", door_number="115", neighbourhood=building.neighbourhood)


@pytest.fixture
def their_leader(next_door):
    user = MembershipFactory(household__building=next_door).user
    OfficeFactory(user=user, kind="leader", building=next_door)
    return user


def test_milestones_documents_and_presets_are_copied(source, leader, next_door, their_leader):
    done = MilestoneFactory(
        matter=source,
        title="问过各家",
        reached=True,
        planned_on=START + dt.timedelta(days=14),
        canvass_kind="major",
        period="lift",
        source="126号文",
    )
    done.done_on = START + dt.timedelta(days=30)
    done.save()
    done.wants.add(DocumentFactory(matter=source, name="征询表"))
    MilestoneFactory(matter=source, title="签合同", planned_on=START + dt.timedelta(days=60))
    MilestoneFactory(matter=source, title="不要了", dropped=True)
    DocumentFactory(matter=source, name="合同")
    DocumentFactory(matter=source, name="身份证复印件", audience="leaders")
    story = told(source, leader)
    matter = taking_up.take_up_story(story, next_door, by=their_leader)
    assert (matter.title, matter.kind_key, matter.has_shares) == ("加装电梯", "lift", True)
    today = timezone.localdate()
    assert [
        (one.title, (one.planned_on - today).days, one.canvass_kind, one.period, one.state)
        for one in matter.milestones.all()
    ] == [("问过各家", 30, "major", "lift", "planned"), ("签合同", 60, "", "", "planned")]
    assert [one.name for one in matter.documents.all()] == ["征询表", "合同"]
    assert [one.name for one in matter.milestones.first().wants.all()] == ["征询表"]
    assert source.milestones.count() == 3


def test_what_comes_again_after_it_was_done_has_no_day(source, leader, next_door, their_leader):
    StageChange.objects.create(
        matter=source, before="doing", stage="done", on=START + dt.timedelta(days=300)
    )
    for title, days in (("签合同", 60), ("每年一次的检验", 900)):
        MilestoneFactory(matter=source, title=title, planned_on=START + dt.timedelta(days=days))
    matter = taking_up.take_up_story(told(source, leader), next_door, by=their_leader)
    found = dict(matter.milestones.values_list("title", "planned_on"))
    today = timezone.localdate()
    assert found == {"签合同": today + dt.timedelta(days=60), "每年一次的检验": None}


def test_both_buildings_journals_tell_and_the_first_names_a_building_only(
    story, next_door, their_leader
):
    matter = taking_up.take_up_story(story, next_door, by=their_leader)
    told = story.building.journal.get()
    assert (told.verb, told.actor, told.whom) == ("stories.taken_up", None, None)
    assert told.subject_title == str(next_door)
    line = next_door.journal.latest("number")
    assert (line.verb, line.subject_title) == ("stories.credited", str(story.building))
    assert TakenUp.objects.get().matter == matter


def test_the_journal_goes_on_naming_who_took_up_a_story_that_was_withdrawn(
    story, next_door, leader, their_leader
):
    taking_up.take_up_story(story, next_door, by=their_leader)
    withdraw_story(story, by=leader)
    lines = latest_lines_in(story.building, standing_of(leader, story.building), count=9)
    assert f"{next_door}照着我们楼的故事做了" in [line.text for line in lines]


def test_a_building_begins_once_unless_it_gave_up(story, next_door, their_leader):
    matter = taking_up.take_up_story(story, next_door, by=their_leader)
    with pytest.raises(Refused, match="已经照着立过了"):
        taking_up.take_up_story(story, next_door, by=their_leader)
    drop_matter(matter, reason="没人肯", by=their_leader)
    assert taking_up.take_up_story(story, next_door, by=their_leader) != matter


def test_what_was_withdrawn_cannot_be_copied_and_copies_stay(
    story, next_door, their_leader, leader
):
    matter = taking_up.take_up_story(story, next_door, by=their_leader)
    publishing.withdraw_story(story, by=leader)
    assert Matter.objects.get(pk=matter.pk).taken_from.credit == str(story.building)
    other = BuildingFactory(neighbourhood=next_door.neighbourhood)
    with pytest.raises(Refused, match="刚刚收回"):
        taking_up.take_up_story(story, other, by=their_leader)


def test_a_story_of_the_own_building_or_of_far_away_is_not_taken_up(story, building, leader):
    for place in (building, BuildingFactory()):
        with pytest.raises(Refused):
            taking_up.take_up_story(story, place, by=leader)
    assert not TakenUp.objects.exists()


def test_articles_are_copied_and_put_forward_once(source, leader, next_door, their_leader):
    article = StoryPartFactory.build(kind="article", heading="电梯", text="电梯里不放电瓶车。")
    story = told(source, leader, articles=[article])
    matter = taking_up.take_up_story(story, next_door, by=their_leader)
    taken = TakenUp.objects.get(matter=matter)
    assert taking_up.suggest_articles(taken, by=their_leader) == 1
    wish = Suggestion.objects.get()
    assert (wish.heading, wish.text, wish.building) == ("电梯", "电梯里不放电瓶车。", next_door)
    assert str(story.building) in wish.reason
    with pytest.raises(Refused, match="已经提过"):
        taking_up.suggest_articles(taken, by=their_leader)


def test_articles_wait_while_the_charter_is_being_signed(next_door, their_leader):
    EditionFactory(charter__building=next_door, under_way=True)
    taken = TakenUpFactory(matter__building=next_door)
    TakenArticleFactory(taken=taken)
    with pytest.raises(Refused, match="不收新的条文"):
        taking_up.suggest_articles(taken, by=their_leader)
