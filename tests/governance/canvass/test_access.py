"""One person alone cannot answer for a household behind its back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.canvass.actions import answering, secret, visiting
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Answer, AnsweringMember, Current
from louzu.lib.errors import Refused
from residents.joining.actions.joining import set_may_answer
from residents.models import Slip
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    assert_database_refuses,
    canvass_url,
    make_open_canvass,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.slips import JoiningFactory, SlipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(household):
    """Could answer for the household before anything was asked."""
    return MembershipFactory(household=household).user


@pytest.fixture
def asked(mother, building, leader, household):
    """The household's voice; ``mother`` is there at the opening."""
    return voice_of(make_open_canvass(building, leader), household)


def came_with_a_slip(household, printed_by, **slip):
    """A new member of the household since the opening, by a slip that ``printed_by`` printed."""
    slip = SlipFactory(household=household, printed_by=printed_by, used=1, **slip)
    return JoiningFactory(membership__household=household, slip=slip).user


def say(voice, user, choice="object", **more):
    why = {"reason": "吵"} if choice == "object" else {}
    return answering.answer_on_web(
        voice.canvass, voice, AnswerInput(choice=choice, **why, **more), by=user
    )


def check(answer, user, *, by_household=False):
    return answering.check_answer(answer.voice.canvass, answer, by=user, by_household=by_household)


def counting(voice):
    """The answer that counts, and what waits beside it."""
    row = Current.objects.get(voice=voice)
    return row.answer, row.waiting, row.clash


def test_newcomers_since_the_opening_replace_no_members_answer(asked, mother, leader, household):
    hers = say(asked, mother, "agree")
    newcomer = came_with_a_slip(household, leader)
    theirs = say(asked, newcomer, seen=hers.pk)
    assert (theirs.late_access, theirs.needs_check) == ("joined", True)
    assert counting(asked) == (hers, theirs, False)


def test_an_earlier_member_of_the_household_lets_it_count(asked, mother, leader, household):
    hers = say(asked, mother, "agree")
    theirs = say(asked, came_with_a_slip(household, leader), seen=hers.pk)
    check(theirs, mother, by_household=True)
    assert counting(asked) == (theirs, None, False)


def test_a_second_person_lets_it_count_but_not_who_printed_the_slip(
    asked, leader, counter, household
):
    theirs = say(asked, came_with_a_slip(household, leader))
    with pytest.raises(Refused, match="请别的人来核对"):
        check(theirs, leader)
    check(theirs, counter)
    assert counting(asked) == (theirs, None, False)


@pytest.mark.parametrize(
    ("printed_by", "at_home", "waits"),
    [
        ("staff", False, False),
        ("leader", False, True),
        ("counter", False, True),
        ("staff", True, True),
    ],
)
def test_it_counts_at_once_only_where_nobody_answered_before_and_the_committee_let_them_in(
    request, building, leader, household, printed_by, at_home, waits
):
    if at_home:
        MembershipFactory(household=household)
    voice = voice_of(make_open_canvass(building, leader), household)
    newcomer = came_with_a_slip(household, request.getfixturevalue(printed_by))
    assert say(voice, newcomer).needs_check is waits


def test_the_author_of_a_canvass_cannot_let_people_in_alone(building, staff, household):
    """Somebody of the committee asks, and prints the slip."""
    voice = voice_of(make_open_canvass(building, staff), household)
    assert say(voice, came_with_a_slip(household, staff)).needs_check


def test_nobody_lets_themselves_in(building, leader, household, staff):
    voice = voice_of(make_open_canvass(building, leader), household)
    slip = SlipFactory(household=household, printed_by=staff, used=1)
    JoiningFactory(membership__household=household, membership__user=staff, slip=slip)
    assert say(voice, staff).needs_check


def test_a_newcomer_who_prints_the_next_slip_hides_nobody(building, leader, counter, household):
    """The leader joins as a new person, who invites another one."""
    voice = voice_of(make_open_canvass(building, leader), household)
    first = came_with_a_slip(household, leader)
    second = came_with_a_slip(household, first, kind=Slip.Kind.FAMILY)
    theirs = say(voice, second)
    assert theirs.needs_check
    for other in (leader, first):
        with pytest.raises(Refused):
            check(theirs, other)
    check(theirs, counter)


def test_a_newcomer_is_no_second_person_for_what_the_printer_brought(
    building, leader, household, counter
):
    canvass = make_open_canvass(building, leader)
    voice = voice_of(canvass, household)
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    newcomer = came_with_a_slip(household, leader)
    with pytest.raises(Refused):
        check(answer, newcomer, by_household=True)
    check(answer, counter)


