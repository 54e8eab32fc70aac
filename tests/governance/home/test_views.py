from __future__ import annotations

import pytest

from tests.factories import HouseholdFactory, NoticeFactory, OfficeFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db

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


def test_at_most_three_unread_notices_wait(enter, building):
    NoticeFactory.create_batch(4, building=building)
    assert enter("resident").get(HOME).content.decode().count("还没看过的通知") == 3


@pytest.mark.parametrize("persona", ["leader", "staff"])
def test_who_writes_finds_the_pens_on_the_home_page(enter, building, persona):
    page = enter(persona).get(HOME).content.decode()
    assert all(words in page for words in ("贴通知", "召集议事会", "写楼组公约"))


@pytest.mark.parametrize("count", [1, 3])
def test_home_query_count(enter, building, resident, count, django_assert_num_queries):
    NoticeFactory.create_batch(count, building=building)
    ThreadFactory.create_batch(count, building=building)
    MeetingFactory.create_batch(count, building=building)
    OfficeFactory.create_batch(count, building=building, kind="volunteer")
    client = enter("resident")
    with django_assert_num_queries(10):
        client.get(HOME)
