"""Who sees what at the front; the leader's office is handed over with all that is open."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from residents.models import Building, User
from residents.people.actions.offices import end_office
from residents.people.queries.offices import leader_office_in
from tests.factories import HouseholdFactory, MembershipFactory, NoticeFactory, OfficeFactory
from tests.factories.inbox import InboxItemFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db

INSIDERS = ("leader", "core", "deputed", "volunteer", "resident", "staff")
FEW = {
    **dict.fromkeys(INSIDERS, 403),
    "leader": 200,
    "staff": 200,
    "neighbour": 404,
    "foreign_staff": 404,
    "visitor": 302,
}


def url(member=None):
    name = "hand_over_to" if member else "hand_over"
    return reverse(f"home:{name}", args=["114", *([member.pk] if member else [])])


@pytest.fixture
def successor(building, leader):
    return MembershipFactory(household__building=building, user__shown_name="王阿姨")


@pytest.fixture
def left_open(building, leader):
    """One of everything that is open, and of what is not."""
    NoticeFactory(building=building, title="写了一半", state="draft", announced=False)
    later = timezone.now() + dt.timedelta(days=3)
    NoticeFactory(building=building, title="过两天贴", shows_from=later, announced=False)
    NoticeFactory(building=building, title="已经贴了")
    MeetingFactory(building=building, title="下周的会")
    MeetingFactory(building=building, title="开过的会", over=True)
    ThreadFactory(building=building, title="纸箱")
    ThreadFactory(building=building, title="梯子", state="met", ended_at=timezone.now())


@pytest.mark.parametrize("persona", FEW)
def test_who_may_hand_over(enter, building, leader, successor, persona):
    client = enter(persona)
    done = client.get(url()).status_code, client.get(url(successor)).status_code
    assert done == (FEW[persona],) * 2
    status = client.post(url(successor), {"once": "k"}).status_code
    assert status == (302 if FEW[persona] in {200, 302} else FEW[persona])
    assert (leader_office_in(building).user == successor.user) == (FEW[persona] == 200)


def test_what_is_open_is_listed_and_nothing_else(enter, leader, successor, left_open):
    page = enter("leader").get(url()).text
    for title in ("写了一半", "过两天贴", "下周的会", "纸箱"):
        assert title in page
    for title in ("已经贴了", "开过的会", "梯子"):
        assert title not in page
    assert (str(successor) in page, url(leader.memberships.get()) in page) == (True, False)


PAPER = reverse("home:hand_over_paper", args=["114"])


@pytest.mark.parametrize("persona", FEW)
def test_who_may_print_what_is_handed_over(enter, leader, persona):
    assert enter(persona).get(PAPER).status_code == FEW[persona]


def test_on_paper_stand_the_people_and_all_that_is_open(enter, building, leader, left_open):
    OfficeFactory(kind="team", building=building, user__shown_name="修灯的", contact="5588")
    page = enter("leader").get(PAPER).text
    for words in ("修灯的", "5588", "自管小组", "写了一半", "过两天贴", "下周的会", "纸箱"):
        assert words in page
    for title in ("已经贴了", "梯子", "只印了前"):
        assert title not in page


def test_a_room_with_very_much_open_says_so(enter, building, leader, monkeypatch):
    monkeypatch.setattr("governance.home.views.MAX_ON_PAPER", 2)
    client = enter("leader")
    for n, more in ((1, False), (2, True)):
        NoticeFactory(building=building, state="draft", announced=False)
        assert ("只印了前2条，全部在网页上看。" in client.get(PAPER).text) == more, n


def test_paper_with_nothing_open_says_so(enter, leader):
    assert "现在没有没办完的事" in enter("leader").get(PAPER).text


@pytest.mark.parametrize("more", [0, 2])
def test_the_paper_costs_the_same_however_much_is_open(
    enter, building, leader, left_open, django_assert_num_queries, more
):
    for n in range(more):
        OfficeFactory(kind="team", building=building)
        NoticeFactory(building=building, state="draft", announced=False)
        ThreadFactory(building=building, title=f"事{n}")
        MeetingFactory(building=building, title=f"会{n}")
    client = enter("leader")
    client.get(PAPER)
    with django_assert_num_queries(30):
        client.get(PAPER)


def test_what_will_happen_is_said_before_it_does(enter, building, leader, successor):
    page = enter("leader").get(url(successor)).text
    assert f"{leader}从今天起不再是楼组长" in page
    assert "王阿姨是楼组长" in page
    assert leader_office_in(building).user == leader


def test_the_new_leader_finds_at_home_what_is_open(
    client, enter, building, leader, successor, left_open
):
    page = enter("leader").post(url(successor), {"once": "k"}, follow=True).text
    assert "交接好了：从今天起，王阿姨是楼组长。" in page
    client.force_login(User.objects.get(pk=successor.user_id))
    home = client.get(building.get_absolute_url()).text
    assert "接任以后，还没办完的" in home
    assert all(title in home for title in ("写了一半", "过两天贴", "下周的会", "纸箱"))
    assert "接任以后" not in enter("leader").get(building.get_absolute_url()).text


def test_after_a_month_home_is_as_before(enter, building, leader, left_open):
    """The leader of the cast began long ago."""
    assert "接任以后" not in enter("leader").get(building.get_absolute_url()).text


def test_without_a_leader_the_committee_appoints_one(enter, building, successor, staff):
    end_office(leader_office_in(building), by=None)
    client = enter("staff")
    assert "现在没有楼组长，请居委委派" in client.get(url()).text
    page = client.get(url(successor), follow=True)
    assert "现在没有楼组长，请居委委派" in page.text
    assert leader_office_in(Building.objects.get(pk=building.pk)) is None


def test_with_nobody_else_and_nothing_open_the_page_says_so(enter, building, leader):
    page = enter("leader").get(url()).text
    assert ("还没有别的邻居加入" in page, "现在没有没办完的事" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_handing_over_costs_the_same_whatever_is_open(
    enter, building, leader, rows, django_assert_num_queries
):
    MembershipFactory.create_batch(rows, household__building=building)
    NoticeFactory.create_batch(rows, building=building, state="draft", announced=False)
    MeetingFactory.create_batch(rows, building=building)
    ThreadFactory.create_batch(rows, building=building)
    client = enter("leader")
    with django_assert_num_queries(14):
        client.get(url())


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("since", "queries"), [("2020-01-01", 51), (None, 58)])
def test_home_costs_the_same_whatever_its_length(
    client, building, since, queries, rows, django_assert_num_queries
):
    """A new leader's home brings what was left open, too."""
    user = MembershipFactory(household__building=building).user
    OfficeFactory(user=user, building=building, since=since or timezone.localdate())
    NoticeFactory.create_batch(rows, building=building)
    NoticeFactory.create_batch(rows, building=building, state="draft", announced=False)
    MeetingFactory.create_batch(rows, building=building)
    ThreadFactory.create_batch(rows, building=building)
    client.force_login(user)
    with django_assert_num_queries(queries):
        client.get(building.get_absolute_url())


