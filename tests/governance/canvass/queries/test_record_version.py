"""What a count, a closing or an opened box rests on is what its page showed."""

from __future__ import annotations

import pytest

from governance.canvass.actions import answering, counting, papers, readings, secret, visiting
from governance.canvass.inputs import AnswerInput, ReadingInput
from governance.canvass.models import Count, SealedBallot
from governance.canvass.queries.box import new_receipt
from governance.canvass.queries.counting import result_of
from governance.canvass.queries.record_version import record_version_of
from tests.conftest import holder
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    PASSPHRASES,
    SECRET,
    as_seen_now,
    cast_ballots,
    make_open_canvass,
    move_past_deadline,
    passphrase_data,
    record_paper_answer_for,
)
from tests.factories.canvass import canvass_url as to

pytestmark = pytest.mark.django_db
CHANGED = "下面是现在的，请再看一遍"
TYPED = "再存一次，就用您写的"


def answer_enters(canvass, voice, leader, **_people):
    record_paper_answer_for(canvass, voice, "agree", by=leader)


def answer_is_given(canvass, voice, resident, **_people):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)


def answer_is_checked(canvass, paper, counter, **_people):
    answering.check_answer(canvass, paper, by=counter, by_household=False)


def answer_is_read_differently(canvass, paper, counter, **_people):
    readings.read_differently(canvass, ReadingInput(paper.pk, signer="赵大明"), by=counter)


def reading_is_settled(canvass, paper, counter, leader, **people):
    answer_is_read_differently(canvass, paper, counter)
    before = record_version_of(canvass)
    readings.settle_reading(paper.readings.get(), correct=False, by=leader)
    assert record_version_of(canvass) != before


def visit_is_recorded(canvass, voice, leader, **_people):
    visiting.record_visit(canvass, voice, outcome="told", by=leader)


@pytest.mark.parametrize(
    "change",
    [
        answer_enters,
        answer_is_given,
        answer_is_checked,
        answer_is_read_differently,
        reading_is_settled,
        visit_is_recorded,
    ],
)
def test_it_changes_with_all_that_is_counted(canvass, voice, leader, resident, counter, change):
    other = canvass.voices.exclude(pk=voice.pk).last()
    paper = record_paper_answer_for(canvass, other, "agree", by=leader)
    before = record_version_of(canvass)
    assert record_version_of(canvass) == before
    change(
        canvass=canvass, voice=voice, paper=paper, leader=leader, resident=resident, counter=counter
    )
    assert record_version_of(canvass) != before


def test_it_changes_with_ballots_and_papers_of_a_secret_vote(building, leader, core):
    members = [
        MembershipFactory(household=HouseholdFactory(building=building)) for _home in range(3)
    ]
    vote = make_open_canvass(building, leader, **SECRET)
    one, two = (vote.voices.get(household=member.household) for member in members[:2])
    seen = {record_version_of(vote)}
    papers.hand_out_paper(vote, one, by=leader)
    seen.add(record_version_of(vote))
    papers.confirm_paper(vote, one, by=core)
    seen.add(record_version_of(vote))
    secret.cast_ballot(vote, two, choice="agree", receipt=new_receipt(), by=members[1].user)
    seen.add(record_version_of(vote))
    assert len(seen) == 4


@pytest.fixture
def late(canvass, voice, leader):
    """A closed canvass, with an answer that waits."""
    paper = record_paper_answer_for(canvass, voice, "agree", by=leader)
    return counting.close_canvass(move_past_deadline(canvass), by=leader), paper


@pytest.mark.parametrize("first", [False, True])
def test_a_count_from_an_old_page_is_shown_again(enter, late, leader, counter, staff, first):
    """Both the first count and the second."""
    canvass, paper = late
    if first:
        counting.count_canvass(canvass, by=staff, anyway=True)
    url = to(canvass, "count")
    client = enter("leader")
    old = client.get(url)
    form = {**old.context["form"].initial, "anyway": "on"}
    answering.check_answer(canvass, paper, by=counter, by_household=False)
    page = client.post(url, form)
    assert (page.status_code, CHANGED in page.text, TYPED in page.text) == (200, True, False)
    assert "您是第二个" not in page.text
    assert (f"{staff.known_as}清点以后，记录又变了，那一次不算" in page.text) is first
    assert Count.objects.filter(first=leader).count() == 0
    shown = page.context["form"]["version"].value()
    assert client.post(url, {"version": shown, "anyway": "on"}).status_code == 302
    assert Count.objects.filter(first=leader).exists() is True


def test_the_first_counter_reads_whether_the_count_stands_and_counts_anew_if_not(
    enter, late, leader, counter
):
    canvass, paper = late
    counting.count_canvass(canvass, by=leader, anyway=True)
    client, url = enter("leader"), to(canvass, "count")
    stands = client.get(url).text
    assert ("您清点好了，等另一位再清点一遍" in stands, "我清点过了" in stands) == (True, False)
    answering.check_answer(canvass, paper, by=counter, by_household=False)
    page = client.get(url)
    assert "您清点以后，记录又变了，那一次不算" in page.text
    sent = {**page.context["form"].initial, "anyway": "on"}
    assert client.post(url, sent).status_code == 302
    count = Count.objects.get()
    assert (count.first, count.second, count.result) == (leader, None, result_of(canvass))


@pytest.mark.parametrize("sent", [{}, {"version": ""}])
def test_a_page_that_says_nothing_of_what_it_showed_counts_nothing(enter, late, sent):
    canvass, _paper = late
    page = enter("leader").post(to(canvass, "count"), {"anyway": "on", **sent})
    assert (page.status_code, Count.objects.exists()) == (200, False)


def test_closing_from_an_old_page_is_shown_again(enter, canvass, voice, leader, counter):
    paper = record_paper_answer_for(canvass, voice, "agree", by=leader)
    move_past_deadline(canvass)
    client = enter("leader")
    form = client.get(to(canvass, "close")).context["form"].initial
    answering.check_answer(canvass, paper, by=counter, by_household=False)
    page = client.post(to(canvass, "close"), form)
    canvass.refresh_from_db()
    assert (page.status_code, CHANGED in page.text, canvass.state) == (200, True, "open")
    assert TYPED not in page.text
    shown = page.context["form"]["version"].value()
    assert client.post(to(canvass, "close"), {"version": shown}).status_code == 302


def test_a_box_is_not_opened_from_an_old_page(client, building, leader):
    members = [
        MembershipFactory(household=HouseholdFactory(building=building)) for _home in range(6)
    ]
    vote = make_open_canvass(building, leader, **SECRET)
    cast_ballots(vote, ["agree"] * 5)
    waiting = vote.voices.get(household=members[5].household)
    papers.hand_out_paper(vote, waiting, by=leader)
    vote = counting.close_canvass(move_past_deadline(vote), by=leader)
    client.force_login(vote.holders.get(seat="first").user)
    counted = {
        f"{who}-{what}": "0"
        for who in ("one", "two")
        for what in ("agree", "object", "abstain", "spoiled")
    }
    keys = passphrase_data(first=PASSPHRASES["first"], committee=PASSPHRASES["committee"])
    form = {**counted, **keys, **as_seen_now(vote), "anyway": "1"}
    papers.confirm_paper(vote, waiting, by=holder(building, "volunteer"))
    page = client.post(to(vote, "count"), form)
    assert (page.status_code, CHANGED in page.text) == (200, True)
    assert "领了纸票 1" in page.text
    assert SealedBallot.objects.count() == 5
    shown = page.context["seen"]["version"].value()
    assert client.post(to(vote, "count"), {**form, "version": shown}).status_code == 302
