"""Whoever may not do something reads who may, or that it is too early or too late."""

from __future__ import annotations

import pytest
import rules
from rules.permissions import permissions

from governance.canvass.actions import counting, drafting
from governance.canvass.models import Canvass
from residents.models import User
from residents.people.denials import KINDS, denial_sentence, offices_that_may
from residents.people.models.standing import OFFICE_NAMES
from residents.people.rules import whatever_state
from tests.factories.canvass import make_draft_canvass, make_open_canvass, move_past_deadline

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "core", "volunteer", "staff", "resident")
OTHER_KINDS = {
    "canvass.entrust",
    "canvass.hold",
    "canvass.print_ballots",
    "canvass.hand_out_paper",
    "canvass.take_paper_back",
    "canvass.say_of_paper",
    "canvass.read_as_owner",
    "canvass.answer_as_owner",
}
"""Rights for secret votes, and for owners who live elsewhere. No page of this question leads to them."""


def named_in(sentence):
    return (
        {kind for kind in KINDS if str(OFFICE_NAMES[kind]) in sentence}
        if "来做" in sentence
        else set()
    )


@pytest.fixture
def states(building, leader, staff, household, resident):
    """A canvass in each state."""
    draft = make_draft_canvass(building, leader)
    gone = drafting.withdraw_canvass(make_draft_canvass(building, leader), reason="错", by=leader)
    opened = make_open_canvass(building, leader)
    closed = counting.close_canvass(
        move_past_deadline(make_open_canvass(building, leader)), by=leader
    )
    counted = counting.close_canvass(
        move_past_deadline(make_open_canvass(building, leader)), by=leader
    )
    for person in (leader, staff):
        counted = counting.count_canvass(counted, by=person, anyway=True)
    published = Canvass.objects.get(pk=counted.pk)
    published.state = "published"
    return [draft, gone, opened, closed, counted, published]


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_refusal_names_the_reader_or_somebody_who_may_not(states, request, persona):
    user = request.getfixturevalue(persona)
    if persona != "staff":  # as read for a request
        user = User.objects.get(pk=user.pk)
    found = 0
    for canvass in states:
        for perm in permissions:
            if not perm.startswith("canvass.") or perm in OTHER_KINDS:
                continue
            if rules.has_perm(perm, user, canvass):
                continue
            found += 1
            where = f"{perm} {canvass.state}"
            sentence = denial_sentence(perm, user, canvass)
            assert sentence, where
            names = named_in(sentence)
            assert names.isdisjoint(user.standing_in(canvass.building).offices), where
            assert names in (set(), offices_that_may(perm, canvass)), where
            with whatever_state():
                assert rules.has_perm(perm, user, canvass) is not bool(names), where
    assert found > len(states)


@pytest.mark.parametrize(
    ("persona", "perm", "words"),
    [
        ("core", "doors.share", "这件事要由楼组长或者居委来做。"),
        ("volunteer", "canvass.draft", "这件事要由楼组长或者居委来做。"),
        ("resident", "doors.visit", "这件事要由楼组长、骨干、志愿者或者居委来做。"),
        ("staff", "charters.begin", "这件事要由楼组长来做。"),
    ],
)
def test_who_may_is_named(building, leader, request, persona, perm, words):
    assert denial_sentence(perm, request.getfixturevalue(persona), building) == words


def test_pages_say_it(enter, building, leader, core, states):
    _draft, _gone, opened, *_rest = states
    again = f"/b/114/canvass/{opened.pk}/again/"
    assert "还没到这一步，或者已经过了" in enter("leader").post(again, follow=True).text
    assert "这件事要由楼组长或者居委来做" in enter("core").post(again).text
    assert "这件事要由楼组长或者居委来做" in enter("core").get("/b/114/doors/share/").text


def test_a_page_of_another_home_names_nobody(enter, building, leader, household, resident):
    canvass = make_open_canvass(building, leader)
    other = canvass.voices.exclude(household=household).first()
    page = enter("resident").get(f"/b/114/canvass/{canvass.pk}/doors/{other.number}/")
    assert (page.status_code, "要由" in page.text) == (403, False)
