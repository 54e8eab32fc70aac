"""Households that let a neighbour answer one question for them."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.canvass.actions import answering, counting, delegating, drafting, rewording
from governance.canvass.inputs import AnswerInput, DelegationInput, OptionInput, RewordInput
from governance.canvass.models import Answer, Current, Delegation, Objection
from governance.canvass.option_tally import OptionBallot
from governance.canvass.queries.counting import recount, tally_of
from governance.canvass.queries.delegations import MAX_MANDATES, possible_proxies
from governance.canvass.queries.lists import canvasses_waiting_for, waits_for
from governance.canvass.queries.voices import voice_numbered, voices_of
from louzu.lib.errors import Refused
from residents.people.rules import standing_of
from tests.conftest import holder
from tests.factories import HouseholdFactory, MembershipFactory, OfficeFactory
from tests.factories.canvass import (
    SECRET,
    enter_delegation_for,
    make_delegation,
    make_open_canvass,
    make_owner,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db
AGREE = AnswerInput(choice="agree")
OPTIONS = (OptionInput(title="甲"), OptionInput(title="乙"))


@pytest.fixture
def homes(building):
    """Five more homes, each with a member who may answer."""
    return [MembershipFactory(household=HouseholdFactory(building=building)) for _ in range(5)]


@pytest.fixture
def two(homes, canvass, voice, resident):
    """The resident's home as the principal, a neighbour's as the proxy."""
    return pair(canvass, voice, resident, homes[0])


def pair(canvass, voice, user, home):
    proxy = voice_of(canvass, home.household)
    return SimpleNamespace(
        canvass=canvass, principal=voice, giver=user, proxy=proxy, receiver=home.user
    )


def offered(two, **instruction):
    return make_delegation(two.canvass, two.principal, two.proxy, by=two.giver, **instruction)


def accepted(two, **instruction):
    return make_delegation(
        two.canvass,
        two.principal,
        two.proxy,
        by=two.giver,
        accepted_by=two.receiver,
        **instruction,
    )


def state_of(delegation):
    return Delegation.objects.get(pk=delegation.pk).state


def standing(canvass, user):
    return standing_of(user, canvass.building)


def test_the_answer_of_a_proxy_counts_as_the_households_own(two):
    delegation = accepted(two)
    answer = delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    assert (answer.voice, answer.by, answer.delegation) == (two.principal, two.receiver, delegation)
    assert Current.objects.get(voice=two.principal).answer == answer
    assert tally_of(two.canvass, voices_of(two.canvass)).agree.heads == 1
    assert state_of(delegation) == "accepted"


def test_it_counts_only_once_the_neighbour_has_accepted(two):
    delegation = offered(two)
    with pytest.raises(Refused, match="等答应"):
        delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    delegating.decline_delegation(two.canvass, delegation, by=two.receiver)
    with pytest.raises(Refused, match="没有受托"):
        delegating.accept_delegation(two.canvass, delegation, by=two.receiver)


def test_a_proxy_answers_as_instructed_whatever_is_sent(two):
    delegation = accepted(two, choice="object", reason="怕吵")
    answer = delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    assert (answer.choice, answer.reason) == ("object", "怕吵")
    assert Objection.objects.get().voice == two.principal
    with pytest.raises(IntegrityError, match="as instructed"), transaction.atomic():
        Answer.objects.create(
            voice=two.principal,
            delegation=delegation,
            choice="agree",
            channel="web",
            version=1,
            by=two.receiver,
            said_at=answer.said_at,
        )


def test_options_may_be_named_in_the_instruction(building, leader, homes, household, resident):
    asks = {"kind": "one", "options": OPTIONS, "preset": "most_votes", "purpose": "vote"}
    canvass = make_open_canvass(building, leader, **asks)
    two = pair(canvass, voice_of(canvass, household), resident, homes[0])
    with pytest.raises(Refused, match="选项"):
        offered(two, choice="picked", ballot=OptionBallot(frozenset({7})))
    delegation = accepted(two, choice="picked", ballot=OptionBallot(frozenset({2})))
    answer = delegating.answer_as_proxy(canvass, delegation, AGREE, by=two.receiver)
    assert answer.picks == [2]


@pytest.mark.parametrize(
    ("instruction", "sentence"),
    [
        ({"choice": "object"}, "写一句为什么"),
        ({"choice": "taken_back"}, "请选一样"),
        ({"choice": "picked"}, "没有选项"),
    ],
)
def test_an_instruction_is_an_answer_that_could_be_given(two, instruction, sentence):
    with pytest.raises(Refused, match=sentence):
        offered(two, **instruction)


def test_only_those_who_answer_for_a_home_give_accept_and_answer(two, leader, homes):
    stranger = homes[1].user
    child = MembershipFactory(household=two.principal.household, may_answer=False).user
    for by in (stranger, leader, child, two.receiver):
        with pytest.raises(Refused, match="能代表您家"):
            make_delegation(two.canvass, two.principal, two.proxy, by=by)
    delegation = offered(two)
    for step in (delegating.accept_delegation, delegating.decline_delegation):
        for by in (stranger, leader, child, two.giver):
            with pytest.raises(Refused, match="能代表您家"):
                step(two.canvass, delegation, by=by)
    for by in (stranger, leader, two.receiver):
        with pytest.raises(Refused, match="能代表您家"):
            delegating.withdraw_delegation(two.canvass, delegation, by=by)
    delegating.accept_delegation(two.canvass, delegation, by=two.receiver)
    for by in (stranger, leader, two.giver):
        with pytest.raises(Refused, match="能代表您家"):
            delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=by)


def test_whoever_was_let_in_after_the_opening_neither_gives_nor_accepts(two):
    """A member who could answer for the home only later might be somebody's second account."""
    late = MembershipFactory(household=two.principal.household).user
    with pytest.raises(Refused, match="能代表您家"):
        make_delegation(two.canvass, two.principal, two.proxy, by=late)
    later = MembershipFactory(household=two.proxy.household).user
    delegation = offered(two)
    with pytest.raises(Refused, match="能代表您家"):
        delegating.accept_delegation(two.canvass, delegation, by=later)


