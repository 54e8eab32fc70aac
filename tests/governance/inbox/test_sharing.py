"""Walk everything that can be forwarded: what leaves the portal is short, and names nobody."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.inbox.links import arrival_path
from governance.today.queries.week import CalendarWeek
from residents.models import Household, User
from residents.rooms.manifest import shareable
from tests.factories import HouseholdFactory, MembershipFactory, NoticeFactory
from tests.factories.canvass import make_open_canvass, record_paper_answer_for
from tests.factories.charters import (
    make_discussed_draft,
    make_draft_in_force,
    sign_and_publish,
)
from tests.factories.ledger import AccountFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory, PromiseFactory, StewardFactory
from tests.factories.meetings import MeetingFactory, ResolutionFactory, TaskFactory
from tests.factories.stories import StoryFactory
from tests.qr_codes import qr_codes_in

pytestmark = pytest.mark.django_db
MAX_TEXT = 500
"""Characters. A chat shows a text of this length without folding it."""
LONG = "停水" * 60


@pytest.fixture
def authors(building):
    """People with names that no other text contains, each in their flat."""
    names = ("欧阳锦瑟", "司徒青梧", "诸葛望舒")
    return [
        MembershipFactory(
            household__building=building,
            user__shown_name=name,
            user__shows_name=True,
            user__phone=f"+8613800{n:06d}",
        ).user
        for n, name in enumerate(names)
    ]


def notice(building, leader, core, authors):
    at = timezone.now() + dt.timedelta(days=2)
    return NoticeFactory(
        building=building, author=authors[0], title=LONG, body="话" * 900, happens_from=at
    )


def canvass(building, leader, core, authors):
    for _ in range(6):
        HouseholdFactory(building=building)
    asked = make_open_canvass(building, leader, question=LONG, body="话" * 900)
    record_paper_answer_for(asked, asked.voices.first(), "object", by=core, checked_by=leader)
    return asked


def result(building, leader, core, authors):
    draft = make_discussed_draft(building)
    return sign_and_publish(draft, by=leader, others=[core], objecting=1)


def invitation_to_meet(building, leader, core, authors):
    return MeetingFactory(building=building, host=authors[1], title=LONG[:60], note="话" * 900)


def matter(building, leader, core, authors):
    made = MatterFactory(building=building, title=LONG[:80], sentence="话" * 200, stage="doing")
    StewardFactory(matter=made, user=authors[0])
    PromiseFactory(matter=made, keeper=authors[1])
    return made


def minutes(building, leader, core, authors):
    over = MeetingFactory(building=building, title=LONG[:60], published=True)
    for _ in range(5):
        ResolutionFactory(item__meeting=over, text=LONG)
    return over


def charter(building, leader, core, authors):
    return make_draft_in_force(building).edition.charter


def edition(building, leader, core, authors):
    return make_draft_in_force(building, signed=12, asked=20).edition


def consultation(building, leader, core, authors):
    return make_discussed_draft(building).edition


def thread(building, leader, core, authors, **more):
    """Its first post says what nobody should read in a chat."""
    return ThreadFactory(
        building=building, author=authors[2], title=LONG[:60], text="我腿摔坏了", **more
    )


def of_kind(**more):
    return lambda *args: thread(*args, **more)


def week(building, leader, core, authors):
    for n in range(9):
        at = timezone.now() + dt.timedelta(hours=n + 1)
        MeetingFactory(building=building, title=LONG[:60], starts_at=at, host=authors[0])
        ThreadFactory(
            building=building,
            author=authors[1],
            title=LONG[:60],
            state="met",
            ended_at=timezone.now(),
        )


def done_tasks(building, leader, core, authors):
    """The weekly sheet thanks by name. What leaves the portal does not."""
    for author in authors:
        meeting = MeetingFactory(building=building, published=True, published_at=timezone.now())
        TaskFactory(
            resolution__item__meeting=meeting,
            taken_by=author,
            state="done",
            settled_at=timezone.now(),
        )


def task(building, leader, core, authors):
    words = {"resolution": None, "building": building, "text": LONG * 4}
    return TaskFactory(**words, taken_by=authors[0])


def task_done(building, leader, core, authors):
    words = {"resolution": None, "building": building, "text": "装灯"}
    return TaskFactory(
        **words, taken_by=authors[0], state="done", settled_at=timezone.now(), said="诸葛望舒帮的"
    )


def account(building, leader, core, authors):
    return AccountFactory(building=building, name=LONG[:60], about="话" * 300)


def story(building, leader, core, authors):
    return StoryFactory(
        matter__building=building, title=LONG[:80], text="话" * 900, published=True, days=560
    )


def itself(building, leader, core, authors):
    return building


MADE = {
    "notice": ("notices.notice", notice),
    "canvass": ("canvass.canvass", canvass),
    "result": ("canvass.canvass", result),
    "meeting": ("meetings.meeting", invitation_to_meet),
    "minutes": ("meetings.meeting", minutes),
    "charter": ("charters.charter", charter),
    "edition": ("charters.edition", edition),
    "consultation": ("charters.edition", consultation),
    "need": ("lounge.thread", of_kind()),
    "worry": ("lounge.thread", of_kind(worry=True)),
    "plan": ("lounge.thread", of_kind(plan=True)),
    "invitation": ("lounge.thread", of_kind(invitation=True, room_for=8)),
    "met": ("lounge.thread", of_kind(state="met", ended_at=timezone.now())),
    "week": ("today.week", week),
    "week with thanks": ("today.week", done_tasks),
    "task": ("meetings.task", task),
    "task done": ("meetings.task", task_done),
    "matter": ("matters.matter", matter),
    "account": ("ledger.account", account),
    "story": ("stories.story", story),
    "building": ("residents.building", itself),
    "handover": ("residents.hand_over", itself),
}


def test_everything_that_can_be_forwarded_is_walked():
    assert {label for label, _make in MADE.values()} == set(shareable())


@pytest.mark.parametrize("name", MADE)
def test_what_leaves_is_short_has_one_link_and_names_nobody(
    enter, building, leader, core, authors, name
):
    label, make = MADE[name]
    thing = make(building, leader, core, authors)
    pk = thing.pk if thing else CalendarWeek.of(timezone.localdate()).key
    client = enter("leader")
    page = client.get(reverse("inbox:share", args=["114", label, pk]))
    text = page.context["text"]
    address = f"http://testserver{arrival_path(building, label, pk)}"
    assert re.findall(r"http\S+", text) == [address]
    assert text.endswith(f"\n{address}"), "the link stands on its own line"
    assert len(text) <= MAX_TEXT, text
    assert text.startswith("【连心楼】")
    told = text + page.context["card"].asks
    private = {word for user in User.objects.all() for word in (user.shown_name, user.username)}
    private |= {f"{home.flat.room}室" for home in Household.objects.select_related("flat")}
    private |= {"腿", "+861380", "None"} | ({"不同意"} if name != "result" else set())
    assert {word for word in private if word in told} == set()

    card = client.get(reverse("inbox:picture", args=["114", label, pk]))
    assert qr_codes_in(Image.open(io.BytesIO(card.content))) == [address]


@pytest.mark.parametrize("name", ["account", "matter", "notice", "canvass"])
def test_the_page_says_of_numbers_of_homes_only_where_there_are_some(
    enter, building, leader, core, authors, name
):
    label, make = MADE[name]
    thing = make(building, leader, core, authors)
    page = enter("leader").get(reverse("inbox:share", args=["114", label, thing.pk]))
    counts = bool(re.search(r"\d+[家户]", page.context["text"]))
    assert ("里面只有家数" in page.text) == counts
    assert "哪一家" in page.text


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "还没有人回应"),
        ({"posts": 4}, "3条回应"),
        ({"state": "met", "ended_at": timezone.now()}, "解决了"),
        ({"worry": True, "posts": 4}, ""),
        ({"invitation": True, "room_for": 8}, "1位来，还可以来7位"),
        ({"invitation": True, "room_for": 1}, "1位来，满了"),
        ({"invitation": True}, "1位来"),
    ],
    ids=["new", "answered", "met", "worry", "room", "full", "any number"],
)
def test_a_thread_says_the_state_of_the_moment(enter, building, more, state):
    made = ThreadFactory(building=building, **more)
    page = enter("resident").get(reverse("inbox:share", args=["114", "lounge.thread", made.pk]))
    assert page.context["card"].state == state


@pytest.mark.parametrize(
    ("signed", "asked", "words"),
    [(20, 20, "20户都签了。"), (15, 20, "20户里15户签了。"), (19, 20, ""), (None, None, "")],
)
def test_a_charter_counts_signatures_unless_that_would_point_at_somebody(
    enter, building, signed, asked, words
):
    made = make_draft_in_force(building, signed=signed, asked=asked).edition
    page = enter("resident").get(reverse("inbox:share", args=["114", "charters.edition", made.pk]))
    assert page.context["card"].state == words


def test_a_consultation_says_until_when(enter, building):
    made = make_discussed_draft(building).edition
    page = enter("resident").get(reverse("inbox:share", args=["114", "charters.edition", made.pk]))
    assert "意见提到" in page.context["text"]


@pytest.mark.parametrize("state", ["replaced", "drafting"])
def test_an_edition_that_is_written_or_over_is_not_forwarded(enter, building, state):
    made = make_draft_in_force(building, replaced=state == "replaced").edition
    if state == "drafting":
        made = make_discussed_draft(building).edition
        type(made).objects.filter(pk=made.pk).update(state=state)
    url = reverse("inbox:share", args=["114", "charters.edition", made.pk])
    assert enter("resident").get(url).status_code == 404


PAGES = {
    "task": (task, "meetings.task", lambda one: one.get_absolute_url()),
    "thread": (of_kind(), "lounge.thread", lambda one: one.get_absolute_url()),
    "matter": (matter, "matters.matter", lambda one: one.get_absolute_url()),
    "charter": (edition, "charters.edition", lambda one: one.charter.get_absolute_url()),
    "consultation": (consultation, "charters.edition", lambda one: one.get_absolute_url()),
}


@pytest.mark.parametrize("name", PAGES)
def test_its_page_has_the_button(enter, building, leader, core, authors, name):
    make, label, url_of = PAGES[name]
    thing = make(building, leader, core, authors)
    share = reverse("inbox:share", args=["114", label, thing.pk])
    assert f'href="{share}"' in enter("resident").get(url_of(thing)).text
