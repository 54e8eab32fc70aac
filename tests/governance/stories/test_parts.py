"""All that a published story shows is its own, and was checked: nothing is read of its matter."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from governance.matters.models import Document, Matter, Milestone
from governance.stories.actions import publishing, taking_up, writing
from governance.stories.inputs import PeopleInput, StoryInput
from governance.stories.models import ShownPerson, Story, StoryPart, StoryPhoto
from governance.stories.queries.copying import parts_of, parts_on_offer
from governance.stories.searchable import passages_of
from louzu.lib.errors import Refused
from residents.models import Building
from residents.privacy.actions.forgetting import forget_user
from tests.factories import HouseholdFactory, MembershipFactory, OfficeFactory
from tests.factories.charters import WordingFactory
from tests.factories.matters import MatterFactory, MatterPhotoFactory
from tests.factories.milestones import DocumentFactory, MilestoneFactory
from tests.factories.shares import pay
from tests.factories.stories import StoryFactory, StoryPartFactory, StoryPhotoFactory

pytestmark = pytest.mark.django_db
ROOM = "302室"
LATER = "后来写的"
OWN = (Story, StoryPart, StoryPhoto)
"""The models with the words of a story. ``ShownPerson`` is for those who ask."""


def texts_of(model):
    """Return the columns of a model in which people write."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not isinstance(field, models.FileField)
    ]


KEYS = {"kind_key", "canvass_kind", "period"}
"""Columns with a key that the portal knows."""
OF_STATES = {"dropped_reason", "declined_step", "said", "caveat"}
"""Columns of matters that have no words in every state."""
CHECKED = [(model, name) for model in OWN for name in texts_of(model) if name not in KEYS]


@pytest.fixture
def matter(building):
    matter = MatterFactory(building=building, title="刷楼道", stage="done")
    step = MilestoneFactory(matter=matter, title="刷墙", source="规定")
    step.wants.add(DocumentFactory(matter=matter, name="预算"))
    DocumentFactory(matter=matter, name="合同")
    MatterPhotoFactory(matter=matter)
    return matter


@pytest.fixture
def story(matter, leader):
    story = writing.begin_story(matter, by=leader)
    writing.name_people(story, PeopleInput(shows_nobody=True), photo=story.photos.get(), by=leader)
    wording = WordingFactory(heading="爱护", text="墙上不写字。")
    article = StoryPart(kind="article", source=wording.pk, heading="爱护", text="墙上不写字。")
    words = StoryInput("刷好了", "大家一起", "everybody", parts=(*parts_of(matter), article))
    Building.objects.filter(pk=matter.building_id).update(public_page=True)
    return writing.edit_story(story, words, by=leader)


@pytest.fixture
def published(story, leader):
    return publishing.publish_story(story, by=leader)


@pytest.fixture
def their_leader(next_door):
    user = MembershipFactory(household__building=next_door).user
    OfficeFactory(user=user, kind="leader", building=next_door)
    return user


def shown_of(story, enter, their_leader, next_door):
    """All pages on which the story is read, and what it is found by."""
    theirs = Client()
    theirs.force_login(their_leader)
    near, far = story.building.slug, next_door.slug
    pages = (
        (enter("resident"), reverse("stories:page", args=[near, story.pk])),
        (enter("resident"), reverse("stories:list", args=[near])),
        (enter("resident"), reverse("inbox:share", args=[near, "stories.story", story.pk])),
        (theirs, reverse("stories:page", args=[far, story.pk])),
        (theirs, reverse("stories:list", args=[far])),
        (Client(), reverse("public_stories:page", args=[story.pk])),
        (Client(), reverse("public_stories:list")),
    )
    found = [f"{one.title}{one.text}" for one in passages_of(story.pk)]
    return "".join([*found, *(client.get(url).text for client, url in pages)])


def words_of_copy(matter):
    rows = (*matter.milestones.all(), *matter.documents.all(), *matter.taken_from.articles.all())
    return [str(getattr(row, name)) for row in (matter, *rows) for name in texts_of(type(row))]


def test_nothing_that_is_written_later_is_shown_or_copied(
    published, matter, enter, next_door, their_leader
):
    """Each text of the matter and of what belongs to it changes, and something is added."""
    before = shown_of(published, enter, their_leader, next_door)
    for model in (Matter, Milestone, Document):
        rows = model._base_manager.all()
        rows.update(**{name: LATER for name in texts_of(model) if name not in KEYS | OF_STATES})
    type(WordingFactory()).objects.update(heading=LATER, text=LATER)
    MilestoneFactory(matter=matter, title=LATER)
    DocumentFactory(matter=matter, name=LATER)
    page = shown_of(published, enter, their_leader, next_door)
    assert LATER not in page
    for own in ("刷墙", "预算", "合同", "墙上不写字。"):
        assert page.count(own) == before.count(own) > 0
    copy = taking_up.take_up_story(published, next_door, by=their_leader)
    assert LATER not in "".join(words_of_copy(copy))
    assert {one.title for one in copy.milestones.all()} == {"刷墙"}
    assert {one.name for one in copy.documents.all()} == {"预算", "合同"}


