"""Paper ballots count after confirmation by a second person. Households can dispute them until the
count."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from governance.canvass.actions import counting as counting_actions
from governance.canvass.actions import papers, secret
from governance.canvass.models import Canvass, Count, PaperLine, RollEntry, SealedBallot
from governance.canvass.queries.box import new_receipt, roll_of
from governance.canvass.queries.counting import tally_of
from governance.canvass.queries.lists import canvasses_waiting_for
from governance.canvass.queries.papers import paper_totals_of
from governance.canvass.queries.reach import reach_of
from governance.canvass.queries.voices import voice_numbered, voices_of
from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.people.rules import standing_of
from tests.conftest import holder
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    SECRET,
    count_closed_canvass,
    make_open_canvass,
    move_past_deadline,
    record_paper_voter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(building):
    return holder(building, "volunteer")


@pytest.fixture
def vote(building, leader, second):
    for _ in range(7):
        MembershipFactory(household=HouseholdFactory(building=building))
    return make_open_canvass(building, leader, **SECRET)


@pytest.fixture
def homes(vote, leader, second):
    """Voices without a helper among their members."""
    return list(vote.voices.exclude(household__memberships__user__in=[leader, second]))


@pytest.fixture
def voice(homes):
    return homes[0]


@pytest.fixture
def member(voice):
    return voice.household.memberships.get().user


def cast(vote, voice, choice="agree"):
    by = voice.household.memberships.first().user
    secret.cast_ballot(vote, voice, choice=choice, receipt=new_receipt(), by=by)


def kinds(voice):
    return list(voice.paper_lines.values_list("kind", flat=True))


def standing(vote, voice):
    """Return whether it voted, the turnout, how many were told, whether it is still asked, and the
    roll."""
    status = voice_numbered(vote, voice.number)
    member = voice.household.memberships.first().user
    asked = vote in canvasses_waiting_for(vote.building, standing_of(member, vote.building))
    roll = roll_of(vote)
    answered = tally_of(vote, voices_of(vote)).answered.heads
    return (status.voted, answered, reach_of([vote.pk])[vote.pk].told, asked, roll.web, roll.paper)


NOTHING = (False, 0, 0, True, 0, 0)
ON_PAPER = (True, 1, 1, False, 0, 1)
ON_THE_WEB = (True, 1, 1, False, 1, 0)


def test_a_paper_entered_by_one_person_does_not_count(vote, voice, leader):
    lines = Line.objects.count()
    papers.hand_out_paper(vote, voice, by=leader)
    assert standing(vote, voice) == NOTHING
    assert paper_totals_of(vote).waiting == 1
    line = Line.objects.latest("pk")
    assert (Line.objects.count(), line.household) == (lines + 1, voice.household)


def test_a_second_person_makes_it_count(vote, voice, leader, second):
    papers.hand_out_paper(vote, voice, by=leader)
    papers.confirm_paper(vote, voice, by=second)
    assert standing(vote, voice) == ON_PAPER
    with pytest.raises(Refused, match="领过纸票"):
        cast(vote, voice)
    with pytest.raises(Refused, match="领过纸票"):
        papers.hand_out_paper(vote, voice, by=second)


def test_the_household_itself_makes_it_count(vote, voice, leader, member):
    papers.hand_out_paper(vote, voice, by=leader)
    line = papers.confirm_paper(vote, voice, by=member)
    assert (line.by_household, line.office) == (True, "")
    assert standing(vote, voice) == ON_PAPER


def test_a_ballot_on_the_web_makes_an_unconfirmed_paper_void(vote, voice, leader, second):
    papers.hand_out_paper(vote, voice, by=leader)
    cast(vote, voice)
    assert standing(vote, voice) == ON_THE_WEB
    assert kinds(voice) == ["handed_out", "void"]
    line = Line.objects.latest("pk")
    assert (line.verb, line.household, line.actor) == (
        "canvass.voided_paper",
        voice.household,
        None,
    )
    with pytest.raises(Refused, match="没有领着"):
        papers.confirm_paper(vote, voice, by=second)
    with pytest.raises(Refused, match="已经投过"):
        papers.hand_out_paper(vote, voice, by=leader)


@pytest.mark.parametrize("confirmed", [False, True], ids=["waiting", "confirmed"])
@pytest.mark.parametrize("way", ["disputed", "returned"])
@pytest.mark.parametrize("then", ["web", "paper"])
def test_there_is_a_way_back(vote, voice, leader, second, member, confirmed, way, then):
    papers.hand_out_paper(vote, voice, by=leader)
    if confirmed:
        papers.confirm_paper(vote, voice, by=second)
    if way == "disputed":
        papers.dispute_paper(vote, voice, by=member)
    else:
        papers.take_paper_back(vote, voice, by=leader)
    assert standing(vote, voice) == NOTHING
    assert Line.objects.latest("pk").verb == f"canvass.{way}_paper"
    if then == "web":
        cast(vote, voice)
        assert standing(vote, voice) == ON_THE_WEB
    else:
        record_paper_voter(vote, voice)
        assert standing(vote, voice) == ON_PAPER


def test_people_who_cannot_be_the_second_person(vote, homes, voice, leader, second, member):
    papers.hand_out_paper(vote, voice, by=leader)
    neighbour = homes[1].household.memberships.get().user
    at_home = MembershipFactory(household=voice.household, may_answer=False).user
    late = MembershipFactory(household=voice.household).user
    for by in (leader, neighbour, at_home, late):
        with pytest.raises(Refused):
            papers.confirm_paper(vote, voice, by=by)
    for by in (leader, second, neighbour, at_home, late):
        with pytest.raises(Refused, match="代表您家"):
            papers.dispute_paper(vote, voice, by=by)
    for by in (neighbour, at_home, member):
        with pytest.raises(Refused):
            papers.take_paper_back(vote, voice, by=by)
    assert kinds(voice) == ["handed_out"]


def test_nobody_puts_down_or_takes_back_a_paper_of_their_own_household(vote, leader, second):
    own = vote.voices.get(household__memberships__user=second)
    with pytest.raises(Refused, match="自己家"):
        papers.hand_out_paper(vote, own, by=second)
    papers.hand_out_paper(vote, own, by=leader)
    with pytest.raises(Refused, match="自己家"):
        papers.take_paper_back(vote, own, by=second)
    assert papers.confirm_paper(vote, own, by=second).by_household


def test_after_the_deadline_none_is_handed_out_but_others_are_settled(
    vote, homes, voice, leader, second, member
):
    first = homes[1]
    papers.hand_out_paper(vote, voice, by=leader)
    papers.hand_out_paper(vote, first, by=second)
    closed = counting_actions.close_canvass(move_past_deadline(vote), by=leader)
    with pytest.raises(Refused):
        papers.hand_out_paper(closed, homes[2], by=leader)
    papers.confirm_paper(closed, voice, by=second)
    with pytest.raises(Refused, match="不能再记成交回"):
        papers.take_paper_back(closed, voice, by=second)
    papers.dispute_paper(closed, voice, by=member)
    papers.take_paper_back(closed, first, by=second)
    count_closed_canvass(closed)
    for act in (papers.confirm_paper, papers.dispute_paper, papers.take_paper_back):
        with pytest.raises(Refused, match="已经清点"):
            act(closed, voice, by=member)


def test_the_result_tells_what_became_of_every_paper(vote, homes, leader):
    """Only papers confirmed by a second person count towards the smallest group for a secret count."""
    for voice in homes[:2]:
        cast(vote, voice)
    counting, waiting, back, disputed = homes[2:6]
    record_paper_voter(vote, counting)
    for voice in (waiting, back, disputed):
        papers.hand_out_paper(vote, voice, by=leader)
    papers.take_paper_back(vote, back, by=leader)
    papers.dispute_paper(vote, disputed, by=disputed.household.memberships.get().user)
    result = Count.objects.get(canvass=count_closed_canvass(vote, paper={"agree": 4})).result
    assert result["too_few"]  # two web ballots and one confirmed paper
    assert result["box"]["roll_paper"] == 1
    assert result["box"]["papers"] == {
        "handed_out": 4,
        "returned": 1,
        "disputed": 1,
        "void": 0,
        "waiting": 1,
    }


def test_the_box_is_not_opened_by_an_oversight_while_papers_wait(vote, voice, leader):
    """Papers that wait at the count are lost for good."""
    papers.hand_out_paper(vote, voice, by=leader)
    closed = counting_actions.close_canvass(move_past_deadline(vote), by=leader)
    with pytest.raises(Refused, match="没有第二个人核对"):
        count_closed_canvass(closed, anyway=False)
    assert not Count.objects.exists()
    assert count_closed_canvass(closed).state == "counted"


def test_told_in_the_result_are_those_whom_two_people_know_of(vote, homes, leader):
    for voice in homes[:4]:
        cast(vote, voice)
    record_paper_voter(vote, homes[4])
    papers.hand_out_paper(vote, homes[5], by=leader)
    result = Count.objects.get(canvass=count_closed_canvass(vote, paper={"agree": 1})).result
    assert result["told"]["heads"] == 5


@pytest.mark.parametrize(
    ("before", "kind", "by"),
    [
        ([], "confirmed", "second"),
        ([], "returned", "second"),
        (["handed_out"], "handed_out", "second"),
        (["handed_out"], "confirmed", "leader"),
        (["handed_out", "confirmed"], "confirmed", "second"),
        (["handed_out", "confirmed"], "void", "member"),
        (["handed_out", "returned"], "confirmed", "second"),
        (["handed_out", "returned"], "disputed", "member"),
    ],
)
def test_the_database_refuses_a_line_that_does_not_follow(
    vote, voice, leader, second, request, before, kind, by
):
    for step in before:
        PaperLine.objects.create(
            voice=voice, kind=step, by=second if step == "confirmed" else leader
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperLine.objects.create(voice=voice, kind=kind, by=request.getfixturevalue(by))


def test_the_database_refuses_paper_and_sealed_ballot_of_one_household(
    homes, voice, leader, second
):
    PaperLine.objects.create(voice=voice, kind="handed_out", by=leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        RollEntry.objects.create(voice=voice)
    other = homes[1]
    RollEntry.objects.create(voice=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperLine.objects.create(voice=other, kind="handed_out", by=second)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM canvass_paperline")


# --- any sequence --------------------------------------------------------------------------------

STEPS = ("tick", "tick again", "confirm", "confirm oneself", "say yes", "dispute", "return", "web")


@pytest.fixture
def taken(vote, homes, leader, second):
    """Apply a step to a household and return whether it was allowed. Five others have voted."""
    for voice in homes[2:]:
        cast(vote, voice)

    def take(step, voice):
        member = voice.household.memberships.get().user
        steps = {
            "tick": (papers.hand_out_paper, leader),
            "tick again": (papers.hand_out_paper, second),
            "confirm": (papers.confirm_paper, second),
            "confirm oneself": (papers.confirm_paper, leader),
            "say yes": (papers.confirm_paper, member),
            "dispute": (papers.dispute_paper, member),
            "return": (papers.take_paper_back, leader),
        }
        try:
            with transaction.atomic():
                if step == "web":
                    cast(vote, voice)
                else:
                    act, by = steps[step]
                    act(vote, voice, by=by)
        except Refused:
            return False
        return True

    return take


def agrees(vote, model, homes):
    for home, voice in zip(model, homes, strict=False):
        assert voice_numbered(vote, voice.number).voted == (home.on_web or home.on_paper)
        assert not (home.on_web and home.on_paper)
    roll = roll_of(vote)
    assert roll.web == SealedBallot.objects.count() == 5 + sum(home.on_web for home in model)
    assert roll.paper == sum(home.on_paper for home in model)


SEQUENCE = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=10)


@settings(
    max_examples=15,
    phases=[Phase.generate],  # no shrinking: a failing sequence is short enough
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=SEQUENCE, late=SEQUENCE)
def test_no_sequence_votes_twice_or_loses_a_vote_or_counts_one_persons_word(
    vote, homes, leader, taken, steps, late
):
    with transaction.atomic():
        model = [Home(), Home()]
        for step, at in steps:
            assert taken(step, homes[at]) == model[at].take(step)
        agrees(vote, model, homes)
        counting_actions.close_canvass(move_past_deadline(vote), by=leader)
        for step, at in late:
            closed_to = step in {"tick", "tick again", "web"}
            closed_to |= step == "return" and model[at].on_paper
            assert taken(step, homes[at]) == (not closed_to and model[at].take(step))
        agrees(vote, model, homes)
        on_paper = sum(home.on_paper for home in model)
        closed = Canvass.objects.get(pk=vote.pk)
        result = Count.objects.get(
            canvass=count_closed_canvass(closed, paper={"object": on_paper})
        ).result
        assert result["answered"]["heads"] == result["told"]["heads"]
        assert result["told"]["heads"] == 5 + on_paper + sum(home.on_web for home in model)
        assert result["box"]["roll_paper"] == on_paper
        transaction.set_rollback(True)


class Home:
    """A model of one household's steps, without tables."""

    on_web = False
    said_by: frozenset[str] | None = None
    """Who recorded the paper. Two people are needed."""

    @property
    def on_paper(self):
        return self.said_by is not None and len(self.said_by) == 2

    def take(self, step):
        ticks = {"tick": "first", "tick again": "second"}
        says = {"confirm": "second", "confirm oneself": "first", "say yes": "household"}
        if step == "web":
            may = not (self.on_web or self.on_paper)
            if may:
                self.on_web, self.said_by = True, None
        elif step in ticks:
            may = not self.on_web and self.said_by is None
            if may:
                self.said_by = frozenset({ticks[step]})
        elif step in says:
            may = self.said_by is not None and not self.on_paper and says[step] not in self.said_by
            if may:
                self.said_by |= {says[step]}
        else:
            may = self.said_by is not None
            self.said_by = None
        return may


def test_the_model_itself_needs_two():
    home = Home()
    assert home.take("tick")
    assert not home.take("confirm oneself")
    assert (home.on_paper, home.take("web"), home.on_web) == (False, True, True)