def test_nobody_gives_twice_and_nobody_passes_on_what_was_given(two, homes):
    third = voice_of(two.canvass, homes[1].household)
    accepted(two)
    with pytest.raises(Refused, match="已经委托了一家"):
        make_delegation(two.canvass, two.principal, third, by=two.giver)
    with pytest.raises(Refused, match="答应了替别家答"):
        make_delegation(two.canvass, two.proxy, third, by=two.receiver)
    with pytest.raises(Refused, match="自己也委托了别家"):
        make_delegation(two.canvass, third, two.principal, by=homes[1].user)
    with pytest.raises(Refused, match="另外一家"):
        make_delegation(two.canvass, third, third, by=homes[1].user)


def test_who_gives_away_its_own_answer_accepts_none(two, homes):
    delegation = offered(two)
    third = voice_of(two.canvass, homes[1].household)
    make_delegation(two.canvass, two.proxy, third, by=two.receiver)
    with pytest.raises(Refused, match="也委托了别家"):
        delegating.accept_delegation(two.canvass, delegation, by=two.receiver)


def test_a_home_answers_for_three_others_at_most(homes, canvass):
    proxy, *others = homes
    most = [
        make_delegation(
            canvass,
            voice_of(canvass, one.household),
            voice_of(canvass, proxy.household),
            by=one.user,
        )
        for one in others
    ]
    for delegation in most[:MAX_MANDATES]:
        delegating.accept_delegation(canvass, delegation, by=proxy.user)
    with pytest.raises(Refused, match="最多替3家"):
        delegating.accept_delegation(canvass, most[MAX_MANDATES], by=proxy.user)
    delegating.decline_delegation(canvass, most[0], by=proxy.user)
    delegating.accept_delegation(canvass, most[MAX_MANDATES], by=proxy.user)


def test_a_home_that_answered_gives_nothing_away(two, leader, counter):
    delegation = offered(two)
    record_paper_answer_for(two.canvass, two.principal, "agree", by=leader)
    with pytest.raises(Refused, match="已经有答复"):
        delegating.accept_delegation(two.canvass, delegation, by=two.receiver)
    delegating.withdraw_delegation(two.canvass, delegation, by=two.giver)
    with pytest.raises(Refused, match="已经有答复"):
        offered(two)
    answering.answer_on_web(
        two.canvass, two.principal, AnswerInput(choice="taken_back", seen=9**9), by=two.giver
    )
    assert offered(two)