@pytest.mark.parametrize(("model", "column"), CHECKED)
@pytest.mark.parametrize("words", ["302室的", "罗永福的", "付30,746元的"])
def test_each_column_of_words_is_checked(story, leader, model, column, words):
    """Rooms, names and what a flat paid."""
    home = HouseholdFactory(building=story.building, flat__room="302", contact="罗永福")
    pay(story.matter, home.flat, 3_074_600)
    rows = {Story: Story.objects, StoryPart: story.parts, StoryPhoto: story.photos}
    assert rows[model].update(**{column: words})
    with pytest.raises(Refused, match=words[1:-1]):
        publishing.publish_story(story, by=leader)


def test_what_others_copy_names_nobody_who_agreed(story, leader):
    """They may change their mind, but what was copied stays."""
    writing.name_people(story, PeopleInput(names=("罗永福",)), by=leader)
    ShownPerson.objects.update(state="agreed", heard="door", said_on=dt.date(2026, 1, 1))
    Story.objects.update(text="罗永福第一个坐上去")
    StoryPart.objects.filter(kind="step").update(text="罗永福家同意了")
    with pytest.raises(Refused, match="“罗永福家同意了”里写了“罗永福”"):
        publishing.publish_story(story, by=leader)
    StoryPart.objects.filter(kind="step").delete()
    assert publishing.publish_story(story, by=leader).state == "published"


@pytest.mark.parametrize(("title", "kind"), [("罗永福有电梯了", ""), ("刷好了", ""), ("有", "装")])
def test_the_name_of_a_copy_names_nobody(published, leader, next_door, their_leader, title, kind):
    ShownPerson.objects.create(story=published, name="罗永福")
    Story.objects.update(title=title, kind_name=kind)
    copy = taking_up.take_up_story(Story.objects.get(), next_door, by=their_leader)
    unnamed = f"照{published.building}的做法办一件事"
    assert copy.title == (kind or (unnamed if "罗永福" in title else title))


def test_the_writer_leaves_out_single_ones_and_takes_the_new_state(
    published, matter, enter, leader
):
    """The page of the draft shows what the story has, and the form what the matter has now."""
    publishing.withdraw_story(published, by=leader)
    story = publishing.rewrite_story(published, by=leader)
    step = matter.milestones.get()
    Milestone.objects.update(title="刷墙和扶手")
    added = MilestoneFactory(matter=matter, title="擦窗")
    client, edit = enter("leader"), reverse("stories:edit", args=["114", story.pk])
    assert "刷墙和扶手" not in client.get(story.get_absolute_url()).text
    form = client.get(edit).context["form"]
    assert [label for _value, label in form.fields["steps"].choices] == ["刷墙和扶手", "擦窗"]
    assert form.initial["steps"] == [str(step.pk)]
    sent = {**form.initial, "steps": [step.pk, added.pk], "documents": [], "articles": []}
    del sent["figures"]
    assert client.post(edit, sent).status_code == 302
    assert [one.text for one in story.parts.all()] == ["刷墙和扶手", "擦窗"]


def test_articles_of_the_charter_are_offered_and_not_chosen(story):
    assert {one.kind for one in parts_on_offer(story)} == {"step", "document"}


def test_a_story_begins_with_the_steps_and_documents_that_all_may_read(building, leader):
    matter = MatterFactory(building=building, stage="done", kind_name="加装电梯", kind_key="lift")
    DocumentFactory(matter=matter, name="身份证复印件", audience="leaders")
    MilestoneFactory(matter=matter, title="签合同")
    story = writing.begin_story(matter, by=leader)
    assert [(one.kind, one.text) for one in story.parts.all()] == [("step", "签合同")]
    assert (story.kind_name, story.kind_key) == ("加装电梯", "lift")


def test_parts_of_a_forgotten_person_are_struck(building, resident):
    old = resident.shown_name
    story = StoryFactory(matter__building=building, published=True)
    StoryPhotoFactory(story=story, shows_nobody=True)
    part = StoryPartFactory(story=story, text=f"{old}同意了")
    forget_user(resident, by=resident)
    part.refresh_from_db()
    assert old not in part.text
