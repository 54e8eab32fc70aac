"""The page of a question: its number of answers is one in the sentence, legend and drawing."""

from __future__ import annotations

import re

import pytest

from governance.canvass.actions import answering, visiting
from governance.canvass.inputs import AnswerInput
from residents.models import Household
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    add_owner_of_home,
    canvass_url,
    make_open_canvass,
    make_owner,
    record_paper_answer_for,
)
from tests.factories.slips import JoiningFactory, SlipFactory

pytestmark = pytest.mark.django_db
ANSWERED, WAITS = "已答复", "待核对"
ANSWERS = {"agree": "已同意", "object": "有异议", "abstain": "已弃权"}


def numbers_in(page):
    """Return the answered in the sentence, and the states of legend and table with their numbers."""
    card = page.split('id="numbers"')[1]
    (answered,) = re.findall(r"(\d+) / \d+\s+已答复", card)
    legend = card.split('class="legend"')[1].split("</ul>")[0]
    badges = re.findall(r"</svg>\s*(\S+) (\d+)\s*</li>", legend)
    return int(answered), {word: int(number) for word, number in badges}


def say(canvass, voice, user, choice="agree", **more):
    reason = "吵" if choice == "object" else ""
    data = AnswerInput(choice=choice, reason=reason, **more)
    return answering.answer_on_web(canvass, voice, data, by=user)


@pytest.fixture
def everything(building, leader, counter, resident):
    """A question with a home in each state."""
    homes = [HouseholdFactory(building=building) for _ in range(8)]
    people = [MembershipFactory(household=home).user for home in homes]
    canvass = make_open_canvass(building, leader)
    voices = {voice.household: voice for voice in canvass.voices.all()}
    voices = [voices[home] for home in homes]
    for at, choice in ((0, "agree"), (1, "object"), (2, "abstain")):
        say(canvass, voices[at], people[at], choice)
    record_paper_answer_for(canvass, voices[3], "agree", by=leader)
    slip = SlipFactory(household=homes[4], printed_by=leader, used=1)
    newcomer = JoiningFactory(membership__household=homes[4], slip=slip).user
    say(canvass, voices[4], newcomer)
    say(canvass, voices[5], people[5])
    record_paper_answer_for(canvass, voices[5], "object", by=leader, checked_by=counter)
    taken = say(canvass, voices[6], people[6])
    say(canvass, voices[6], people[6], "taken_back", seen=taken.pk)
    visiting.acknowledge(canvass, voices[7], by=people[7])
    return canvass


@pytest.mark.parametrize("persona", ["resident", "leader"])
def test_the_page_counts_the_answers_once(enter, everything, persona):
    page = enter(persona).get(canvass_url(everything)).text
    answered, legend = numbers_in(page)
    by_choice = sum(legend.get(word, 0) for word in ANSWERS.values())
    assert (answered, legend.get(ANSWERED, 0) + by_choice) == (3, 3)
    if persona == "leader":
        assert (legend[WAITS], legend["有出入"]) == (2, 1)
        assert "3户的答复算进来了，2户的等核对。" in page
    else:
        assert legend[WAITS] == 3
        assert not {"有出入", *ANSWERS.values()} & set(legend)
        assert "3户的答复算进来了，3户的等核对。" in page


def test_an_owner_of_two_flats_is_counted_once(enter, building, leader, household, counter):
    for home in Household.objects.all():
        add_owner_of_home(home)
    two = make_owner(building, rooms=("401", "502"))
    canvass = make_open_canvass(building, leader, preset="everyone", electorate="owners")
    voice = canvass.voices.get(owner=two)
    record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=counter)
    page = enter("leader").get(canvass_url(canvass)).text
    answered, legend = numbers_in(page)
    assert (answered, legend[ANSWERS["agree"]]) == (1, 1)
    assert page.count("is-agree") == 3  # the badge of the legend, and two flats