def test_it_is_withdrawn_or_handed_back_until_it_was_used(two):
    delegation = accepted(two)
    delegating.withdraw_delegation(two.canvass, delegation, by=two.giver)
    delegation = accepted(two)
    delegating.decline_delegation(two.canvass, delegation, by=two.receiver)
    delegation = accepted(two)
    delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    with pytest.raises(Refused, match="已经替他们答过了"):
        delegating.withdraw_delegation(two.canvass, delegation, by=two.giver)
    with pytest.raises(Refused, match="已经替他们答过了"):
        delegating.decline_delegation(two.canvass, delegation, by=two.receiver)


def test_an_answer_of_ones_own_replaces_that_of_the_proxy_and_ends_it(two):
    delegation = accepted(two)
    delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    own = answering.answer_on_web(
        two.canvass, two.principal, AnswerInput(choice="abstain"), by=two.giver
    )
    assert Current.objects.get(voice=two.principal).answer == own
    assert state_of(delegation) == "ended"
    with pytest.raises(Refused, match="不算了"):
        delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)


def test_an_answer_that_waits_for_a_check_does_not_end_it(two, counter):
    delegation = accepted(two)
    late = MembershipFactory(household=two.principal.household).user
    answer = answering.answer_on_web(two.canvass, two.principal, AGREE, by=late)
    assert state_of(delegation) == "accepted"
    answering.check_answer(two.canvass, answer, by=two.giver, by_household=True)
    assert state_of(delegation) == "ended"


def test_a_checked_paper_of_the_household_ends_it(two, leader, counter):
    delegation = accepted(two)
    record_paper_answer_for(two.canvass, two.principal, "agree", by=leader, checked_by=counter)
    assert state_of(delegation) == "ended"


def test_a_proxy_settles_no_difference_with_a_paper_of_the_household(two, leader, counter):
    delegation = accepted(two)
    paper = record_paper_answer_for(two.canvass, two.principal, "object", by=leader)
    said = AnswerInput(choice="agree", seen=paper.pk)
    delegating.answer_as_proxy(two.canvass, delegation, said, by=two.receiver)
    assert Current.objects.get(voice=two.principal).clash
    answering.answer_on_web(
        two.canvass, two.principal, AnswerInput(choice="abstain", seen=9**9), by=two.giver
    )
    assert not Current.objects.get(voice=two.principal).clash


def signed_by_proxy(two, choice, *, by, **more):
    return record_paper_answer_for(
        two.canvass, two.principal, choice, by=by, relation="proxy", **more
    )


def test_a_paper_that_the_proxy_signed_is_its_answer_and_ends_nothing(two, leader, counter):
    delegation = accepted(two)
    answer = signed_by_proxy(two, "agree", by=leader, checked_by=counter)
    assert (answer.delegation, answer.voice) == (delegation, two.principal)
    assert Current.objects.get(voice=two.principal).answer == answer
    assert state_of(delegation) == "accepted"
    with pytest.raises(Refused, match="已经替他们答过了"):
        delegating.withdraw_delegation(two.canvass, delegation, by=two.giver)


def test_a_neighbour_signs_for_a_home_by_an_accepted_delegation_alone(two, leader):
    with pytest.raises(Refused, match="没有委托邻居"):
        signed_by_proxy(two, "agree", by=leader)
    offered(two)
    with pytest.raises(Refused, match="没有委托邻居"):
        signed_by_proxy(two, "agree", by=leader)
    with pytest.raises(IntegrityError, match="proxy_signs"), transaction.atomic():
        Answer.objects.create(
            voice=two.principal,
            choice="agree",
            channel="meeting",
            version=1,
            by=leader,
            said_at=timezone.now(),
            signer="户主",
            relation="proxy",
        )


