"""Pages of paper ballots, for the helper, the second person and the household."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.canvass.actions import counting, secret
from governance.canvass.actions import papers as papers_actions
from governance.canvass.models import PaperLine
from governance.canvass.queries.box import new_receipt
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    PASSPHRASES,
    SECRET,
    as_seen_now,
    canvass_url,
    cast_ballots,
    make_open_canvass,
    move_past_deadline,
    passphrase_data,
    record_paper_voter,
)

pytestmark = pytest.mark.django_db
WAITING = reverse("canvass:answers_to_check", args=["114"])


@pytest.fixture
def vote(building, leader, core, resident):
    for _ in range(4):
        MembershipFactory(household=HouseholdFactory(building=building))
    return make_open_canvass(building, leader, **SECRET)


@pytest.fixture
def voice(vote, household):
    """The voice of the resident's household."""
    return vote.voices.get(household=household)


def kinds(voice):
    return list(voice.paper_lines.values_list("kind", flat=True))


def test_from_the_table_to_the_second_person(enter, vote, voice):
    client, number = enter("leader"), voice.number
    door = reverse("doors:door", args=["114", voice.household.flat_id])
    assert canvass_url(vote, "voice", number) in client.get(door).text
    assert (
        canvass_url(vote, "hand_out", number) in client.get(canvass_url(vote, "voice", number)).text
    )
    assert "核对了才算" in client.get(canvass_url(vote, "hand_out", number)).text
    assert kinds(voice) == []
    done = client.post(canvass_url(vote, "hand_out", number), follow=True)
    assert done.redirect_chain[-1][0] == door
    assert "等第二个人核对了，再把票交给这家" in done.text
    html = client.get(canvass_url(vote)).text
    assert "1 家领纸票，等第二个人核对" in html
    assert "您登记的，要另一位来核对" in html
    assert canvass_url(vote, "confirm_paper", number) not in html
    assert f'{canvass_url(vote, "hand_out", number)}"' not in html

    client = enter("core")
    page = client.get(canvass_url(vote)).text
    assert canvass_url(vote, "confirm_paper", number) in page
    html = client.post(canvass_url(vote, "confirm_paper", number), {"next": "page"}, follow=True)
    assert html.redirect_chain[-1][0] == canvass_url(vote)
    assert "核对好了" in html.text
    assert "等第二个人核对" not in html.text
    assert kinds(voice) == ["handed_out", "confirmed"]
    assert client.get(canvass_url(vote, "hand_out", number)).status_code == 302

    client.post(canvass_url(vote, "take_paper_back", number))
    page = client.get(canvass_url(vote, "voice", number)).text
    for words in ("记了领一张纸票", "第二个人核对了", "纸票交回了", "领一张纸票"):
        assert words in page


def test_the_household_reads_who_put_it_down_and_says_what_is_so(enter, vote, voice, leader, core):
    papers_actions.hand_out_paper(vote, voice, by=leader)
    page = enter("resident").get(canvass_url(vote)).text
    assert f"楼组长 {leader}记了：您家领一张纸票" in page
    assert "去投票" in page
    client = enter("resident")
    response = client.post(
        canvass_url(vote, "confirm_paper", voice.number), {"next": "page"}, follow=True
    )
    assert "两个人核对过" in response.text
    assert "去投票" not in response.text
    response = client.post(
        canvass_url(vote, "dispute_paper", voice.number), {"next": "page"}, follow=True
    )
    assert "您家说没有领过，不算了" in response.text
    assert "去投票" in response.text
    papers_actions.hand_out_paper(vote, voice, by=core)
    secret.cast_ballot(
        vote,
        voice,
        choice="agree",
        receipt=new_receipt(),
        by=voice.household.memberships.get().user,
    )
    page = client.get(canvass_url(vote)).text
    for words in ("您家已经投过票了", "那一笔作废了"):
        assert words in page
    client = enter("core")
    assert "作废" in client.get(canvass_url(vote, "voice", voice.number)).text
    assert "不算了的纸票" in client.get(canvass_url(vote)).text
    assert "不算了的纸票" not in enter("resident").get(canvass_url(vote)).text


def test_after_the_deadline_the_household_is_told_that_it_only_sets_the_record_right(
    enter, vote, voice, leader
):
    record_paper_voter(vote, voice)
    counting.close_canvass(move_past_deadline(vote), by=leader)
    client = enter("resident")
    assert "只是把记录改对" in client.get(canvass_url(vote)).text
    page = client.post(
        canvass_url(vote, "dispute_paper", voice.number), {"next": "page"}, follow=True
    ).text
    assert "现在已经截止，不能再投了" in page
    assert "去投票" not in page


