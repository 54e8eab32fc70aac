from __future__ import annotations

import pytest

from governance.canvass.actions import objecting
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import RewordInput
from governance.canvass.messages import MESSAGE_TYPES
from governance.canvass.models import Objection
from governance.inbox.models import Message, Reason
from governance.inbox.queries.items import unread_news_of
from governance.lounge.models import Thread
from governance.notices.actions import posting, writing
from residents.rooms.context import PageContext
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    make_open_canvass,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.charters import count_and_publish
from tests.factories.inbox import news_of
from tests.factories.lounge import ThreadFactory
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db
TYPES = {kind.code: kind for kind in MESSAGE_TYPES}


@pytest.fixture
def opened(building, leader, household, resident):
    return make_open_canvass(building, leader, question="装电梯")


def recipients(code, pk):
    kind = TYPES[code]
    return {one.user_id for one in kind.recipients_of(kind.load(pk))}


def answer(canvass, household, leader, volunteer, choice="agree"):
    voice = voice_of(canvass, household)
    return record_paper_answer_for(canvass, voice, choice, by=leader, checked_by=volunteer)


def test_an_open_canvass_is_a_duty_of_those_who_may_answer_until_one_has(
    opened, household, resident, leader, volunteer
):
    child = MembershipFactory(household=household, may_answer=False).user
    message = Message.objects.get(type="canvass.opened")
    assert (message.kind, message.useful_until) == ("duty", opened.closes_at)
    assert resident.pk in recipients("canvass.opened", opened.pk)
    assert child.pk not in recipients("canvass.opened", opened.pk)
    assert TYPES["canvass.opened"].why_not(opened, resident) == ""
    answer(opened, household, leader, volunteer)
    assert TYPES["canvass.opened"].why_not(opened, resident) == Reason.ANSWERED


def test_the_reason_is_right_however_many_canvasses_wait(building, leader, household, resident):
    canvasses = [make_open_canvass(building, leader, question=f"第{n}件") for n in range(7)]
    whys = {TYPES["canvass.opened"].why_not(one, resident) for one in canvasses}
    assert whys == {""}


def test_a_household_learns_that_a_helper_answered_for_it_and_not_what(
    opened, household, resident, leader, volunteer
):
    other = MembershipFactory(household=HouseholdFactory(building=opened.building)).user
    answer(opened, household, leader, volunteer)
    message = Message.objects.get(type="canvass.answered_for_household")
    assert message.values == {"title": "装电梯"}
    assert other.pk not in recipients(message.type, message.thing_id)
    assert resident.pk in recipients(message.type, message.thing_id)
    inbox = PageContext(opened.building, resident.standing_in(opened.building), resident)
    (once,) = unread_news_of(inbox)  # with the helper's name, and not a second time
    assert "登记了您家的答复：同意" in once.note


def test_an_offer_is_told_to_the_household_that_objected_only(
    opened, household, resident, leader, volunteer
):
    MembershipFactory(household=HouseholdFactory(building=opened.building))
    answer(opened, household, leader, volunteer, choice="object")
    objection = Objection.objects.get(voice__canvass=opened)
    talk = objecting.record_offer(
        opened, objection, on=opened.opened_at.date(), who="楼组长", said="谈过", offered="改时间",
        by=leader,
    )  # fmt: skip
    assert recipients("canvass.offered", talk.pk) == {resident.pk}
    assert Message.objects.get(type="canvass.offered").kind == "duty"


@pytest.mark.parametrize("material", [True, False])
def test_who_answered_is_asked_again_after_a_material_change(
    opened, household, resident, leader, volunteer, material
):
    answer(opened, household, leader, volunteer)
    opened.refresh_from_db()
    body = f"{opened.body}。"
    text = RewordInput(version=opened.version, body=body, material=material, reason="改了")
    reword_canvass(opened, text, by=leader)
    asked = Message.objects.filter(type="canvass.reworded", kind="duty").exists()
    assert (asked, news_of(resident)) == (material, [])


def test_a_result_is_news_for_everybody(opened, household, resident, leader, volunteer):
    answer(opened, household, leader, volunteer)
    count_and_publish(move_past_deadline(opened), by=leader, other=volunteer)
    assert news_of(resident)[-1] == "canvass.published"


def test_who_brought_it_up_learns_that_it_is_asked_and_what_came_out(
    building, leader, household, resident, volunteer
):
    thread = ThreadFactory(building=building, author=resident)
    canvass = make_open_canvass(building, leader, thread=thread)
    answer(canvass, household, leader, volunteer)
    count_and_publish(move_past_deadline(canvass), by=leader, other=volunteer)
    told = [code for code in news_of(resident) if code.startswith("lounge.")]
    assert told == ["lounge.asked_at_every_door", "lounge.has_result"]
    assert Message.objects.filter(thing_type=Thread._meta.label_lower).count() == 2


def test_a_notice_that_asks_has_one_message_and_not_two(building, leader, resident):
    notice = writing.draft_notice(building, notice_input(asks=True, title="停水"), by=leader)
    posting.post_notice(notice, by=leader)
    assert {*Message.objects.values_list("type", flat=True)} == {"notices.posted"}
