"""A secret vote, page by page."""

from __future__ import annotations

import re

import pytest

from governance.canvass.actions import counting as counting_actions
from governance.canvass.actions import drafting, envelopes, opening
from governance.canvass.models import Canvass, Count, Holder, SealedBallot
from residents.uploads.rates import RATES
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    PASSPHRASES,
    SECRET,
    as_seen_now,
    cast_ballots,
    choose_key_holders,
    count_closed_canvass,
    make_draft_canvass,
    make_open_canvass,
    move_past_deadline,
    passphrase_data,
    record_paper_voter,
)
from tests.factories.canvass import canvass_url as to

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "core", "resident", "staff", "neighbour", "visitor")
NO_PAPERS = {
    f"{who}-{what}": "0"
    for who in ("one", "two")
    for what in ("agree", "object", "abstain", "spoiled")
}


@pytest.fixture
def announced(building, leader, household):
    return drafting.announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)


@pytest.fixture
def vote(building, leader):
    for _ in range(6):
        MembershipFactory(household=HouseholdFactory(building=building))
    return make_open_canvass(building, leader, **SECRET)


@pytest.fixture
def closed(vote, leader, request):
    """A closed vote with five web ballots and one paper. The first holder is ``holder``."""
    cast_ballots(vote, ["agree", "agree", "agree", "object", "abstain"])
    record_paper_voter(vote, vote.voices.last())
    return counting_actions.close_canvass(move_past_deadline(vote), by=leader)


@pytest.fixture
def holder(closed):
    return closed.holders.get(seat="first").user


def test_from_the_announcement_to_the_opening(enter, building, leader, core, staff):
    HouseholdFactory(building=building)
    canvass = make_draft_canvass(building, leader, **SECRET)
    client = enter("leader")
    answer = client.post(to(canvass, "announce"), follow=True)
    assert "还没有选保管人" in answer.content.decode()
    people = {"first": leader.pk, "second": core.pk}
    same = client.post(to(canvass, "choose"), {**people, "second": leader.pk})
    assert "两位不同的人" in same.content.decode()
    assert client.post(to(canvass, "choose"), people).status_code == 302
    for persona in ("leader", "core", "staff"):
        assert "现在开始投票" not in enter("leader").get(to(canvass, "holders")).content.decode()
        put_away(enter(persona), canvass)
    assert "现在开始投票" in enter("leader").get(to(canvass, "holders")).content.decode()
    client.post(to(canvass, "open"))
    assert Canvass.objects.get(pk=canvass.pk).state == "open"


def put_away(client, canvass):
    """Print the own envelope, then type its passphrase wrongly and correctly."""
    sheet = client.post(to(canvass, "envelope"), {"once": client.session.session_key})
    assert (sheet.status_code, sheet["Location"]) == (201, to(canvass, "holders"))
    assert "no-store" in sheet["Cache-Control"]
    digits = "".join(re.findall(r"<span>(\d{4})</span>", sheet.content.decode()))
    assert len(digits) == 24
    short = client.post(to(canvass, "hold"), {"passphrase": digits[:23]})
    assert "24个数字" in short.content.decode()
    wrong = client.post(to(canvass, "hold"), {"passphrase": digits[::-1]})
    assert "不一样" in wrong.content.decode()
    assert client.post(to(canvass, "hold"), {"passphrase": digits}).status_code == 302