def test_a_volunteer_let_in_since_the_opening_is_no_second_person(canvass, voice, leader, building):
    """Also where the leader makes the new person a helper."""
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    new = came_with_a_slip(canvass.voices.exclude(pk=voice.pk).first().household, leader)
    new.offices.create(kind="volunteer", building=building, since=timezone.localdate())
    with pytest.raises(Refused, match="请别的人来核对"):
        check(answer, new)


def test_residents_who_may_not_answer_cannot_check(canvass, voice, leader, household):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    child = MembershipFactory(household=household, may_answer=False).user
    with pytest.raises(Refused, match="另一位办事的人"):
        check(answer, child, by_household=True)
    child.offices.create(kind="volunteer", building=canvass.building, since=timezone.localdate())
    with pytest.raises(Refused, match="另一位办事的人"):
        check(answer, child)


def test_a_member_whose_key_was_renewed_since_the_opening_needs_a_check(
    asked, mother, leader, staff, counter, household
):
    """The person who printed the key may be the person who uses it."""
    key = {"household": household, "kind": Slip.Kind.KEY, "user": mother, "uses": 1, "used": 1}
    SlipFactory(printed_by=staff, **key)
    answer = say(asked, mother)
    assert (answer.late_access, answer.needs_check) == ("key", False)
    SlipFactory(printed_by=leader, **key)
    answer = say(asked, mother)
    assert (answer.late_access, answer.needs_check) == ("key", True)
    with pytest.raises(Refused):
        check(answer, leader)
    check(answer, counter)


def test_an_account_opened_by_a_helper_and_claimed_later_comes_in_later(
    building, leader, household, volunteer
):
    waiting = JoiningFactory(membership__household=household, slip=None, helped_by=volunteer)
    voice = voice_of(make_open_canvass(building, leader), household)
    assert not AnsweringMember.objects.filter(user=waiting.user).exists()
    waiting.slip = SlipFactory(household=household, printed_by=leader, used=1)
    waiting.save()
    assert say(voice, waiting.user).needs_check


def test_a_member_given_the_right_to_answer_since_the_opening_is_late(
    asked, household, leader, counter
):
    son = MembershipFactory(household=household, may_answer=False)
    set_may_answer(son, True, by=leader)
    theirs = say(asked, son.user)
    assert (theirs.late_access, theirs.needs_check) == ("joined", True)
    with pytest.raises(Refused, match="请别的人来核对"):
        check(theirs, leader)
    check(theirs, counter)


@pytest.mark.parametrize(("who", "waits"), [("leader", True), ("counter", True), ("staff", False)])
def test_allowing_a_member_to_answer_counts_as_letting_them_in(
    request, building, leader, household, who, waits
):
    """A household in which nobody could answer at the opening; the member has lived there for long."""
    member = MembershipFactory(household=household, may_answer=False)
    voice = voice_of(make_open_canvass(building, leader), household)
    set_may_answer(member, True, by=request.getfixturevalue(who))
    assert say(voice, member.user).needs_check is waits


def test_a_member_who_came_from_nowhere_needs_a_check(building, leader, household):
    """Neither slip nor hand is on record: nobody can say who let them in."""
    voice = voice_of(make_open_canvass(building, leader), household)
    assert say(voice, MembershipFactory(household=household).user).needs_check


def test_a_newcomer_does_not_say_that_the_others_know(client, building, leader, household, mother):
    canvass = make_open_canvass(building, leader, purpose="tell", preset="tell")
    voice = voice_of(canvass, household)
    newcomer = came_with_a_slip(household, leader)
    client.force_login(newcomer)
    assert (
        "要家里原来的人来按" in client.post(canvass_url(canvass, "acknowledge"), follow=True).text
    )
    assert not voice.visits.exists()
    assert visiting.acknowledge(canvass, voice, by=mother)
    assert voice.visits.get().oneself


def test_a_newcomer_says_that_they_know_where_nobody_else_can(building, leader, household):
    canvass = make_open_canvass(building, leader, purpose="tell", preset="tell")
    voice = voice_of(canvass, household)
    visiting.acknowledge(canvass, voice, by=came_with_a_slip(household, leader))
    assert voice.visits.get().oneself


def lived_in(building, homes):
    """So many households whose members have been there for long."""
    for _home in range(homes):
        MembershipFactory(household__building=building)


def came_before(household, printed_by, *, days, **slip):
    slip = SlipFactory(household=household, printed_by=printed_by, used=1, **slip)
    then = timezone.now() - dt.timedelta(days=days)
    return JoiningFactory(membership__household=household, slip=slip, at=then).user


