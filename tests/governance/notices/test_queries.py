"""What stands on the board at which minute, in which order, and for whom."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from governance.canvass.models import Answer, Canvass, Objection, Voice
from governance.canvass.queries.reach import CanvassReach
from governance.notices.models import Circular, CircularAttachment, Notice, Reading
from governance.notices.queries import (
    PostingOutcome,
    arrivals_of,
    blocked_items,
    canvassed_notices_in,
    circulars_with_counts,
    inhabited_buildings,
    next_change_at,
    notices_to_announce,
    outcome_of,
    past_notices_in,
    posted_notices_of,
    postings_ending_in,
    postings_to_carry,
    postings_to_end,
    shown_notices_in,
    unpublished_notices_in,
    weekly_descriptions,
)
from residents.models import Building, Standing
from residents.rooms.waiting import Urgency
from tests.factories import AttachmentFactory, BuildingFactory, HouseholdFactory, NoticeFactory
from tests.factories.canvass import make_open_canvass

pytestmark = pytest.mark.django_db
NOW = timezone.now()
"""Not a fixed day, because the deadlines of canvasses go by the clock of the database."""
HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)
RESIDENT, LEADER, VISITOR = Standing(households=(1,)), Standing(offices=("leader",)), Standing()
POSTING = {"kind": "posting", "period": "stairwell", "basis": {"days": 7}, "announced": False}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def notice(cast, hours=-1.0, **more):
    plain = {"building": cast.building, "shows_from": NOW + hours * HOUR}
    return NoticeFactory(**{**plain, **more})


def board(cast, standing=RESIDENT, **more):
    return shown_notices_in(cast.building, standing, None, **more).rows


def test_pinned_notices_come_first_then_the_newest(cast):
    old, pinned, new = notice(cast, -9), notice(cast, -8, pinned=True), notice(cast, -1)
    older = notice(cast, -10, pinned=True)
    assert board(cast) == [pinned, older, new, old]


def test_a_notice_hangs_from_its_hour_until_the_second_of_its_end(cast):
    begins = notice(cast, 0)
    notice(cast, 0, shows_from=NOW + SECOND)
    ends = notice(cast, expires_at=NOW + SECOND)
    over = notice(cast, expires_at=NOW)
    assert set(board(cast)) == {begins, ends}
    assert past_notices_in(cast.building, RESIDENT).rows == [over]


@pytest.mark.parametrize("state", ["draft", "discarded", "withdrawn"])
def test_only_posted_notices_hang(cast, state):
    reason = {"withdrawn_reason": "写错了"} if state == "withdrawn" else {}
    notice(cast, state=state, **reason)
    assert board(cast, LEADER) == []


def test_visitors_read_what_is_public_and_nothing_that_was_never_seen(cast):
    public, _inside = notice(cast, audience="public"), notice(cast)
    down = {"state": "withdrawn", "withdrawn_reason": "写错了"}
    seen = notice(cast, audience="public", **down)
    unseen = notice(cast, audience="public", announced=False, **down)
    assert board(cast, VISITOR) == [public]
    assert past_notices_in(cast.building, VISITOR).rows == [seen]
    assert set(past_notices_in(cast.building, LEADER).rows) == {seen, unseen}


def test_the_board_marks_what_a_member_has_not_opened(cast):
    user = cast["resident"]
    read, unread = notice(cast), notice(cast, -2)
    Reading.objects.create(notice=read, user=user)
    Reading.objects.create(notice=unread, user=cast["core"])
    rows = shown_notices_in(cast.building, RESIDENT, user).rows
    assert [(one, one.unread) for one in rows] == [(read, False), (unread, True)]


def test_a_page_of_the_board_costs_one_statement_with_its_addresses(
    cast, django_assert_num_queries
):
    rows = [notice(cast, -hours) for hours in range(1, 28)]
    with django_assert_num_queries(1):
        first = shown_notices_in(cast.building, RESIDENT, cast["resident"])
        assert first.rows[0].get_absolute_url() == f"/b/114/notices/{rows[0].pk}/"
        assert all(one.byline for one in first.rows)
    rest = board(cast, after=first.next_url.removeprefix("?after="))
    assert first.rows + rest == rows


def test_drafts_and_scheduled_notices_wait_the_newest_first(cast):
    scheduled, draft = notice(cast, 5), notice(cast, state="draft", announced=False)
    notice(cast)
    notice(cast, state="discarded")
    assert unpublished_notices_in(cast.building) == [draft, scheduled]


def test_the_board_changes_at_the_next_beginning_or_end(cast, django_assert_num_queries):
    notice(cast, 0, expires_at=NOW + 9 * HOUR)
    notice(cast, -5, expires_at=NOW)
    assert next_change_at(cast.building) == NOW + 9 * HOUR
    notice(cast, 3)
    NoticeFactory(building=cast.next_door, shows_from=NOW + HOUR)
    with django_assert_num_queries(1):
        assert next_change_at(cast.building) == NOW + 3 * HOUR
    assert next_change_at(BuildingFactory()) is None


def test_the_board_changes_when_an_event_begins_and_ends(cast):
    notice(cast, happens_from=NOW - HOUR, happens_until=NOW + 4 * HOUR)
    assert next_change_at(cast.building) == NOW + 4 * HOUR
    notice(cast, happens_from=NOW + 2 * HOUR)
    assert next_change_at(cast.building) == NOW + 2 * HOUR


def test_the_board_changes_when_a_canvass_closes(cast):
    canvass = make_open_canvass(cast.building, cast["leader"], purpose="tell", preset="tell")
    assert next_change_at(cast.building) == canvass.closes_at


def test_attachments_are_described_for_posted_notices_only(cast, django_assert_num_queries):
    two, none, down = notice(cast), notice(cast), notice(cast, state="draft")
    for one in (two, two, down):
        AttachmentFactory(notice=one)
    with django_assert_num_queries(0):
        assert weekly_descriptions([]) == {}
    found = weekly_descriptions([two.pk, none.pk, down.pk])
    assert found == {two.pk: f"{two.body}，附：2张照片", none.pk: none.body}


def make_circular(cast):
    return Circular.objects.create(
        neighbourhood=cast.building.neighbourhood, title="停水", body="周三", author=cast["staff"]
    )


def test_attachments_of_a_circular_count_as_the_notices_own(cast):
    circular = make_circular(cast)
    one = notice(cast, circular=circular)
    AttachmentFactory(notice=one)
    found = {at: ContentFile(b"jpeg", "a.jpg") for at in ("file", "thumbnail")}
    CircularAttachment.objects.create(circular=circular, kind="photo", name="图.jpg", **found)
    assert weekly_descriptions([one.pk]) == {one.pk: f"{one.body}，附：2张照片"}


@pytest.fixture
def carried(cast):
    """A public posting that is carried to the doors of the personas' households."""
    canvass = make_open_canvass(cast.building, cast["leader"], purpose="hear", preset="tell")
    return notice(cast, canvass=canvass, expires_at=NOW + 30 * HOUR, **POSTING)


