"""Who reads and writes stories, inside a building and outside."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from governance.stories.models import ShownPerson, Story
from residents.models import Building
from tests.architecture.requests import body_of
from tests.factories import BuildingFactory, MembershipFactory, OfficeFactory
from tests.factories.matters import MatterFactory, MatterPhotoFactory
from tests.factories.stories import (
    ShownPersonFactory,
    StoryFactory,
    StoryPartFactory,
    StoryPhotoFactory,
    TakenArticleFactory,
    TakenUpFactory,
)

pytestmark = pytest.mark.django_db
READERS = {
    "draft": {"leader", "staff"},
    "asking": {"leader", "staff", "core", "volunteer"},
    "published": {"leader", "staff", "core", "volunteer", "resident"},
    "withdrawn": {"leader", "staff"},
}


def url(name, *args, slug="114"):
    return reverse(f"stories:{name}", args=[slug, *args])


def public(*args):
    return reverse("public_stories:page" if args else "public_stories:list", args=args)


def code_of(client, found):
    response = client.get(found)
    body_of(response)
    return response.status_code


def make(building, state="published", **more):
    story = StoryFactory(matter__building=building, published=True, **more)
    Story.objects.filter(pk=story.pk).update(state=state)
    return Story.objects.get(pk=story.pk)


@pytest.mark.parametrize("state", READERS)
@pytest.mark.parametrize("persona", ["leader", "staff", "core", "volunteer", "resident"])
def test_readers_follow_the_state(enter, building, state, persona):
    story = make(building, state)
    code = enter(persona).get(url("page", story.pk)).status_code
    assert code == (200 if persona in READERS[state] else 404)


@pytest.mark.parametrize(
    ("state", "audience", "sent_on"),
    [
        ("published", "everybody", True),
        ("published", "neighbours", False),
        ("asking", "everybody", False),
        ("withdrawn", "everybody", False),
    ],
)
@pytest.mark.parametrize("persona", ["visitor", "outsider"])
def test_a_stranger_is_sent_on_to_a_story_for_everybody(
    enter, building, state, audience, sent_on, persona
):
    Building.objects.filter(pk=building.pk).update(public_page=True)
    story = make(building, state, audience=audience)
    client = Client()
    if persona == "outsider":
        client.force_login(MembershipFactory(household__building=BuildingFactory(slug="9")).user)
    answer = client.get(url("page", story.pk))
    assert (answer.headers.get("Location") == story.public_url) == sent_on
    assert answer.status_code in ({302} if sent_on or persona == "visitor" else {404})
    assert story.title not in answer.text


@pytest.mark.parametrize("audience", ["everybody", "neighbours"])
def test_the_forwarded_text_says_who_can_open_it(enter, building, resident, audience):
    Building.objects.filter(pk=building.pk).update(public_page=True)
    story = make(building, audience=audience)
    page = (
        enter("resident").get(reverse("inbox:share", args=["114", "stories.story", story.pk])).text
    )
    assert ("谁点开都看得到。" in page) == (audience == "everybody")
    assert ("别人只看到怎么进来" in page) == (audience != "everybody")


def test_who_is_asked_reads_it_before(enter, building, resident):
    story = make(building, "asking")
    assert enter("resident").get(url("page", story.pk)).status_code == 404
    ShownPersonFactory(story=story, user=resident)
    page = enter("resident").get(url("page", story.pk))
    assert "您同意吗？" in page.text
    assert "整个居民区看得到" in page.text


@pytest.mark.parametrize(
    ("state", "audience", "near", "far", "visitor"),
    [
        ("published", "neighbours", 200, 404, 404),
        ("published", "everybody", 200, 200, 200),
        ("asking", "everybody", 404, 404, 404),
        ("withdrawn", "everybody", 404, 404, 404),
    ],
)
def test_other_buildings_and_strangers(enter, building, state, audience, near, far, visitor):
    Building.objects.filter(pk=building.pk).update(public_page=True)
    story = make(building, state, audience=audience)
    photo = StoryPhotoFactory(story=story, shows_nobody=True)
    for code, place in (
        (near, BuildingFactory(neighbourhood=building.neighbourhood)),
        (far, BuildingFactory()),
    ):
        client = Client()
        client.force_login(MembershipFactory(household__building=place).user)
        found = url("photo", story.pk, photo.photo_id, "small", slug=place.slug)
        assert code_of(client, url("page", story.pk, slug=place.slug)) == code
        assert code_of(client, found) == code
    found = reverse("public_stories:photo", args=[story.pk, photo.photo_id, "small"])
    assert code_of(Client(), public(story.pk)) == visitor
    assert code_of(Client(), found) == visitor
    assert (story.title in Client().get(public()).text) == (visitor == 200)


def test_strangers_learn_of_no_hidden_building_that_took_it_up(enter, building, next_door):
    Building.objects.filter(pk=building.pk).update(public_page=True)
    story = make(building, audience="everybody")
    TakenUpFactory(story=story, matter__building=next_door)
    assert str(next_door) not in Client().get(public(story.pk)).text
    assert str(next_door) in enter("resident").get(url("page", story.pk)).text
    Building.objects.filter(pk=next_door.pk).update(public_page=True)
    assert str(next_door) in Client().get(public(story.pk)).text


def test_a_building_that_hides_itself_again_hides_its_stories(building):
    story = make(building, audience="everybody")
    assert Client().get(public(story.pk)).status_code == 404
    assert story.title not in Client().get(public()).text


@pytest.mark.parametrize("shows", ["waiting", "refused"])
def test_a_picture_without_everybodys_consent_is_shown_nowhere(enter, building, shows):
    Building.objects.filter(pk=building.pk).update(public_page=True)
    story = make(building, audience="everybody")
    photo = StoryPhotoFactory(story=story)
    ShownPersonFactory(story=story, photo=photo, agreed=True)
    trait = {"refused": True} if shows == "refused" else {}
    ShownPersonFactory(story=story, photo=photo, **trait)
    for client, found in (
        (enter("leader"), url("photo", story.pk, photo.photo_id, "small")),
        (Client(), reverse("public_stories:photo", args=[story.pk, photo.photo_id, "small"])),
    ):
        assert client.get(found).status_code == 404


def test_the_public_pages_name_no_flat_and_nobody(enter, building, household, resident, leader):
    Building.objects.filter(pk=building.pk).update(public_page=True)
    story = make(building, audience="everybody")
    ShownPersonFactory(story=story, user=resident, agreed=True)
    text = Client().get(public(story.pk)).text
    assert building.name in text
    for hidden in (str(household), str(resident), str(leader)):
        assert hidden not in text


def test_the_finished_matter_leads_to_a_draft(enter, building):
    matter = MatterFactory(building=building, title="装电梯", stage="done")
    MatterPhotoFactory(matter=matter)
    client = enter("leader")
    assert "写成故事" in client.get(matter.get_absolute_url()).text
    answer = client.post(url("begin"), {"matter": matter.pk})
    story = Story.objects.get()
    assert answer.url == story.get_absolute_url()
    assert "第1张照片上有谁，还没有写" in client.get(answer.url).text
    client.post(url("publish", story.pk))
    assert Story.objects.get().state == "draft"
    assert "写成故事" not in client.get(matter.get_absolute_url()).text
    assert client.post(url("begin"), {"matter": "x"}).status_code == 404


def test_from_the_draft_to_a_published_story(enter, building, resident):
    photo = StoryPhotoFactory(story__matter__building=building)
    story, page = photo.story, photo.story.get_absolute_url()
    client = enter("leader")
    form = {"caption": "剪彩", "users": [resident.pk], "names": "小明\n"}
    people = url("people_on_photo", story.pk, photo.pk)
    version = client.get(people).context["form"].initial["version"]
    client.post(people, {**form, "version": version})
    assert "去问写到的人" in client.get(page).text
    client.post(url("ask", story.pk))
    child, mine = ShownPerson.objects.order_by("user")[::-1]
    asked = enter("resident")
    assert "看看再答" in asked.get(building.get_absolute_url()).text
    asked.post(url("answer", story.pk, mine.pk), {"choice": "agree"})
    assert "看看再答" not in asked.get(building.get_absolute_url()).text
    heard = {"agrees": "yes", "heard": "door", "said_by": "妈妈"}
    enter("volunteer").post(url("record_answer", story.pk, child.pk), heard)
    client = enter("leader")
    ready = client.get(page).text
    assert ("都齐了，可以发出去" in ready, "真的发出去吗" in ready) == (True, True)
    client.post(url("publish", story.pk))
    assert Story.objects.get().state == "published"
    assert "真的收回吗" in client.get(page).text
    text = enter("resident").get(page).text
    for words in ("剪彩", "您同意的，随时可以改主意", "我改主意了，不同意"):
        assert words in text
    assert "小明" not in text


@pytest.mark.parametrize("on_photo", [False, True])
def test_two_who_write_down_people_lose_nobody(enter, building, resident, on_photo):
    """The second one reads what the first one wrote beside the own words."""
    photo = StoryPhotoFactory(story__matter__building=building)
    page = ("people_on_photo", photo.story_id, photo.pk)
    page = url(*page) if on_photo else url("people_in_words", photo.story_id)
    opened = enter("staff").get(page).context["form"].initial["version"]
    first = {"names": "甲先生", "users": [resident.pk], "caption": "剪彩", "version": opened}
    assert enter("leader").post(page, first).status_code == 302
    ShownPerson.objects.update(state="agreed", heard="paper", said_on="2026-01-01")
    second = {"names": "乙女士", "caption": "开门", "version": opened}
    client = enter("staff")
    told = client.post(page, second)
    assert told.status_code == 200
    for words in ("别人已经改过了", "甲先生", "乙女士", str(resident)):
        assert words in told.text
    assert {one.state for one in ShownPerson.objects.all()} == {"agreed"}
    assert ShownPerson.objects.count() == 2
    version = told.context["form"].data["version"]
    assert client.post(page, {**second, "version": version}).status_code == 302
    assert [one.name for one in ShownPerson.objects.all()] == ["乙女士"]


def test_who_agreed_reads_who_else_learns_of_it(enter, building, resident):
    person = ShownPersonFactory(story=make(building, "asking"), user=resident)
    client = enter("resident")
    client.post(url("answer", person.story_id, person.pk), {"choice": "agree"})
    page = client.get(reverse("mine:data")).text
    said = page[page.index("同意登在故事") :]
    assert "楼组长和居委" in said[: said.index("</li>")]


def test_nobody_answers_for_somebody_else(enter, building, resident, core):
    story = make(building, "asking")
    person = ShownPersonFactory(story=story, user=resident)
    answer = enter("core").post(url("answer", story.pk, person.pk), {"choice": "agree"})
    assert answer.status_code == 403
    assert ShownPerson.objects.get().state == "waiting"


def test_who_refuses_after_it_was_published_is_told_what_became_of_it(enter, building, resident):
    """Also when the page is opened once more."""
    story = make(building)
    photo = StoryPhotoFactory(story=story)
    on_photo, in_words = (
        ShownPersonFactory(story=story, photo=one, user=resident, agreed=True)
        for one in (photo, None)
    )
    client, refuse = enter("resident"), {"choice": "refuse"}
    told = client.post(url("answer", story.pk, on_photo.pk), refuse, follow=True).text
    assert "这张照片已经拿下来了" in told
    told = client.post(url("answer", story.pk, in_words.pk), refuse, follow=True).text
    assert "这篇故事已经收回了" in told
    again = client.get(url("page", story.pk), follow=True)
    assert "这篇故事收回了" in again.text
    assert "楼组长或者居委来做" not in again.text


def test_a_story_is_written_once_and_the_second_tap_says_so(enter, building, leader):
    matter = MatterFactory(building=building, stage="done")
    client = enter("leader")
    told = [client.post(url("begin"), {"matter": matter.pk}, follow=True).text for _ in range(2)]
    assert ["现在只有楼组长和居委看得到" in page for page in told] == [True, False]
    assert "已经写过故事了" in told[1]


def test_a_leader_next_door_begins_with_one_tap(enter, building, next_door):
    story = make(building, kind_name="加装电梯")
    leader = MembershipFactory(household__building=next_door).user
    client = Client()
    client.force_login(leader)
    page = url("page", story.pk, slug=next_door.slug)
    assert "照这个做" not in client.get(page).text
    post = url("take_up", story.pk, slug=next_door.slug)
    assert client.post(post).status_code == 403
    OfficeFactory(user=leader, kind="leader", building=next_door)
    client = Client()
    client.force_login(leader)
    assert "照这个做" in client.get(page).text
    matter = next_door.matter_set
    assert client.post(post).url == matter.get().get_absolute_url()
    text = client.get(matter.get().get_absolute_url()).text
    assert page in text
    assert "谢谢那边的邻居" in text
    assert "我们楼照着做的那件事" in client.get(page).text
    assert str(next_door) in enter("resident").get(url("page", story.pk)).text
    Story.objects.update(state="withdrawn")
    text = client.get(matter.get().get_absolute_url()).text
    assert page not in text
    assert building.name in text
    assert story.title not in text


def test_articles_wait_on_the_page_of_the_matter(enter, building):
    taken = TakenUpFactory(matter__building=building)
    TakenArticleFactory(taken=taken)
    client = enter("leader")
    assert "电梯里不放电瓶车。" in client.get(taken.matter.get_absolute_url()).text
    answer = client.post(url("suggest_articles", taken.matter_id))
    assert answer.url == reverse("charters:charter", args=["114"])
    assert enter("leader").post(url("suggest_articles", 10**9)).status_code == 404


def test_stories_are_found_by_kind(enter, building, next_door):
    lift = make(next_door, kind_name="加装电梯", title="我们的电梯")
    make(building, kind_name="刷楼道", title="刷好了")
    hidden = make(next_door, "draft", title="还在写")
    client = enter("resident")
    page = client.get(url("list"))
    assert "我们的电梯" in page.text
    assert "刷好了" in page.text
    assert hidden.title not in page.text
    page = client.get(url("list") + "?kind=加装电梯")
    assert [row.pk for row in page.context["page"].rows] == [lift.pk]


def test_a_step_of_the_first_day_is_told_as_that(enter, building):
    story = make(building)
    for days in (0, 3):
        StoryPartFactory(story=story, days=days)
    text = enter("resident").get(story.get_absolute_url()).text
    assert "第3天" in text
    assert ("当天" in text, "第0天" in text) == (True, False)


def test_lists_and_pages_cost_the_same_however_much_they_show(
    enter, building, django_assert_num_queries
):
    Building.objects.filter(pk=building.pk).update(public_page=True)

    def fill():
        for _ in range(3):
            story = make(building, audience="everybody", kind_name="刷楼道")
            StoryPhotoFactory(story=story, shows_nobody=True)
            StoryPartFactory(story=story)
            TakenUpFactory(story=story)
        return story

    story, client = fill(), enter("resident")
    client.get(url("list"))
    with django_assert_num_queries(2):
        Client().get(public())
    with django_assert_num_queries(5):
        client.get(url("list"))
    fill()
    with django_assert_num_queries(2):
        Client().get(public())
    with django_assert_num_queries(5):
        client.get(url("list"))
    with django_assert_num_queries(4):
        Client().get(public(story.pk))
