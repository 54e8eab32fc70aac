"""Who comes, who came, and what the page of a meeting gathers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.models import Visit, Voice
from governance.meetings.queries.page import (
    InvitationReach,
    Reply,
    attendance_of,
    attendance_version,
    households_at,
    meeting_page_for,
    meetings_for_page,
    present_at,
    reach_of,
    seats_of,
)
from residents.models import Household, Standing
from tests.factories import HouseholdFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    PresenceFactory,
    ResolutionFactory,
    wish_for,
)

pytestmark = pytest.mark.django_db
NOBODY = Standing()


def home(cast, room, **more):
    return HouseholdFactory(
        building=cast.building, flat__floor=int(room[0]), flat__room=room, **more
    )


def presence(cast, meeting, *, coming, **more):
    said_by = None if coming is None else cast["resident"]
    return PresenceFactory(meeting=meeting, coming=coming, said_by=said_by, **more)


def test_households_are_counted_by_what_they_said_and_by_whether_they_came(cast):
    meeting = MeetingFactory(building=cast.building, held=True)
    for coming, present in ((True, True), (True, False), (False, True), (None, True)):
        presence(cast, meeting, coming=coming, present=present)
    seats = seats_of(meeting, NOBODY)
    assert (seats.coming, seats.not_coming, seats.present, seats.mine) == (2, 1, 3, [])


def test_each_home_of_the_reader_has_its_own_reply(cast):
    meeting = MeetingFactory(building=cast.building)
    homes = [home(cast, room) for room in ("401", "402", "403")]
    presence(cast, meeting, household=homes[0], coming=True, present=False)
    presence(cast, meeting, household=homes[1], coming=False, present=False)
    standing = Standing(
        households=tuple(one.pk for one in homes), rooms=tuple(one.flat.room for one in homes)
    )
    assert seats_of(meeting, standing).mine == [
        Reply(homes[0].pk, "401", coming=True),
        Reply(homes[1].pk, "402", coming=False),
        Reply(homes[2].pk, "403", coming=None),
    ]


def test_the_reach_counts_voices_that_somebody_met(cast):
    assert reach_of(MeetingFactory(building=cast.building)) is None
    carried = make_open_canvass(cast.building, cast["leader"], purpose="tell", preset="tell")
    meeting = MeetingFactory(building=cast.building, invitation=carried)
    first, second, *others = Voice.objects.filter(canvass=carried)
    for voice, outcome in ((first, "not_in"), (second, "told"), (second, "talked")):
        Visit.objects.create(
            voice=voice, outcome=outcome, by=cast["core"], visited_at=timezone.now()
        )
    assert reach_of(meeting) == InvitationReach(1, 2 + len(others))


def test_the_sheet_lists_who_lives_here_on_the_day_by_floor_and_room(cast):
    meeting = MeetingFactory(building=cast.building, held=True)
    day = timezone.localdate(meeting.starts_at)
    Household.objects.filter(building=cast.building).update(occupancy="empty", aged_18_59=0)
    upper, lower, left = home(cast, "602"), home(cast, "101"), home(cast, "102")
    later = {"since": day + dt.timedelta(days=1)}
    home(cast, "103", **later)
    home(cast, "104", until=day)
    home(cast, "105", occupancy="empty", aged_18_59=0)
    Household.objects.filter(pk=left.pk).update(until=day + dt.timedelta(days=1))
    assert households_at(meeting) == [lower, left, upper]
    assert [(floor.number, len(floor.seats)) for floor in attendance_of(meeting)] == [
        (1, 2),
        (6, 1),
    ]


def test_a_household_that_came_is_listed_whatever_became_of_it(cast):
    meeting = MeetingFactory(building=cast.building, held=True)
    day = timezone.localdate(meeting.starts_at)
    gone, empty = home(cast, "701", until=day), home(cast, "702", occupancy="empty", aged_18_59=0)
    assert not {gone, empty} & set(households_at(meeting))
    for one in (empty, gone):
        PresenceFactory(meeting=meeting, household=one)
    assert households_at(meeting)[-2:] == [gone, empty]
    assert present_at(meeting) == [gone, empty]
    assert attendance_of(meeting)[-1].seats[0].present


def test_the_version_of_the_attendance_depends_on_who_was_there_and_not_on_the_order(cast):
    one, other = home(cast, "801"), home(cast, "802")
    assert attendance_version([one, other]) == attendance_version([other, one])
    versions = {attendance_version(present) for present in ([], [one], [other], [one, other])}
    assert len(versions) == 4


def test_only_a_household_that_came_marks_the_meeting_for_its_members(cast):
    meeting = MeetingFactory(building=cast.building, held=True)
    came = presence(cast, meeting, household=cast.home, coming=True, present=False)
    resident = Standing(households=(cast.home.pk,))

    def marked(standing):
        return meetings_for_page(standing).get(pk=meeting.pk).present

    assert [marked(one) for one in (resident, NOBODY)] == [False, False]
    came.present = True
    came.save()
    assert [marked(one) for one in (resident, NOBODY)] == [True, False]


def test_the_leader_finds_wishes_of_the_lounge_while_the_agenda_can_change(cast):
    wish = wish_for(ThreadFactory(building=cast.building), cast["leader"])
    ahead, held = (MeetingFactory(building=cast.building, held=over) for over in (False, True))
    assert meeting_page_for(ahead, NOBODY, edits=True).wishes == [wish]
    assert meeting_page_for(ahead, NOBODY, edits=False).wishes == []
    assert meeting_page_for(held, NOBODY, edits=True).wishes == []


def test_the_planned_minutes_are_those_of_the_items_that_name_any(cast):
    meeting = MeetingFactory(building=cast.building, held=True)
    for number, minutes in ((1, 15), (2, None), (3, 30)):
        item = AgendaItemFactory(meeting=meeting, number=number, minutes=minutes)
        ResolutionFactory(item=item, text=f"决议{number}")
    page = meeting_page_for(meeting, NOBODY, edits=False)
    assert page.planned_minutes == 45
    assert [one.text for one in page.resolutions] == ["决议1", "决议2", "决议3"]
    empty = meeting_page_for(MeetingFactory(building=cast.building), NOBODY, edits=False)
    assert (empty.planned_minutes, empty.resolutions, empty.reach) == (0, [], None)
