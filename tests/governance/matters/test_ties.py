"""What belongs to a matter by the links, and what the leader ties and unties."""

from __future__ import annotations

from itertools import pairwise

import pytest

from governance.journal.actions import link
from governance.journal.models import Link, LinkKind
from governance.matters.actions.ties import tie_thing, untie_thing
from governance.matters.queries.tie_candidates import BY_BUILDING
from governance.matters.queries.ties import BEGINNINGS, matters_of, tied_views_of, ties_of
from louzu.lib.errors import Refused
from residents.models import Standing
from residents.rooms.waiting import thing_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_draft_canvass, make_open_canvass
from tests.factories.charters import EditionFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory, make_matter_from
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    ResolutionFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
LEADER, NEIGHBOUR = Standing(offices=("leader",)), Standing(households=(1,))


def chain(building, *things, kind=LinkKind.CAME_FROM):
    for cause, effect in pairwise(things):
        link(building, cause, effect, kind)


@pytest.fixture
def thread(building):
    return ThreadFactory(building=building, title="下楼要歇三回")


@pytest.fixture
def matter(thread):
    return make_matter_from(thread)


def notice(building):
    return NoticeFactory(building=building)


def task(building):
    return TaskFactory(building=building, resolution=None, text="量井道")


def test_causes_and_all_that_came_of_them_belong_to_it(building, thread, matter, leader):
    need, told, asked = ThreadFactory(building=building), notice(building), task(building)
    canvass = make_draft_canvass(building, leader)
    chain(building, need, thread)
    chain(building, thread, canvass, told)
    chain(building, matter, asked)
    found = ties_of(matter)
    assert set(found.causes) == {thing_of(need), thing_of(thread)}
    assert set(found.others) == {thing_of(one) for one in (canvass, told, asked)}
    assert matters_of(thing_of(told)) == [matter]
    assert [tied.view.title for tied in tied_views_of(found, NEIGHBOUR) if tied.is_cause] == [
        thread.title,
        need.title,
    ]


def test_another_matter_is_where_it_ends(building, thread, matter):
    other = make_matter_from(thread)
    theirs, further = notice(building), notice(building)
    chain(building, other, theirs)
    chain(building, matter, other, further)
    assert ties_of(matter).shown == [thing_of(thread)]
    assert matters_of(thing_of(theirs)) == [other]
    assert matters_of(thing_of(thread)) == [matter, other]


def test_what_carries_a_notice_to_the_doors_belongs_to_it_and_is_not_shown(
    building, matter, leader
):
    told, canvass = notice(building), make_draft_canvass(building, leader)
    chain(building, matter, told)
    chain(building, told, canvass, kind=LinkKind.CARRIED_BY)
    found = ties_of(matter)
    assert (found.carrying, found.ids_of("canvass.canvass")) == (
        [thing_of(canvass)],
        {canvass.pk},
    )
    assert thing_of(canvass) not in found.shown


def test_the_other_items_of_a_meeting_stay_out(building, thread, matter):
    meeting = MeetingFactory(building=building)
    mine, other = (AgendaItemFactory(meeting=meeting, number=n) for n in (1, 2))
    told = notice(building)
    chain(building, thread, mine)
    chain(building, matter, meeting, told)
    found = ties_of(matter)
    assert found.ids_of("meetings.agendaitem") == {mine.pk}
    assert (found.ids_of("meetings.meeting"), found.ids_of("notices.notice")) == (
        {meeting.pk},
        set(),
    )
    assert other.pk not in found.ids_of("meetings.agendaitem")


def test_a_ring_of_links_ends(building, matter):
    one, other = notice(building), notice(building)
    chain(building, matter, one, other)
    chain(building, other, one)
    assert set(ties_of(matter).others) == {thing_of(one), thing_of(other)}


def test_links_of_another_building_lead_nowhere(building, next_door, thread, matter):
    link(next_door, thread, NoticeFactory(building=next_door), LinkKind.TOLD_IN)
    assert ties_of(matter).shown == [thing_of(thread)]


