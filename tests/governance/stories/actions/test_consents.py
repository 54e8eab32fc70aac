"""People say whether they agree to be shown, and change their mind at any time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.inbox.models import Message
from governance.stories.actions import consents, publishing, writing
from governance.stories.inputs import HeardInput, PeopleInput, StoryInput
from governance.stories.models import Story
from governance.stories.queries.asked import asked_people_of
from governance.stories.waiting import for_leader
from louzu.lib.errors import Refused
from residents.privacy.actions.consents import give_consent, withdraw_consent
from residents.privacy.actions.forgetting import forget_user
from residents.rooms.context import PageContext
from tests.factories.stories import ShownPersonFactory, StoryFactory, StoryPhotoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(building):
    return StoryFactory(matter__building=building, state="asking")


@pytest.fixture
def published(building):
    return StoryFactory(matter__building=building, published=True)


@pytest.fixture
def inbox_of():
    """Return who got the messages of a type, in their order."""

    def found(code):
        rows = Message.objects.filter(type=code).order_by("pk")
        return [user for user in rows.values_list("items__user", flat=True) if user]

    return found


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


@pytest.mark.parametrize("state", ["draft", "asking", "published"])
def test_who_takes_the_name_back_is_named_in_no_story(building, household, resident, state):
    """Also where somebody wrote the name; a picture without the name in its caption stays."""
    give_consent(resident, kind="name")
    story = StoryFactory(matter__building=building, published=True)
    Story.objects.update(state=state)
    named, bare = (
        StoryPhotoFactory(story=story, caption=words) for words in (f"{resident}剪彩", "剪彩")
    )
    for photo in (None, named, bare):
        ShownPersonFactory(story=story, photo=photo, user=resident, agreed=True)
    ShownPersonFactory(story=story, user=None, name=resident.shown_name, agreed=True)
    other = ShownPersonFactory(story=story, user=None, name="罗永福", agreed=True)
    withdraw_consent(resident, kind="name")
    agreed = story.people.filter(state="agreed")
    assert {one.photo_id if one.user_id else one.name for one in agreed} == {bare.pk, other.name}
    assert Story.objects.get().state == ("withdrawn" if state == "published" else state)


def test_other_consents_leave_stories_alone(published, household, resident):
    person = ShownPersonFactory(story=published, user=resident, agreed=True)
    give_consent(resident, kind="photo")
    withdraw_consent(resident, kind="photo")
    person.refresh_from_db()
    assert person.state == "agreed"


def refuse(person, resident):
    consents.answer(person, agrees=False, by=resident)


def be_forgotten(_person, resident):
    forget_user(resident, by=resident)


@pytest.mark.parametrize("step", [refuse, be_forgotten])
def test_leader_and_writer_are_told_that_it_came_down_and_not_through_whom(
    building, leader, staff, resident, inbox_of, step
):
    name = resident.shown_name
    story = publishing.publish_story(StoryFactory(matter__building=building), by=staff)
    person = ShownPersonFactory(story=story, user=resident, agreed=True)
    Story.objects.update(title=f"{name}坐上电梯了" if step is be_forgotten else "电梯")
    step(person, resident)
    assert set(inbox_of("stories.came_down")) == {leader.pk, staff.pk}
    message = Message.objects.valid().get(type="stories.came_down")
    assert name not in str(message.values)
    page = PageContext(building, leader.standing_in(building), leader)
    (found,) = for_leader(page)
    assert found.note == "故事撤下来了，改一改可以再发"
    publishing.rewrite_story(Story.objects.get(), by=leader)
    assert list(for_leader(page)) == []


def test_who_takes_a_story_down_by_hand_is_told_nothing(building, leader, staff, inbox_of):
    story = publishing.publish_story(StoryFactory(matter__building=building), by=staff)
    publishing.withdraw_story(story, by=leader)
    assert inbox_of("stories.came_down") == []
    page = PageContext(building, leader.standing_in(building), leader)
    assert list(for_leader(page)) == []


def said_at_the_door(**more):
    return HeardInput(agrees=True, **more)


def test_nobody_turns_an_own_refusal_into_a_yes(building, leader, resident):
    """Neither at once, nor after the person was taken off the list, nor after a new asking: then the
    person is asked again and answers alone."""
    story = StoryFactory(matter__building=building, state="asking")
    person = ShownPersonFactory(story=story, user=resident)
    person = consents.answer(person, agrees=False, by=resident)
    with pytest.raises(Refused, match="自己在这里点过不同意"):
        consents.record_answer(person, said_at_the_door(), by=leader)
    publishing.rewrite_story(story, by=leader)
    writing.name_people(story, PeopleInput(), by=leader)
    writing.name_people(story, PeopleInput(users=(resident,)), by=leader)
    writing.edit_story(story, StoryInput(story.title, "改过的话"), by=leader)
    publishing.ask_people(story, by=leader)
    person = story.people.get()
    assert Message.objects.filter(type="stories.asked", state="open").count() == 1
    assert [one.user_id for one in asked_people_of(story)] == [resident.pk]
    with pytest.raises(Refused, match="自己在这里点过不同意"):
        consents.record_answer(person, said_at_the_door(), by=leader)
    assert consents.answer(person, agrees=True, by=resident).state == "agreed"


def test_changed_words_are_asked_again_of_who_refused_them(building, leader, resident):
    story = StoryFactory(matter__building=building)
    ShownPersonFactory(story=story, user=resident, refused=True)
    writing.edit_story(story, StoryInput(story.title, story.text), by=leader)
    assert story.people.get().state == "refused"
    writing.edit_story(story, StoryInput(story.title, "改过的话"), by=leader)
    assert story.people.get().state == "waiting"


def test_a_person_is_told_of_an_answer_that_somebody_wrote_down(
    story, volunteer, resident, neighbour, inbox_of
):
    for user in (resident, neighbour):
        person = ShownPersonFactory(story=story, user=user)
        consents.record_answer(person, said_at_the_door(), by=volunteer)
    assert inbox_of("stories.answer_recorded") == [resident.pk, neighbour.pk]
    child = ShownPersonFactory(story=story, user=None, name="小明")
    consents.record_answer(child, said_at_the_door(), by=volunteer)
    assert inbox_of("stories.answer_recorded") == [resident.pk, neighbour.pk]


def test_no_answer_is_from_before_the_asking(building, leader, volunteer, resident):
    story = StoryFactory(matter__building=building)
    ShownPersonFactory(story=story, user=resident)
    story = publishing.ask_people(story, by=leader)
    before = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(Refused, match="不能写更早的日子"):
        consents.record_answer(story.people.get(), said_at_the_door(said_on=before), by=volunteer)
    today = said_at_the_door(said_on=timezone.localdate())
    assert consents.record_answer(story.people.get(), today, by=volunteer).state == "agreed"