def object_to(posting, *states):
    """Let so many voices object, each with an objection of this state."""
    for voice, state in zip(Voice.objects.filter(canvass=posting.canvass), states, strict=False):
        answer = Answer.objects.create(
            voice=voice,
            choice="object",
            reason="吵",
            channel="web",
            version=1,
            by=posting.author,
            said_at=NOW,
        )
        ended = {} if state == "raised" else {"ended_at": NOW, "ended_by": answer}
        Objection.objects.create(
            voice=voice,
            answer=answer,
            state=state,
            raised_at=NOW,
            offer="加垫子" if state == "met" else "",
            **ended,
        )


def test_the_outcome_counts_households_that_objected_and_that_still_do(cast, carried):
    object_to(carried, "withdrawn", "met", "stands", "raised")
    outcome = outcome_of(carried)
    assert (outcome.raised, outcome.left) == (4, 2)


def test_a_household_that_objected_twice_is_counted_once(cast, carried):
    object_to(carried, "withdrawn")
    object_to(carried, "stands")
    outcome = outcome_of(carried)
    assert (outcome.raised, outcome.left) == (1, 1)


def test_a_notice_that_nobody_carries_has_no_outcome(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert outcome_of(Notice()) == PostingOutcome(CanvassReach(0, 0), 0, 0)


@pytest.mark.parametrize(
    ("expected", "raised", "words"),
    [
        (3, 2, "3/9户知道"),
        (4, 0, "4/9户知道，没有人提意见"),
        (4, 2, "4/9户知道，2户提过意见，1户还有意见"),
    ],
)
def test_objections_are_told_once_their_number_names_nobody(expected, raised, words):
    assert str(PostingOutcome(CanvassReach(expected, 9), raised, 1)) == words


def test_a_canvass_leads_to_the_notice_that_it_carries(cast, carried):
    assert canvassed_notices_in(cast.building) == {carried.canvass_id: carried}
    Canvass.objects.filter(pk=carried.canvass_id).update(
        state="withdrawn", withdrawn_at=NOW, withdrawn_reason="不办了"
    )
    assert canvassed_notices_in(cast.building) == {}


def test_a_notice_that_came_down_is_not_what_is_carried(cast, carried):
    Notice.objects.filter(pk=carried.pk).update(expires_at=NOW)
    assert canvassed_notices_in(cast.building) == {}


def test_postings_that_end_today_are_listed_by_their_end(cast):
    later, sooner = (notice(cast, expires_at=NOW + hours * HOUR, **POSTING) for hours in (3, 2))
    notice(cast, expires_at=NOW + 4 * HOUR, **POSTING)
    notice(cast, expires_at=NOW + HOUR)
    assert postings_ending_in(cast.building, before=NOW + 4 * HOUR) == [sooner, later]


def here():
    return Building.objects.filter(slug="114")


def test_the_committee_hears_of_postings_in_their_last_three_days_and_after(cast):
    soon, over = (notice(cast, expires_at=NOW + hours * HOUR, **POSTING) for hours in (72, 0))
    notice(cast, expires_at=NOW + 72 * HOUR + SECOND, **POSTING)
    notice(cast, -50, expires_at=NOW - HOUR, ended_at=NOW, **POSTING)
    NoticeFactory(building=cast.next_door, expires_at=NOW + HOUR, **POSTING)
    found = list(blocked_items(here(), NOW))
    assert [(item.what, item.urgency, item.note) for item in found] == [
        (over.title, Urgency.NOW, "公示期满，还没记下意见"),
        (soon.title, Urgency.SOON, "公示快期满了"),
    ]
    assert found[0].building == cast.building


def test_the_clock_announces_what_is_due_and_ends_what_ran_out(cast):
    due = notice(cast, 0, announced=False)
    notice(cast, 0, announced=False, shows_from=NOW + SECOND)
    notice(cast, announced=False, state="draft")
    posting = {**POSTING, "announced": True}
    asked = make_open_canvass(cast.building, cast["leader"])
    ran_out = notice(cast, expires_at=NOW, canvass=asked, **posting)
    notice(cast, expires_at=NOW)
    unasked = notice(cast, expires_at=NOW + SECOND, **posting)
    notice(cast, expires_at=NOW, **posting)
    notice(cast, -50, expires_at=NOW - HOUR, ended_at=NOW, **posting)
    assert list(notices_to_announce()) == [due]
    assert list(postings_to_end()) == [ran_out]
    assert list(postings_to_carry()) == [unasked]


def test_nothing_is_announced_or_ended_in_a_closed_building(cast):
    closed = BuildingFactory(until=timezone.localdate())
    NoticeFactory(building=closed, announced=False)
    NoticeFactory(building=closed, expires_at=NOW, shows_from=NOW - HOUR, **POSTING)
    assert not notices_to_announce().exists()
    assert not postings_to_end().exists()


def test_a_building_is_inhabited_if_a_household_lives_there_today(cast):
    empty, gone, lived_in = BuildingFactory(), BuildingFactory(), BuildingFactory()
    HouseholdFactory(building=empty, occupancy="empty", aged_18_59=0)
    HouseholdFactory(building=gone, until=timezone.localdate())
    for _ in range(2):
        HouseholdFactory(building=lived_in)
    assert inhabited_buildings([empty, gone, lived_in]) == {lived_in.pk}


def test_a_circular_knows_how_many_got_it_and_how_many_still_hang(cast):
    sent, unsent = make_circular(cast), make_circular(cast)
    hanging = NoticeFactory(building=cast.next_door, circular=sent)
    notice(cast, circular=sent, state="withdrawn", withdrawn_reason="写错了")
    rows = circulars_with_counts(Circular.objects.order_by("pk"))
    assert [(one, one.buildings, one.hanging) for one in rows] == [(sent, 2, 1), (unsent, 0, 0)]
    assert list(posted_notices_of(sent)) == [hanging]


def test_arrivals_count_readers_and_households_with_two_statements(
    cast, carried, django_assert_num_queries
):
    circular = make_circular(cast)
    Notice.objects.filter(pk=carried.pk).update(circular=circular)
    quiet = NoticeFactory(building=cast.next_door, circular=circular)
    for persona in ("resident", "core"):
        Reading.objects.create(notice=carried, user=cast[persona])
    voices = Voice.objects.filter(canvass=carried.canvass).count()
    with django_assert_num_queries(2):
        rows = arrivals_of(circular).rows
        assert [(one, one.readers, one.reach) for one in rows] == [
            (carried, 2, CanvassReach(0, voices)),
            (quiet, 0, None),
        ]
        assert [str(one.building) for one in rows]
