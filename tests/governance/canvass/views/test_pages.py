"""The page of a question: its number of answers is one in the sentence, legend and drawing."""

from __future__ import annotations

import re

import pytest

from governance.canvass.actions import answering, counting, visiting
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Canvass, Objection
from louzu.lib.time import format_moment
from residents.models import Household
from tests.factories import HouseholdFactory, MembershipFactory, UserFactory
from tests.factories.canvass import (
    add_owner_of_home,
    canvass_url,
    make_open_canvass,
    make_owner,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.options import make_option_canvass, pick
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


def end(canvass, state, leader):
    canvass = counting.close_canvass(move_past_deadline(canvass), by=leader)
    for by in (leader, UserFactory()) if state != "closed" else ():
        canvass = counting.count_canvass(canvass, by=by, anyway=True)
    if state == "published":
        counting.publish_canvass(canvass, by=leader)


ASKING = (
    "还没有表态",
    "请再答一次",
    "请定一个",
    "请您家表态",
    "打印回条",
    "打印签署表",
    "替您家说一声",
)
"""Words that ask for what can be done only until the deadline."""


@pytest.mark.parametrize("persona", ["leader", "resident"])
@pytest.mark.parametrize("state", ["closed", "counted", "published"])
@pytest.mark.parametrize("said", ["", "told", "stale", "clash", "unchecked"])
def test_after_the_end_the_page_asks_for_nothing(
    enter, building, leader, counter, household, resident, persona, state, said
):
    canvass = make_open_canvass(building, leader, late_days=0)
    me = {"leader": leader, "resident": resident}[persona]
    home = me.memberships.get().household
    voice = voice_of(canvass, home)
    if said == "told":
        visiting.acknowledge(canvass, voice, by=me)
    if said in {"stale", "clash"}:
        say(canvass, voice, me)
    if said == "clash":
        record_paper_answer_for(canvass, voice, "object", by=counter)
    if said == "unchecked":
        record_paper_answer_for(canvass, voice, "agree", by=counter)
    if said == "stale":
        Canvass.objects.filter(pk=canvass.pk).update(version=2, material_version=2)
    page = enter(persona).get(canvass_url(canvass)).text
    assert [word for word in ASKING if word in page] or (persona, said) == ("resident", "unchecked")
    canvass = Canvass.objects.get(pk=canvass.pk)
    end(canvass, state, leader)
    page = enter(persona).get(canvass_url(canvass)).text
    assert [word for word in ASKING if word in page] == []


ELECT = {"kind": "several", "preset": "residents_meeting", "labels": ("冯丽", "郑伟民")}


def test_what_was_only_told_asks_for_nothing_after_the_end(enter, building, leader, resident):
    canvass = make_open_canvass(building, leader, purpose="tell", preset="tell")
    assert "替您家说一声" in enter("resident").get(canvass_url(canvass)).text
    end(canvass, "closed", leader)
    page = enter("resident").get(canvass_url(canvass)).text
    assert "您家没有说过知道了。" in page
    assert [word for word in ASKING if word in page] == []


UNDECIDED = {
    "nobody": ({}, {}, "参加的要超过一半"),
    "tie": ({}, {0: (1,), 1: (2,)}, "一样多的，由楼组长再问一轮定下来。"),
    "no majority": (ELECT, {0: (), 1: (), 2: (1,)}, "没有一位到。"),
    "no item": (
        {**ELECT, "kind": "each", "labels": ("换灯", "刷墙")},
        {0: (), 1: (), 2: (1,)},
        "没有一件到。",
    ),
}


@pytest.mark.parametrize("case", UNDECIDED)
def test_a_result_that_decides_nothing_says_why_and_offers_no_article(
    enter, building, leader, counter, household, resident, case
):
    text, picks, why = UNDECIDED[case]
    canvass = make_option_canvass(building, leader, late_days=0, **text)
    homes = [
        voice.household for voice in canvass.voices.all() if voice.household.memberships.exists()
    ]
    for at, picked in picks.items():
        pick(canvass, homes[at], *picked)
    end(canvass, "published", leader)
    page = enter("leader").get(canvass_url(canvass)).text
    result = page.split('aria-labelledby="result')[1].split("</section>")[0]
    assert why in result
    assert "写进楼组公约" not in page
    assert ("再问一轮</button>" in page) is (case == "tie")


@pytest.mark.parametrize("persona", ["leader", "resident"])
@pytest.mark.parametrize("purpose", ["consent", "hear"])
def test_the_page_of_an_objection_says_who_comes_and_until_when(
    enter, building, leader, household, resident, persona, purpose
):
    preset = "tell" if purpose == "hear" else "covenant"
    canvass = make_open_canvass(building, leader, purpose=purpose, preset=preset)
    say(canvass, voice_of(canvass, household), resident, "object")
    url = canvass_url(canvass, "objection", Objection.objects.get().pk)
    page = " ".join(enter(persona).get(url).text.split())
    assert "楼组长或者上门的骨干" in page
    assert f"谈到{format_moment(canvass.closes_at)}截止为止" in page
    end(canvass, "closed", leader)
    assert "截止为止" not in enter(persona).get(url).text