def test_a_neighbour_signs_only_as_instructed(two, leader):
    accepted(two, choice="object", reason="怕吵")
    with pytest.raises(Refused, match="只能照着答"):
        signed_by_proxy(two, "agree", by=leader)
    assert signed_by_proxy(two, "object", by=leader).choice == "object"


def test_a_paper_of_the_proxy_settles_no_difference(two, leader, counter):
    accepted(two)
    record_paper_answer_for(two.canvass, two.principal, "object", by=counter)
    signed_by_proxy(two, "agree", by=leader, settles=True)
    assert Current.objects.get(voice=two.principal).clash


def test_who_lives_with_the_proxy_does_not_check_its_paper(two, leader):
    accepted(two)
    answer = signed_by_proxy(two, "agree", by=leader)
    OfficeFactory(user=two.receiver, building=two.canvass.building, kind="core")
    with pytest.raises(Refused, match="另一位办事的人"):
        answering.check_answer(two.canvass, answer, by=two.receiver, by_household=False)
    answering.check_answer(two.canvass, answer, by=two.giver, by_household=True)


def test_a_confirmation_by_the_household_leaves_it_as_it_is(two):
    delegation = accepted(two)
    answer = delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    answering.check_answer(two.canvass, answer, by=two.giver, by_household=True)
    assert state_of(delegation) == "accepted"


def test_a_proxy_without_instruction_may_change_the_answer_but_not_take_it_back(two):
    delegation = accepted(two)
    delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    with pytest.raises(Refused, match="不能收回"):
        delegating.answer_as_proxy(
            two.canvass, delegation, AnswerInput(choice="taken_back"), by=two.receiver
        )
    later = delegating.answer_as_proxy(
        two.canvass, delegation, AnswerInput(choice="abstain"), by=two.receiver
    )
    assert Current.objects.get(voice=two.principal).answer == later


def test_the_closing_ends_what_was_only_offered(two, homes):
    third = voice_of(two.canvass, homes[1].household)
    kept = accepted(two)
    open_offer = make_delegation(two.canvass, third, two.proxy, by=homes[1].user)
    counting.close_canvass(move_past_deadline(two.canvass), by=None)
    assert (state_of(kept), state_of(open_offer)) == ("accepted", "ended")
    with pytest.raises(Refused):
        delegating.answer_as_proxy(two.canvass, kept, AGREE, by=two.receiver)


def test_a_withdrawn_question_ends_what_was_only_offered(two, leader):
    delegation = offered(two)
    drafting.withdraw_canvass(two.canvass, reason="写错了", by=leader)
    assert state_of(delegation) == "ended"


@pytest.mark.parametrize(("material", "state"), [(True, "ended"), (False, "accepted")])
def test_a_new_text_ends_it_where_it_voids_answers(two, leader, material, state):
    delegation = accepted(two)
    body = "不在楼道堆放。" if not material else "以后都不许上楼。"
    text = RewordInput(version=1, body=body, material=material, reason="改")
    rewording.reword_canvass(two.canvass, text, by=leader)
    assert state_of(delegation) == state


def test_who_read_the_former_text_offers_and_answers_nothing(two, leader):
    text = RewordInput(version=1, body="以后都不许上楼。", material=True, reason="改")
    rewording.reword_canvass(two.canvass, text, by=leader)
    with pytest.raises(Refused, match="文字刚改过"):
        offered(two, version=1)
    delegation = accepted(two)
    with pytest.raises(Refused, match="文字刚改过"):
        delegating.answer_as_proxy(
            two.canvass, delegation, AnswerInput(choice="agree", version=1), by=two.receiver
        )


@pytest.mark.parametrize("asks", [SECRET, {"purpose": "hear", "preset": "tell"}])
def test_secret_votes_and_consultations_take_none(
    building, leader, homes, household, resident, asks
):
    canvass = make_open_canvass(building, leader, **asks)
    two = pair(canvass, voice_of(canvass, household), resident, homes[0])
    with pytest.raises(Refused, match=r"不能委托|不记名"):
        offered(two)


@pytest.fixture
def on_paper(two, leader):
    return enter_delegation_for(two.canvass, two.principal, two.proxy, by=leader, choice="agree")


