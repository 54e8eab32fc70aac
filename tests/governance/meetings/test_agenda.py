"""What residents and the lounge bring onto the agenda."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.meetings.actions import agenda, planning
from governance.meetings.actions.agenda import MAX_PROPOSALS, AgendaItemInput
from governance.meetings.models import MAX_ITEMS, AgendaItem
from governance.meetings.queries.agenda import open_wishes_in
from louzu.lib.errors import Refused
from tests.factories import UserFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    ProposalFactory,
    meeting_input,
    wish_for,
)


def test_a_proposal_comes_onto_the_agenda_with_who_brought_it(building, leader, resident):
    meeting = MeetingFactory(building=building)
    AgendaItemFactory(meeting=meeting, number=1)
    proposal = agenda.propose_item(meeting, title="四楼的纸箱", why="走路要侧身", by=resident)
    item = agenda.accept_proposal(proposal, by=leader)
    item = AgendaItem.objects.select_related("proposal__author").get(pk=item.pk)
    assert (item.number, item.title, item.bringer) == (2, "四楼的纸箱", resident.known_as)
    meeting.refresh_from_db()
    assert meeting.sequence == 1, "calendars show the agenda"


def test_a_proposal_is_declined_with_a_reason(building, leader, resident):
    proposal = ProposalFactory(meeting__building=building)
    agenda.decline_proposal(proposal, answer="下个月请物业来再说", by=leader)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("declined", "下个月请物业来再说")
    with pytest.raises(Refused):
        agenda.accept_proposal(proposal, by=leader)


def test_a_proposal_whose_item_is_taken_off_waits_again(building, leader):
    proposal = ProposalFactory(meeting__building=building)
    agenda.accept_proposal(proposal, by=leader)
    text = meeting_input(proposal.meeting, title="会")
    planning.edit_meeting(
        proposal.meeting, text, sequence=1, agenda=[AgendaItemInput("别的")], by=leader
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.item) == ("proposed", None)


def test_a_proposer_may_withdraw_the_proposal(building, resident):
    proposal = ProposalFactory(meeting__building=building, author=resident)
    agenda.take_back_proposal(proposal, by=resident)
    proposal.refresh_from_db()
    assert proposal.state == "taken_back"


@pytest.mark.parametrize(
    "closed",
    [
        {"held": True},
        {"cancelled": True},
        {"over": True},
        {"proposals_until": timezone.now() - dt.timedelta(minutes=1)},
    ],
    ids=["held", "cancelled", "over", "their day"],
)
def test_proposals_have_their_day(building, resident, closed):
    with pytest.raises(Refused, match="不再收议题"):
        agenda.propose_item(MeetingFactory(building=building, **closed), title="纸箱", by=resident)


def test_one_person_does_not_fill_the_evening(building, resident):
    meeting = MeetingFactory(building=building)
    ProposalFactory.create_batch(MAX_PROPOSALS - 1, meeting=meeting, author=resident)
    ProposalFactory(meeting=meeting, author=resident, state="taken_back")
    agenda.propose_item(meeting, title="纸箱", by=resident)
    with pytest.raises(Refused, match=str(MAX_PROPOSALS)):
        agenda.propose_item(meeting, title="还有", by=resident)
    agenda.propose_item(meeting, title="别人的", by=UserFactory())


def test_a_wish_is_open_until_a_meeting_that_takes_place_has_it(building, next_door, leader):
    thread = ThreadFactory(building=building, title="添椅子")
    wish = wish_for(thread, leader)
    wish_for(ThreadFactory(building=building, hidden=True), leader)
    wish_for(ThreadFactory(building=next_door), leader)
    assert list(open_wishes_in(building)) == [wish]
    meeting = MeetingFactory(building=building)
    item = agenda.take_up_wish(meeting, wish, by=leader)
    assert (item.thread, item.title, list(open_wishes_in(building))) == (thread, "添椅子", [])
    with pytest.raises(Refused, match="已经在议程里"):
        agenda.take_up_wish(meeting, wish, by=leader)
    planning.cancel_meeting(meeting, reason="下雨", by=leader)
    assert list(open_wishes_in(building)) == [wish]


def test_an_agenda_is_full_whatever_brings_the_next_item(building, leader):
    meeting = MeetingFactory(building=building)
    for number in range(1, MAX_ITEMS + 1):
        AgendaItemFactory(meeting=meeting, number=number)
    with pytest.raises(Refused, match=str(MAX_ITEMS)):
        agenda.accept_proposal(ProposalFactory(meeting=meeting), by=leader)


def test_something_comes_up_while_they_sit(sitting, volunteer):
    item = agenda.add_item(sitting, title="门禁坏了", by=volunteer)
    assert (item.number, item.meeting) == (2, sitting)


def test_rows_stand_by_their_numbers(enter, building):
    meeting = MeetingFactory(building=building)
    rows = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0}
    for at, (title, place) in enumerate([("一", "3"), ("二", ""), ("", "1")]):
        rows |= {f"form-{at}-title": title, f"form-{at}-place": place}
    starts = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%dT%H:%M")
    data = {
        "kind": "ordinary",
        "title": "会",
        "minutes": 60,
        "place": "三楼",
        "starts_at": starts,
        "sequence": 0,
        "do": "post",
        **rows,
    }
    url = reverse("meetings:edit", args=["114", meeting.pk])
    assert enter("leader").post(url, data).status_code == 302
    assert list(meeting.items.values_list("title", flat=True)) == ["二", "一"]


def test_a_resident_proposes_and_finds_the_answer(enter, building, leader, resident):
    meeting = MeetingFactory(building=building)
    client = enter("resident")
    page = client.get(meeting.get_absolute_url()).text
    assert "我提一个议题" in page
    propose = reverse("meetings:propose", args=["114", meeting.pk])
    client.post(propose, {"title": "四楼的纸箱", "why": ""})
    proposal = meeting.proposals.get()
    client = enter("leader")
    decide = reverse("meetings:decide", args=["114", meeting.pk, proposal.pk])
    assert decide in client.get(meeting.get_absolute_url()).text
    refused = client.post(decide, {"decision": "no", "answer": ""})
    assert "请写一句为什么" in refused.text
    client.post(decide, {"decision": "no", "answer": "物业下周来清"})
    page = enter("resident").get(meeting.get_absolute_url()).text
    assert ("这次不列" in page, "物业下周来清" in page) == (True, True)


def test_only_ones_own_proposal_is_taken_back(enter, building, resident):
    meeting = MeetingFactory(building=building)
    mine, other = (
        ProposalFactory(meeting=meeting, author=who) for who in (resident, UserFactory())
    )
    client = enter("resident")
    urls = [reverse("meetings:take_back", args=["114", meeting.pk, p.pk]) for p in (mine, other)]
    assert [client.post(url).status_code for url in urls] == [302, 403]


def test_a_wish_of_the_lounge_is_put_on_the_agenda_by_one_button(enter, building, leader):
    wish = wish_for(ThreadFactory(building=building, title="添两把椅子"), leader)
    meeting = MeetingFactory(building=building)
    client = enter("leader")
    url = reverse("meetings:take_up", args=["114", meeting.pk, wish.pk])
    assert url in client.get(meeting.get_absolute_url()).text
    assert "添两把椅子" in client.post(url, follow=True).text
    assert client.post(url).status_code == 404
