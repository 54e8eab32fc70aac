"""What the front page says of the newest lines."""

from __future__ import annotations

import datetime as dt

import pytest

from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
from governance.journal.news import LINES_READ, news_lines_in
from governance.journal.queries import latest_lines_in
from residents.models import Standing
from residents.rooms.manifest import rooms
from tests.factories import NoticeFactory
from tests.factories.ledger import AccountFactory

pytestmark = pytest.mark.django_db
RESIDENT = Standing(households=(0,))


def texts(building, count=6):
    return [line.text for line in news_lines_in(building, RESIDENT, count=count)]


def test_what_carries_a_thing_is_news_only_of_the_thing_itself(building, leader):
    notice, other = (NoticeFactory(building=building) for _ in range(2))
    for one in (notice, other):
        enter(one, "notices.posted", by=leader)
    assert len(texts(building)) == 2
    link(building, notice, other, LinkKind.CARRIED_BY)
    assert (
        texts(building) == [line.text for line in latest_lines_in(building, RESIDENT, count=9)][1:]
    )


def test_lines_of_a_day_that_a_room_tells_together_are_one(
    building, leader, django_assert_num_queries
):
    account, notice = AccountFactory(building=building), NoticeFactory(building=building)
    enter(account, "ledger.share_confirmed", by=leader)
    enter(notice, "notices.posted", by=leader)
    enter(account, "ledger.share_returned", by=leader)
    enter(account, "ledger.confirmed", by=leader, happened_on=dt.date(2021, 4, 10))
    with django_assert_num_queries(1):
        sum_, posted = news_lines_in(building, RESIDENT, count=6)
    assert (sum_.text, sum_.url) == ("今天核对了3笔账", account.get_absolute_url())
    assert notice.title in posted.text


def test_one_line_alone_says_who_did_it(building, leader):
    enter(AccountFactory(building=building, name="电费"), "ledger.share_confirmed", by=leader)
    (text,) = texts(building)
    assert "核对了“电费”里一户交的钱" in text


def test_lines_about_several_pages_lead_to_the_page_of_all(building, leader):
    for _ in range(2):
        enter(AccountFactory(building=building), "ledger.entered", by=leader)
    (line,) = news_lines_in(building, RESIDENT, count=6)
    assert (line.text, line.url) == ("今天记了2笔账", "/b/114/ledger/")


def test_many_lines_that_are_told_together_leave_room_for_others(building, leader):
    notice, account = NoticeFactory(building=building), AccountFactory(building=building)
    enter(notice, "notices.posted", by=leader)
    for _ in range(LINES_READ):
        enter(account, "ledger.share_confirmed", by=leader)
    assert len(texts(building, count=2)) == 2
    assert len(latest_lines_in(building, RESIDENT, count=99)) == LINES_READ + 1


@pytest.mark.parametrize(
    "room", [room for room in rooms() if room.day_sums], ids=lambda room: room.name
)
def test_every_sum_is_of_verbs_that_the_room_has(room):
    assert room.day_sums.keys() <= room.sentences.keys()
    for one in room.day_sums.values():
        assert str(one.words % {"day": "今天", "n": 2}).startswith("今天")