HOME = "/b/114/"


@pytest.fixture
def open_house(building):
    building.public_page = True
    building.save()
    return building


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        (False, {"resident": 200, "staff": 200, "neighbour": 404, "visitor": 302}),
        (True, {"resident": 200, "staff": 200, "neighbour": 200, "visitor": 200}),
    ],
)
def test_who_may_come_to_the_front(enter, building, public, expected):
    building.public_page = public
    building.save()
    assert {p: enter(p).get(HOME).status_code for p in expected} == expected


def test_a_visitor_sees_counts_and_public_notices_and_nothing_else(client, open_house):
    HouseholdFactory.create_batch(2, building=open_house, aged_0_6=1, aged_60_up=2, aged_18_59=0)
    NoticeFactory(building=open_house, title="对外的", audience="public")
    NoticeFactory(building=open_house, title="楼里的")
    ThreadFactory(building=open_house, title="客厅里的话")
    page = client.get(HOME).content.decode()
    shown = [word in page for word in ("2户 6人", "对外的", "楼里的", "客厅里的话")]
    assert shown == [True, True, False, False]


def test_an_empty_house_says_what_will_come_and_whom_to_ask(enter, building):
    page = enter("resident").get(HOME).content.decode()
    for words in ("现在没有等您办的事", "公示栏还空着", "还没有人说话", "这栋楼还没有楼组长"):
        assert words in page


def test_three_new_things_are_shown_and_the_inbox_has_the_rest(enter, building, resident):
    InboxItemFactory.create_batch(4, user=resident, message__building=building)
    client = enter("resident")
    page = client.get(HOME).content.decode()
    assert ("全部，共4条" in page, page.count("楼里贴出了通知")) == (True, 3)
    assert "现在没有等您办的事" in page
    assert client.get(reverse("inbox:inbox", args=["114"])).text.count("楼里贴出了通知") == 4


def test_meetings_and_tasks_can_be_reached_without_any(enter, building):
    page = enter("resident").get(HOME).text
    for name in ("list", "tasks"):
        assert f'href="{reverse(f"meetings:{name}", args=["114"])}"' in page


@pytest.mark.parametrize("persona", ["leader", "staff"])
def test_who_writes_finds_the_pens_on_the_home_page(enter, building, persona):
    page = enter(persona).get(HOME).content.decode()
    assert all(words in page for words in ("贴通知", "召集议事会", "楼组公约"))
