"""Every end of a delegation is told to the home that gave it, whose question is on its list again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone

from governance.canvass import jobs
from governance.canvass.actions import answering, counting, delegating, drafting, rewording
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.lifecycle import DELEGATION
from governance.canvass.models import Delegation
from governance.canvass.models.delegations import VALID, EndEvent
from governance.canvass.queries.lists import waits_for
from governance.inbox.models import InboxItem, Message
from governance.journal.models import Line
from residents.changes.actions.moving import move_household
from residents.joining.actions.joining import move_out, set_may_answer, undo_joining
from residents.people.rules import standing_of
from residents.privacy.actions.forgetting import forget_user
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    enter_delegation_for,
    make_delegation,
    make_open_canvass,
    move_past_deadline,
    voice_of,
)
from tests.factories.slips import JoiningFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(building, leader):
    """Two homes of one question, with a member each."""
    giver, receiver = (
        MembershipFactory(household=HouseholdFactory(building=building)) for _ in range(2)
    )
    canvass = make_open_canvass(building, leader)
    return SimpleNamespace(
        canvass=canvass,
        leader=leader,
        giver=giver,
        receiver=receiver,
        homes=[voice_of(canvass, one.household) for one in (giver, receiver)],
    )


def offer(two):
    return make_delegation(two.canvass, *two.homes, by=two.giver.user)


def accept(two):
    return make_delegation(
        two.canvass, *two.homes, by=two.giver.user, accepted_by=two.receiver.user
    )


def on_paper(two):
    return enter_delegation_for(two.canvass, *two.homes, by=two.leader)


def decline(two, delegation):
    delegating.decline_delegation(two.canvass, delegation, by=two.receiver.user)


def withdraw(two, delegation):
    delegating.withdraw_delegation(two.canvass, delegation, by=two.giver.user)


def remove(two, delegation):
    delegating.withdraw_delegation(two.canvass, delegation, by=two.leader)


def answer(two, _delegation):
    said = AnswerInput(choice="agree")
    answering.answer_on_web(two.canvass, two.homes[0], said, by=two.giver.user)


def take_back(two, delegation):
    given = delegating.answer_as_proxy(
        two.canvass, delegation, AnswerInput(choice="agree"), by=two.receiver.user
    )
    said = AnswerInput(choice="taken_back", seen=given.pk)
    answering.answer_on_web(two.canvass, two.homes[0], said, by=two.giver.user)


def reword(two, _delegation):
    text = RewordInput(version=1, body="以后都不许上楼。", material=True, reason="改")
    rewording.reword_canvass(two.canvass, text, by=two.leader)


def close(two, _delegation):
    counting.close_canvass(move_past_deadline(two.canvass), by=None)


def withdraw_question(two, _delegation):
    drafting.withdraw_canvass(two.canvass, reason="写错了", by=two.leader)


def leave(two, _delegation):
    move_out(two.receiver, by=two.leader)


def lose_the_answer(two, _delegation):
    set_may_answer(two.receiver, False, by=two.leader)


def undo(two, _delegation):
    undo_joining(JoiningFactory(membership=two.receiver, user=two.receiver.user), by=two.leader)


def forget(two, _delegation):
    forget_user(two.receiver.user, by=two.leader)


def move_away(two, _delegation):
    home, today = two.receiver.household, timezone.localdate()
    move_household(home, on=today, by=two.leader)


def leave_on_a_day_to_come(two, _delegation):
    """Let a membership end by its date alone, without an action of anybody."""
    type(two.receiver).objects.filter(pk=two.receiver.pk).update(until=two.receiver.since)
    jobs.end_lapsed_delegations()


ENDS = {
    ("decline", ""): [(offer, decline), (accept, decline)],
    ("withdraw", ""): [(offer, withdraw), (accept, withdraw), (on_paper, remove)],
    ("end", EndEvent.ANSWER): [(offer, answer), (accept, answer)],
    ("end", EndEvent.TAKEN_BACK): [(accept, take_back)],
    ("end", EndEvent.TEXT): [(offer, reword), (accept, reword), (on_paper, reword)],
    ("end", EndEvent.QUESTION): [(offer, close), (offer, withdraw_question), (on_paper, close)],
    ("end", EndEvent.PROXY): [
        (offer, leave),
        (on_paper, move_away),
        (accept, leave),
        (accept, lose_the_answer),
        (accept, undo),
        (accept, forget),
        (accept, move_away),
        (accept, leave_on_a_day_to_come),
    ],
}
"""How each ends, by its last step and event."""
PAIRS = [(step, event, *pair) for (step, event), pairs in ENDS.items() for pair in pairs]
ITSELF = {withdraw, answer, take_back}
"""Ends by the home that gave the delegation, which gets no message about them."""


def test_every_end_is_among_them():
    steps = {
        name
        for name, (_sources, to) in DELEGATION.steps.items()
        if to not in VALID and to is not None
    }
    assert {step for step, _event in ENDS} == steps
    assert {event for step, event in ENDS if step == "end"} == set(EndEvent)


def told(delegation, user):
    """Return the codes of the news about a delegation that still hold for a person."""
    items = InboxItem.objects.filter(
        user=user,
        message__thing_type="canvass.delegation",
        message__thing_id=delegation.pk,
        message__state="open",
    )
    return {*items.values_list("message__type", flat=True)}


@pytest.mark.parametrize(("step", "event", "begin", "end"), PAIRS)
def test_the_home_that_gave_it_learns_of_its_end_and_has_the_question_back(
    two, step, event, begin, end
):
    delegation = begin(two)
    end(two, delegation)
    delegation = Delegation.objects.get(pk=delegation.pk)
    assert delegation.state in dict(DELEGATION.steps)[step][1:]
    assert (delegation.event, bool(delegation.ended_at)) == (event, True)
    now = told(delegation, two.giver.user)
    assert "canvass.proxy_accepted" not in now
    assert "canvass.mandate_entered" not in now
    assert bool(now) == (end not in ITSELF)
    open_still = end not in {close, withdraw_question, answer}
    two.canvass.refresh_from_db()
    standing = standing_of(two.giver.user, two.canvass.building)
    assert waits_for(two.canvass, standing) == open_still
    assert Line.objects.filter(verb__startswith="canvass.delegation_").count() >= 2


@pytest.mark.parametrize("end", [withdraw, answer, reword])
def test_the_home_that_accepted_learns_that_it_has_nothing_to_answer(two, end):
    delegation = accept(two)
    end(two, delegation)
    assert told(delegation, two.receiver.user)
    assert not Message.objects.filter(type="canvass.asked_to_answer", state="open").exists()


def test_nobody_asks_a_home_about_a_paper_that_is_taken_away(two):
    remove(two, delegation := on_paper(two))
    assert not told(delegation, two.receiver.user)


def test_the_leader_learns_that_nobody_is_left_to_answer(two):
    delegation = accept(two)
    leave(two, delegation)
    assert told(delegation, two.leader) == {"canvass.mandate_lapsed"}


def test_it_stays_while_somebody_can_answer_and_once_it_was_answered(two):
    second = MembershipFactory(household=two.receiver.household)
    two.canvass = make_open_canvass(two.canvass.building, two.leader)
    two.homes = [voice_of(two.canvass, one.household) for one in (two.giver, two.receiver)]
    delegation = accept(two)
    leave(two, delegation)
    assert Delegation.objects.get(pk=delegation.pk).state == "accepted"
    delegating.answer_as_proxy(two.canvass, delegation, AnswerInput(choice="agree"), by=second.user)
    move_out(second, by=two.leader)
    assert Delegation.objects.get(pk=delegation.pk).state == "accepted"


def test_whoever_joins_later_does_not_keep_it(two):
    MembershipFactory(household=two.receiver.household)
    delegation = accept(two)
    leave(two, delegation)
    assert Delegation.objects.get(pk=delegation.pk).event == EndEvent.PROXY


def test_a_paper_stays_while_the_household_that_signs_it_lives_there(two):
    delegation = on_paper(two)
    leave(two, delegation)
    assert Delegation.objects.get(pk=delegation.pk).state == "offered"