def test_a_mandate_on_paper_counts_once_a_second_person_checked_it(two, on_paper, leader, counter):
    with pytest.raises(Refused, match="第二个人"):
        delegating.accept_delegation(two.canvass, on_paper, by=two.receiver)
    with pytest.raises(Refused, match="不能自己核对"):
        delegating.check_delegation(two.canvass, on_paper, by=leader)
    with pytest.raises(IntegrityError, match="checked_by_another"), transaction.atomic():
        Delegation.objects.filter(pk=on_paper.pk).update(
            state="accepted", agreed_by=leader, agreed_at=timezone.now()
        )
    delegating.check_delegation(two.canvass, on_paper, by=counter)
    answer = delegating.answer_as_proxy(two.canvass, on_paper, AnswerInput(""), by=two.receiver)
    assert (answer.choice, answer.voice) == ("agree", two.principal)


def test_the_home_that_gave_it_may_say_so_itself(two, on_paper):
    delegating.check_delegation(two.canvass, on_paper, by=two.giver)
    assert state_of(on_paper) == "accepted"


def test_helpers_of_either_home_and_whoever_was_let_in_by_the_first_check_no_mandate(
    two, on_paper, leader, homes, building
):
    for member in (two.giver, two.receiver):
        helper = MembershipFactory(household=member.memberships.get().household, may_answer=False)
        OfficeFactory(user=helper.user, kind="volunteer", building=building)
        with pytest.raises(Refused, match="不住在这两家"):
            delegating.check_delegation(two.canvass, on_paper, by=helper.user)
    for stranger in (homes[3].user, two.receiver):
        with pytest.raises(Refused, match="不住在这两家"):
            delegating.check_delegation(two.canvass, on_paper, by=stranger)


def test_a_mandate_on_the_web_is_not_checked_by_others(two, counter):
    with pytest.raises(Refused, match="自己答应"):
        delegating.check_delegation(two.canvass, offered(two), by=counter)


def test_who_entered_a_paper_by_mistake_takes_it_away_until_it_is_checked(
    two, on_paper, leader, counter
):
    with pytest.raises(Refused, match="能代表您家"):
        delegating.withdraw_delegation(two.canvass, on_paper, by=counter)
    delegating.withdraw_delegation(two.canvass, on_paper, by=leader)
    again = enter_delegation_for(
        two.canvass, two.principal, two.proxy, by=leader, checked_by=counter
    )
    with pytest.raises(Refused, match="能代表您家"):
        delegating.withdraw_delegation(two.canvass, again, by=leader)


def test_the_database_keeps_what_was_given(two, homes, leader):
    delegation = accepted(two)
    for change in ({"choice": "agree"}, {"proxy": voice_of(two.canvass, homes[2].household)}):
        with pytest.raises(IntegrityError, match="only the state"), transaction.atomic():
            Delegation.objects.filter(pk=delegation.pk).update(**change)
    with pytest.raises(IntegrityError, match="only the state"), transaction.atomic():
        delegation.delete()
    other = make_open_canvass(two.canvass.building, leader)
    with pytest.raises(IntegrityError, match="one canvass"), transaction.atomic():
        Delegation.objects.create(
            principal=voice_of(other, homes[3].household), proxy=two.proxy, version=1, by=two.giver
        )
    with pytest.raises(IntegrityError, match="one_valid_delegation"), transaction.atomic():
        Delegation.objects.create(principal=two.principal, proxy=two.proxy, version=1, by=two.giver)


def test_it_waits_for_the_proxy_and_no_more_for_the_principal(two):
    answering.answer_on_web(two.canvass, two.proxy, AGREE, by=two.receiver)
    giver, receiver = standing(two.canvass, two.giver), standing(two.canvass, two.receiver)

    def waiting(one):
        found = canvasses_waiting_for(two.canvass.building, one)
        assert waits_for(two.canvass, one) == bool(found)
        return [(canvass.own, canvass.offered) for canvass in found]

    assert (waiting(giver), waiting(receiver)) == ([(True, False)], [])
    delegation = offered(two)
    assert (waiting(giver), waiting(receiver)) == ([(True, False)], [(False, True)])
    delegating.accept_delegation(two.canvass, delegation, by=two.receiver)
    assert (waiting(giver), waiting(receiver)) == ([], [(False, False)])
    delegating.answer_as_proxy(two.canvass, delegation, AGREE, by=two.receiver)
    assert (waiting(giver), waiting(receiver)) == ([], [])