def test_waiting_papers_are_listed_with_answers_to_check_and_on_the_leaders_day(
    enter, vote, voice, leader, core
):
    papers_actions.hand_out_paper(vote, voice, by=core)
    day = enter("leader").get(reverse("today:today", args=["114"])).text
    assert "1家领纸票，等第二个人核对" in day
    counting.close_canvass(move_past_deadline(vote), by=leader)
    client = enter("leader")
    assert canvass_url(vote, "confirm_paper", voice.number) in client.get(WAITING).text
    done = client.post(
        canvass_url(vote, "confirm_paper", voice.number), {"next": "waiting"}, follow=True
    )
    assert done.redirect_chain[-1][0] == WAITING
    assert vote.question not in done.text


@pytest.mark.parametrize("papers", [0, 1, 4])
def test_the_page_costs_the_same_for_many_papers(
    enter, django_assert_num_queries, vote, leader, papers
):
    others = vote.voices.exclude(household__memberships__user=leader)
    for voice in others[:papers]:
        papers_actions.hand_out_paper(vote, voice, by=leader)
    client = enter("leader")
    with django_assert_num_queries(11):
        client.get(canvass_url(vote))


@pytest.mark.parametrize(
    ("persona", "codes"),
    [
        ("leader", (302, 302, 302)),
        ("core", (302, 302, 302)),
        ("staff", (302, 302, 302)),
        ("resident", (302, 302, 403)),
        ("neighbour", (404, 404, 404)),
        ("visitor", (302, 302, 302)),
    ],
)
def test_who_may_send_what(enter, vote, voice, volunteer, persona, codes):
    """Status codes by persona. The action refuses some allowed requests with a message."""
    papers_actions.hand_out_paper(vote, voice, by=volunteer)
    client = enter(persona)
    steps = ("confirm_paper", "dispute_paper", "take_paper_back")
    found = tuple(client.post(canvass_url(vote, step, voice.number)).status_code for step in steps)
    assert found == codes
    made = {
        "leader": ["confirmed", "returned"],
        "core": ["confirmed", "returned"],
        "staff": ["confirmed", "returned"],
        "resident": ["confirmed", "disputed"],
    }
    assert kinds(voice) == ["handed_out", *made.get(persona, [])]


def test_a_neighbour_of_the_same_building_says_nothing_for_another(
    client, vote, voice, leader, core, resident
):
    papers_actions.hand_out_paper(vote, voice, by=leader)
    others = vote.voices.exclude(household__memberships__user__in=[leader, core, resident])
    client.force_login(others.first().household.memberships.get().user)
    for step in ("confirm_paper", "dispute_paper"):
        client.post(canvass_url(vote, step, voice.number))
    assert PaperLine.objects.count() == 1


def test_the_count_and_the_result_say_what_became_of_the_papers(client, vote, leader, staff):
    cast_ballots(vote, ["agree"] * 4)
    took, waiting = vote.voices.all()[4:6]
    record_paper_voter(vote, took)
    papers_actions.hand_out_paper(vote, waiting, by=staff)
    closed = counting.close_canvass(move_past_deadline(vote), by=leader)
    client.force_login(closed.holders.get(seat="first").user)
    page = client.get(canvass_url(closed, "count")).text
    words = "纸票一共记了 2 张：算数的 1 张，交回的 0 张，这家说没有领过的 0 张"
    assert words in page
    assert "没核对的先请第二个人核对" in page
    papers = {
        f"{who}-{what}": "0" for who in ("one", "two") for what in ("object", "abstain", "spoiled")
    }
    counted = {
        **papers,
        "one-agree": "2",
        "two-agree": "2",
        **as_seen_now(closed),
        **passphrase_data(**{**PASSPHRASES, "committee": ""}),
    }
    html = client.post(canvass_url(closed, "count"), counted).text
    assert "请先核对；不等了，请在下面勾一下再数" in html
    assert 'value="2"' in html
    assert client.post(canvass_url(closed, "count"), {**counted, "anyway": "1"}).status_code == 302
    for name in ("page", "result"):
        page = client.get(canvass_url(closed, name)).text
        assert words in page
        assert "没有第二个人核对、不算的 1 张" in page
        assert "有纸票 2 张，名单上领了纸票的是 1 家" in page