def test_a_resent_form_shows_no_passphrase_again(enter, announced, leader, core):
    envelopes.choose_holders(announced, first=leader, second=core, by=leader)
    client = enter("core")
    first, again = (client.post(to(announced, "envelope"), {"once": "x"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 302)
    assert Holder.objects.exclude(public=None).count() == 1


@pytest.mark.parametrize("name", ["holders", "choose", "envelope", "hold", "ballots"])
def test_a_vote_with_names_has_none_of_these_pages(enter, building, leader, household, name):
    named = drafting.announce_canvass(make_draft_canvass(building, leader), by=leader)
    client = enter("leader")
    assert {client.get(to(named, name)).status_code, client.post(to(named, name)).status_code} <= {
        403,
        405,
    }


@pytest.mark.parametrize(
    ("name", "method", "codes"),
    [
        ("holders", "get", (200, 200, 403, 200, 404, 302)),
        ("choose", "get", (200, 403, 403, 200, 404, 302)),
        ("envelope", "post", (302, 302, 403, 201, 404, 302)),
        ("hold", "post", (200, 200, 403, 200, 404, 302)),
        ("ballots", "get", (200, 200, 403, 200, 404, 302)),
    ],
)
@pytest.mark.parametrize("persona", PERSONAS)
def test_who_may_do_what_before_it_opens(enter, request, announced, name, method, codes, persona):
    choose_key_holders(announced, announced.author)
    client = enter(persona)
    expected = dict(zip(PERSONAS, codes, strict=True))[persona]
    assert getattr(client, method)(to(announced, name)).status_code == expected


@pytest.mark.slow
def test_no_paper_with_a_name_is_offered_or_reachable(enter, building, leader, core, staff):
    """D1: no persona gets a button or a URL for signed paper, in any state."""
    for _ in range(5):
        MembershipFactory(household=HouseholdFactory(building=building))
    canvass = make_draft_canvass(building, leader, **SECRET)
    steps = {
        "draft": lambda: None,
        "announced": lambda: drafting.announce_canvass(canvass, by=leader),
        "open": lambda: (
            choose_key_holders(canvass, leader),
            opening.open_canvass(canvass, by=leader),
        ),
        "closed": lambda: counting_actions.close_canvass(move_past_deadline(canvass), by=leader),
        "counted": lambda: count_closed_canvass(Canvass.objects.get(pk=canvass.pk)),
        "published": lambda: counting_actions.publish_canvass(canvass, by=leader),
    }
    for state, take in steps.items():
        take()
        assert Canvass.objects.get(pk=canvass.pk).state == state
        for persona in ("leader", "core", "staff"):
            client = enter(persona)
            page = client.get(to(canvass)).content.decode()
            for name in ("sheet", "slips", "slip"):
                assert client.get(to(canvass, name)).status_code == 403, (state, persona, name)
                assert to(canvass, name) not in page
    assert enter("leader").get(to(canvass, "bring", 1)).status_code == 403


def test_a_blank_ballot_bears_no_name_number_or_mark(enter, vote):
    page = enter("leader").get(to(vote, "ballots")).content.decode()
    papers = re.findall(r'<section class="tear ballot">(.*?)</section>', page, re.DOTALL)
    assert len(papers) == 4
    assert len(set(papers)) == 1
    words = re.sub(r"<.*?>", "", papers[0])
    assert not re.search(r"\d", words)
    assert "<img" not in papers[0]
    assert "<svg" not in papers[0]
    for voice in vote.voices.all():
        assert voice.label not in page
        assert voice.code not in page


def test_two_holders_open_the_box_on_one_page(client, closed, holder):
    client.force_login(holder)
    page = client.get(to(closed, "count")).content.decode()
    assert "网上投了 5 家，领了纸票 1" in page
    assert "可不填" not in page
    papers = {**NO_PAPERS, "one-object": "1", "two-object": "1"}
    keys = passphrase_data(first="1111 " * 6, committee=PASSPHRASES["committee"])
    assert (
        client.post(to(closed, "count"), {**papers, **keys, **as_seen_now(closed)}).status_code
        == 302
    )
    result = Count.objects.get(canvass=closed).result
    assert (result["agree"]["heads"], result["object"]["heads"]) == (3, 2)
    shown = client.get(to(closed)).content.decode()
    assert "网上的票 5 张，纸票 1 张" in shown
    assert "对不上" not in shown
    assert "只留总数" in shown
    assert client.get(to(closed, "result")).status_code == 200


def test_a_passphrase_is_shown_on_no_other_page(client, closed, holder, monkeypatch, counting):
    """Also not on the page that a rate limit returns."""
    monkeypatch.setitem(RATES, "form", ((0, 60),))
    client.force_login(holder)
    form = {**NO_PAPERS, **passphrase_data(first=PASSPHRASES["first"], second="2222 " * 6)}
    refused = client.post(to(closed, "count"), form)
    assert (refused.status_code, refused["Cache-Control"]) == (429, "no-store")
    assert (PASSPHRASES["first"] in refused.text, "2222" in refused.text) == (False, False)
    assert 'name="one-agree"' in refused.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (passphrase_data(second=""), "请填两位的口令"),
        (passphrase_data(committee="3" * 24), "请填两位的口令"),
        (passphrase_data(second="2" * 23), "24个数字"),
        (passphrase_data(second="3" * 24), "口令对不上"),
        ({"two-agree": "1"}, "两位数的纸票不一样"),
        ({"one-agree": "x"}, "请写一个数字"),
        ({"one-agree": ""}, "请写“"),
    ],
)
def test_what_is_entered_wrongly_is_told_and_nothing_is_lost(
    client, closed, holder, change, sentence
):
    client.force_login(holder)
    form = {
        **NO_PAPERS,
        **passphrase_data(first="1" * 24, second="2" * 24),
        **as_seen_now(closed),
        "two-object": "0",
        **change,
    }
    answer = client.post(to(closed, "count"), form)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="111111111111111111111111"' in page
    assert "no-store" in answer["Cache-Control"]
    assert SealedBallot.objects.count() == 5
    assert not Count.objects.exists()


def test_people_without_one_of_the_two_keys_cannot_count(enter, closed):
    keys = passphrase_data(first="1" * 24, second="2" * 24)
    form = {**NO_PAPERS, **keys, **as_seen_now(closed)}
    page = enter("leader").post(to(closed, "count"), form).content.decode()
    assert "您是其中一位" in page
    assert SealedBallot.objects.count() == 5


def test_a_mismatch_with_the_roll_stands_on_the_page_and_on_the_printed_result(
    client, closed, holder
):
    client.force_login(holder)
    papers = {**NO_PAPERS, **{f"{who}-agree": "3" for who in ("one", "two")}}
    keys = passphrase_data(first=PASSPHRASES["first"], second=PASSPHRASES["second"])
    client.post(to(closed, "count"), {**papers, **keys, **as_seen_now(closed)})
    for name in ("page", "result"):
        assert (
            "有纸票 3 张，名单上领了纸票的是 1 家" in client.get(to(closed, name)).content.decode()
        )


@pytest.mark.parametrize("homes", [1, 20])
def test_its_pages_cost_the_same_however_many_were_asked(
    enter, django_assert_num_queries, building, leader, homes
):
    """Covers the holders' page, the opening of the box, and the count of a canvass without secrecy."""
    HouseholdFactory.create_batch(homes, building=building)
    announced = drafting.announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)
    choose_key_holders(announced, leader)
    closed = counting_actions.close_canvass(
        move_past_deadline(make_open_canvass(building, leader, **SECRET)), by=leader
    )
    plain = counting_actions.close_canvass(
        move_past_deadline(make_open_canvass(building, leader)), by=leader
    )
    client = enter("leader")
    client.get("/b/114/people/")
    for canvass, name, statements in (
        (announced, "holders", 5),
        (closed, "count", 9),
        (plain, "count", 10),
    ):
        with django_assert_num_queries(statements, info=name):
            client.get(to(canvass, name))