def test_the_leader_ties_and_unties(building, matter, thread, leader):
    told, after = notice(building), task(building)
    chain(building, told, after)
    tie_thing(matter, thing_of(told), by=leader)
    assert set(ties_of(matter).others) == {thing_of(told), thing_of(after)}
    with pytest.raises(Refused, match="已经归"):
        tie_thing(matter, thing_of(told), by=leader)
    untie_thing(matter, thing_of(told), by=leader)
    assert (ties_of(matter).others, matter.untied.count()) == ([], 0)
    assert not Link.objects.filter(kind=LinkKind.PART_OF).exists()
    with pytest.raises(Refused, match="不在"):
        untie_thing(matter, thing_of(told), by=leader)
    verbs = building.journal.order_by("number").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["matters.tied", "matters.untied"]


KINDS = {
    "lounge.thread": lambda building, _by: ThreadFactory(building=building),
    "canvass.canvass": make_draft_canvass,
    "canvass.canvass ": make_open_canvass,
    "meetings.meeting": lambda building, _by: MeetingFactory(building=building),
    "meetings.resolution": lambda building, _by: ResolutionFactory(
        item__meeting__building=building
    ),
    "meetings.task": lambda building, _by: task(building),
    "notices.notice": lambda building, _by: notice(building),
    "charters.edition": lambda building, _by: EditionFactory(charter__building=building),
}
"""Label of a thing, and who makes one. Canvasses are drafts or run."""


def test_each_kind_of_thing_is_tried():
    assert {label.strip() for label in KINDS} == BEGINNINGS | set(BY_BUILDING)


@pytest.mark.parametrize("came", ["by hand", "before it", "of it"])
@pytest.mark.parametrize("label", KINDS)
def test_whatever_belongs_to_it_is_untied_and_tied_again(
    enter, building, leader, household, label, came
):
    one, client = KINDS[label](building, leader), enter("leader")
    thing = thing_of(one)
    if came == "before it":
        matter = MatterFactory(building=building)
        link(building, one, matter, LinkKind.CAME_FROM)
    else:
        matter = MatterFactory(building=building)
        if came == "of it":
            link(building, matter, one, LinkKind.CAME_FROM)
        else:
            tie_thing(matter, thing, by=leader)
    page, key = f"{matter.get_absolute_url()}{{}}/", {"thing": f"{thing[0]}:{thing[1]}"}
    for view, there in (("untie", []), ("tie_again", [thing]), ("untie", [])):
        if view == "tie_again" and came == "by hand":
            tie_thing(matter, thing, by=leader)
        else:
            response = client.post(page.format(view.replace("_", "-")), key)
            assert response.status_code == 302
        assert ties_of(matter).shown == there


def test_what_came_by_itself_is_left_out_and_taken_back_in(building, matter, thread, leader):
    told, after = notice(building), task(building)
    chain(building, thread, told, after)
    untie_thing(matter, thing_of(told), by=leader)
    assert ties_of(matter).others == []
    assert matters_of(thing_of(after)) == []
    tie_thing(matter, thing_of(told), by=leader)
    assert ties_of(matter).others == [thing_of(told), thing_of(after)]
    assert (matter.untied.count(), Link.objects.filter(kind=LinkKind.PART_OF).count()) == (0, 0)


def test_a_reader_sees_what_they_may_read(building, matter, leader):
    hidden, draft = ThreadFactory(building=building), make_draft_canvass(building, leader)
    type(hidden).objects.filter(pk=hidden.pk).update(hidden=True)
    chain(building, matter, hidden)
    chain(building, matter, draft)
    found = ties_of(matter)

    def shown(standing):
        return {tied.key for tied in tied_views_of(found, standing) if not tied.is_cause}

    assert shown(LEADER) == {f"canvass.canvass:{draft.pk}"}
    assert shown(NEIGHBOUR) == shown(Standing()) == set()


def test_it_takes_one_query(matter, building, django_assert_num_queries):
    for _ in range(5):
        chain(building, matter, notice(building))
    with django_assert_num_queries(1):
        assert len(ties_of(matter).others) == 5


def test_a_matter_without_links_has_no_ties(building):
    assert ties_of(MatterFactory(building=building)).shown == []