def test_households_let_in_by_the_author_shortly_before_need_a_check(
    enter, building, leader, counter, household, core
):
    lived_in(building, 1)
    newcomer = came_before(household, leader, days=2)
    voice = voice_of(make_open_canvass(building, leader), household)
    theirs = say(voice, newcomer)
    assert (voice.fresh, theirs.late_access, theirs.needs_check) == (True, "joined", True)
    with pytest.raises(Refused, match="请别的人来核对"):
        check(theirs, leader)
    check(theirs, counter)
    client = enter("core")
    assert (
        f"才用发起的人印的条加入的人家：{voice.label}"
        in client.get(canvass_url(voice.canvass)).text
    )
    roster = client.get(canvass_url(voice.canvass, "record", "json")).json()["roster"]
    assert [line["flats"] for line in roster if line["fresh"]] == [voice.label]


def test_a_family_that_a_newcomer_invites_is_as_fresh(building, leader, counter, household):
    first = came_before(household, leader, days=2)
    second = came_before(household, first, days=1, kind=Slip.Kind.FAMILY)
    voice = voice_of(make_open_canvass(building, leader), household)
    assert (say(voice, first).needs_check, say(voice, second).needs_check) == (True, True)


@pytest.mark.parametrize(
    ("days", "printed_by", "others"), [(15, "leader", 3), (2, "staff", 3), (2, "counter", 3)]
)
def test_households_let_in_earlier_or_by_others_can_answer_at_the_opening(
    request, building, leader, household, days, printed_by, others
):
    lived_in(building, others)
    newcomer = came_before(household, request.getfixturevalue(printed_by), days=days)
    voice = voice_of(make_open_canvass(building, leader), household)
    assert (voice.fresh, say(voice, newcomer).late_access) == (False, "")


def test_a_newcomer_to_a_household_that_could_answer_is_one_more_member(
    building, leader, household, mother
):
    lived_in(building, 3)
    newcomer = came_before(household, leader, days=2)
    assert not say(voice_of(make_open_canvass(building, leader), household), newcomer).needs_check


def test_the_first_canvass_of_a_building_that_was_just_filled_waits_for_nobody(
    building, leader, household
):
    """The leader printed every slip; it is shown, and nothing else."""
    homes = [household, *(HouseholdFactory(building=building) for _home in range(4))]
    people = [came_before(home, leader, days=3) for home in homes]
    canvass = make_open_canvass(building, leader)
    for home, person in zip(homes, people, strict=True):
        voice = voice_of(canvass, home)
        assert (voice.fresh, say(voice, person, "agree").needs_check) == (True, False)


def test_what_was_seen_is_never_more_than_there_is(asked, mother):
    assert say(asked, mother, seen=10**9).seen == 0


def test_a_secret_vote_takes_no_ballot_that_would_need_a_check(building, leader, household, mother):
    canvass = make_open_canvass(
        building, leader, purpose="vote", preset="residents_meeting", secret=True
    )
    voice = voice_of(canvass, household)
    newcomer = came_with_a_slip(household, leader)
    with pytest.raises(Refused, match="没法核对"):
        secret.cast_ballot(canvass, voice, choice="agree", receipt="22222-22222", by=newcomer)
    secret.cast_ballot(canvass, voice, choice="agree", receipt="22222-22222", by=mother)


def test_it_stands_on_the_record_that_somebody_came_later(
    enter, asked, household, leader, mother, building
):
    say(asked, came_with_a_slip(household, leader))
    client = enter("leader")
    page = client.get(canvass_url(asked.canvass, "voice", asked.number)).text
    assert "开始征询前后才能代表这家答复的人" in page
    [text] = client.get(canvass_url(asked.canvass, "record", "json")).json()["answers"]
    assert text["late_access"] == "joined"


def test_the_database_keeps_who_could_answer_at_the_opening(asked):
    assert AnsweringMember.objects.filter(voice=asked).exists()
    with pytest.raises(IntegrityError, match="only ever appended"), transaction.atomic():
        assert_database_refuses("DELETE FROM canvass_answeringmember")


def test_only_a_web_answer_comes_by_late_access(canvass, voice, leader):
    with pytest.raises(IntegrityError, match="late_access_is_to_the_web"), transaction.atomic():
        Answer.objects.create(
            voice=voice,
            choice="agree",
            channel="meeting",
            signer="甲",
            relation="self",
            version=1,
            by=leader,
            said_at=timezone.now(),
            late_access="joined",
            needs_check=True,
        )