def test_homes_that_can_accept_on_the_web_are_offered(two, building, homes):
    empty = HouseholdFactory(building=building)
    canvass = make_open_canvass(building, holder(building, "core"))
    third = voice_of(canvass, homes[1].household)
    make_delegation(canvass, third, voice_of(canvass, homes[2].household), by=homes[1].user)
    mine = voice_of(canvass, two.principal.household)
    found = possible_proxies(canvass, voice_numbered(canvass, mine.number))
    assert voice_of(canvass, two.proxy.household) in found
    assert not {mine, third, voice_of(canvass, empty)} & set(found)


def test_an_owner_lets_another_owner_answer_with_the_area(building):
    leader = OfficeFactory(kind="leader", building=building).user
    make_owner(building, rooms=("101", "102"), area="50.00")
    make_owner(building, rooms=("201",), area="70.00")
    homes = {home.flat.room: home for home in building.households.select_related("flat")}
    giver, receiver = (MembershipFactory(household=homes[room]).user for room in ("101", "201"))
    canvass = make_open_canvass(
        building, leader, electorate="owners", preset="owners_ordinary", purpose="vote"
    )
    voices = [voice_of(canvass, homes[room]) for room in ("101", "201")]
    delegation = make_delegation(canvass, *voices, by=giver, accepted_by=receiver)
    delegating.answer_as_proxy(canvass, delegation, AGREE, by=receiver)
    tally = tally_of(canvass, voices_of(canvass))
    assert (tally.agree.heads, str(tally.agree.area)) == (1, "100.00")


@pytest.mark.parametrize("seed", range(4))
def test_answers_of_proxies_are_counted_as_those_of_a_twin_where_all_answer(building, seed):
    """The twin asks the same owners, who all answer themselves; heads and areas are the same."""
    leader = OfficeFactory(kind="leader", building=building).user
    chance = random.Random(seed)  # noqa: S311 -- the same in each run
    rooms = [f"{floor}0{n}" for floor in range(1, 4) for n in (1, 2)]
    for room in rooms:
        make_owner(
            building, rooms=(room,), area=f"{chance.randint(30, 120)}.{chance.randint(10, 99)}"
        )
    people = {
        home.flat.room: MembershipFactory(household=home).user
        for home in building.households.select_related("flat")
        if home.flat.room in rooms
    }
    asks = {"electorate": "owners", "preset": "owners_major", "purpose": "vote"}
    real, twin = (make_open_canvass(building, leader, **asks) for _ in range(2))
    proxies = chance.sample(rooms, 2)
    for room in rooms:
        choice = chance.choice(["agree", "object", "abstain", None])
        said = AnswerInput(choice=choice or "", reason="因为")
        if choice is None:
            continue
        answering.answer_on_web(twin, _of_room(twin, room), said, by=people[room])
        if room in proxies:
            answering.answer_on_web(real, _of_room(real, room), said, by=people[room])
            continue
        told = {"choice": choice, "reason": "因为"} if chance.random() < 0.5 else {}
        proxy = proxies[rooms.index(room) % 2]
        delegation = make_delegation(
            real,
            _of_room(real, room),
            _of_room(real, proxy),
            by=people[room],
            accepted_by=people[proxy],
            **told,
        )
        delegating.answer_as_proxy(real, delegation, said, by=people[proxy])
    assert Answer.objects.filter(voice__canvass=real).exclude(delegation=None).exists()
    assert tally_of(real, voices_of(real)) == tally_of(twin, voices_of(twin))
    for canvass in (real, twin):
        assert recount(canvass).agrees


def _of_room(canvass, room):
    return canvass.voices.get(flats__room=room)


def test_an_empty_instruction_leaves_it_to_the_proxy(two):
    delegation = delegating.offer_delegation(
        two.canvass, two.principal, two.proxy, DelegationInput(), by=two.giver
    )
    assert (delegation.choice, delegation.picks, delegation.reason) == ("", None, "")
