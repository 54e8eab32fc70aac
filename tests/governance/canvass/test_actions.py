"""Races, on a real PostgreSQL with real connections."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from governance.canvass.actions import answering, counting, delegating, secret
from governance.canvass.actions import papers as papers_actions
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import (
    Answer,
    Canvass,
    Count,
    Current,
    Delegation,
    SealedBallot,
    Voice,
)
from governance.canvass.queries.box import new_receipt, roll_of
from governance.canvass.queries.counting import recount
from governance.canvass.queries.delegations import MAX_MANDATES
from governance.canvass.queries.papers import paper_totals_of
from louzu.lib.errors import Refused
from residents.models import User
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    SECRET,
    make_delegation,
    make_open_canvass,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.side_by_side import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def family(household):
    """Asked for before ``canvass``, they could answer at the opening."""
    return [MembershipFactory(household=household).user for _ in range(5)]


def test_fifty_answers_at_once_leave_one_current_and_a_whole_history(family, canvass, voice):
    def answer(n):
        by = User.objects.get(pk=family[n % 5].pk)
        choice = ("agree", "object", "abstain")[n % 3]
        return answering.answer_on_web(
            canvass, voice, AnswerInput(choice=choice, reason="因为"), by=by
        )

    outcomes = at_once([lambda n=n: answer(n) for n in range(50)])
    assert [o for o in outcomes if isinstance(o, Exception)] == []
    found = list(Answer.objects.filter(voice=voice).order_by("pk"))
    assert len(found) == 50
    assert Current.objects.get(voice=voice).answer == found[-1]
    assert recount(Canvass.objects.get(pk=canvass.pk)).agrees


def test_an_answer_that_races_the_closing_is_counted_or_refused_never_half(
    canvass, voice, leader, counter, resident
):
    for other in Voice.objects.filter(canvass=canvass).exclude(pk=voice.pk):
        record_paper_answer_for(canvass, other, "agree", by=leader, checked_by=counter)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    newest = Answer.objects.latest("pk").pk

    def change():
        return answering.answer_on_web(
            canvass,
            voice,
            AnswerInput(choice="object", reason="吵", seen=newest),
            by=User.objects.get(pk=resident.pk),
        )

    def close():
        return counting.close_canvass(canvass, by=User.objects.get(pk=leader.pk))

    changed, closed = at_once([change, close])
    assert closed.state == "closed"
    counted = recount(Canvass.objects.get(pk=canvass.pk))
    expected = 0 if isinstance(changed, Refused) else 1
    assert (counted.result["object"]["heads"], counted.pointers_agree) == (expected, True)
    assert Answer.objects.filter(voice=voice).count() == 1 + expected


def test_two_who_close_at_once_close_it_once(canvass, leader, counter):
    move_past_deadline(canvass)
    people = [leader.pk, counter.pk]
    outcomes = at_once(
        [lambda pk=pk: counting.close_canvass(canvass, by=User.objects.get(pk=pk)) for pk in people]
    )
    assert sorted(type(o).__name__ for o in outcomes) == ["Canvass", "Refused"]
    assert Canvass.objects.get(pk=canvass.pk).state == "closed"


def test_two_who_count_at_once_are_first_and_second(canvass, voice, leader, counter):
    record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=counter)
    counting.close_canvass(move_past_deadline(canvass), by=leader)
    at_once(
        [
            lambda pk=pk: counting.count_canvass(canvass, by=User.objects.get(pk=pk), anyway=True)
            for pk in (leader.pk, counter.pk)
        ]
    )
    count = Count.objects.get(canvass=canvass)
    assert {count.first, count.second} == {leader, counter}


def test_two_who_check_at_once_both_count_as_one(canvass, voice, leader, counter, core):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    at_once(
        [
            lambda pk=pk: answering.check_answer(
                canvass, answer, by=User.objects.get(pk=pk), by_household=False
            )
            for pk in (counter.pk, core.pk)
        ]
    )
    assert Current.objects.get(voice=voice).answer == answer


@pytest.fixture
def paper(building, leader, core):
    """A household for which a paper ballot waits for its second person."""
    member = MembershipFactory(household=HouseholdFactory(building=building)).user
    vote = make_open_canvass(building, leader, **SECRET)
    voice = vote.voices.get(household__memberships__user=member)
    papers_actions.hand_out_paper(vote, voice, by=leader)
    return vote, voice, member


def by_pk(act, paper, user, **more):
    vote, voice, _member = paper
    return lambda: act(vote, voice, by=User.objects.get(pk=user.pk), **more)


def test_a_ballot_on_the_web_that_races_the_second_person_leaves_one_of_the_two(paper, core):
    vote, voice, member = paper
    cast = by_pk(secret.cast_ballot, paper, member, choice="agree", receipt=new_receipt())
    outcomes = at_once([cast, by_pk(papers_actions.confirm_paper, paper, core)])
    assert sum(isinstance(o, Refused) for o in outcomes) == 1
    roll, newest = roll_of(vote), voice.paper_lines.last().kind
    assert (roll.web, roll.paper, newest) in {(1, 0, "void"), (0, 1, "confirmed")}
    assert SealedBallot.objects.count() == roll.web


def test_simultaneous_changes_of_a_paper_run_one_after_the_other(paper, leader, core, volunteer):
    vote, _voice, member = paper
    outcomes = at_once(
        [
            by_pk(papers_actions.dispute_paper, paper, member),
            by_pk(papers_actions.take_paper_back, paper, core),
            by_pk(papers_actions.take_paper_back, paper, volunteer),
            by_pk(papers_actions.hand_out_paper, paper, leader),
            by_pk(papers_actions.hand_out_paper, paper, core),
        ]
    )
    assert not any(isinstance(o, IntegrityError) for o in outcomes)
    papers = paper_totals_of(vote)
    ended = papers.returned + papers.disputed
    assert papers.handed_out - ended == papers.waiting <= 1


@pytest.fixture
def neighbours(building):
    """Asked for before ``canvass``, they could answer at the opening."""
    return [MembershipFactory(household=HouseholdFactory(building=building)) for _ in range(5)]


def test_of_acceptances_at_once_no_more_than_allowed_are_taken(neighbours, canvass):
    proxy, *others = neighbours
    asked = voice_of(canvass, proxy.household)
    offers = [
        make_delegation(canvass, voice_of(canvass, one.household), asked, by=one.user)
        for one in others
    ]

    def accept(offer):
        by = User.objects.get(pk=proxy.user_id)
        return delegating.accept_delegation(canvass, offer, by=by)

    outcomes = at_once([lambda offer=offer: accept(offer) for offer in offers])
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert Delegation.objects.filter(state="accepted").count() == MAX_MANDATES


@pytest.mark.parametrize("round_", range(3))
def test_a_withdrawal_that_races_the_answer_leaves_one_of_them(neighbours, canvass, round_):
    giver, receiver, *_rest = neighbours
    voices = [voice_of(canvass, one.household) for one in (giver, receiver)]
    delegation = make_delegation(
        canvass, *voices, by=giver.user, accepted_by=receiver.user, choice="agree"
    )

    def withdraw():
        by = User.objects.get(pk=giver.user_id)
        return delegating.withdraw_delegation(
            canvass, Delegation.objects.get(pk=delegation.pk), by=by
        )

    def answer():
        by = User.objects.get(pk=receiver.user_id)
        given = Delegation.objects.get(pk=delegation.pk)
        return delegating.answer_as_proxy(canvass, given, AnswerInput(choice="agree"), by=by)

    outcomes = at_once([withdraw, answer] if round_ else [answer, withdraw])
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    answered = Answer.objects.filter(voice=voices[0]).exists()
    assert (Delegation.objects.get().state == "accepted") == answered


def test_two_homes_that_ask_each_other_at_once_leave_one_offer(neighbours, canvass):
    one, other = neighbours[:2]
    voices = {home: voice_of(canvass, home.household) for home in (one, other)}

    def ask(home, neighbour):
        by = User.objects.get(pk=home.user_id)
        return make_delegation(canvass, voices[home], voices[neighbour], by=by)

    outcomes = at_once([lambda: ask(one, other), lambda: ask(other, one)])
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
