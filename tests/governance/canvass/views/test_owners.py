"""The pages on which owners who live elsewhere read questions and answer them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import answering, drafting
from governance.canvass.inputs import AnswerInput
from governance.canvass.messages import MESSAGE_TYPES
from governance.canvass.models import Answer, AnsweringMember, Canvass, Current, Objection
from governance.canvass.queries.lists import canvasses_waiting_for
from governance.canvass.queries.owner_questions import (
    objections_of_owner,
    owner_questions_in,
    owners_answered_for,
    questions_of_owner,
    receipts_of,
    voices_of_owner,
)
from governance.canvass.queries.public_text import text_key
from governance.canvass.queries.voices import statuses_of
from governance.journal.queries import latest_lines_in
from louzu.lib.errors import Refused
from residents.models import Standing, User
from tests.factories.canvass import (
    add_owner_of_home,
    make_draft_canvass,
    make_open_canvass,
    photo,
    record_paper_answer_for,
)
from tests.factories.canvass import canvass_url as to
from tests.factories.owners import answer_for_owner, make_absent_owner

pytestmark = pytest.mark.django_db
LIST, LEAVE = (
    reverse(f"canvass:{name}", args=["114"]) for name in ("owner_questions", "leave_as_owner")
)
OWNERS = {"preset": "everyone", "electorate": "owners"}


@pytest.fixture
def owner(building):
    return make_absent_owner(building, rooms=("401", "502"))


@pytest.fixture
def absent(owner):
    """Answers for the owner, whom the committee let in long ago."""
    return answer_for_owner(owner)


@pytest.fixture
def owned(building, leader, household):
    """The building, in which each flat has an owner."""
    for home in (household, leader.memberships.get().household):
        add_owner_of_home(home)
    return building


@pytest.fixture
def asked(owned, building, leader, owner, absent):
    return make_open_canvass(building, leader, question="同意换门吗？", body="换一扇。", **OWNERS)


def sign_in(user):
    client = Client()
    client.force_login(user)
    return client


def voice_of_owner(canvass, owner):
    return canvass.voices.get(owner=owner)


def answer_on_page(client, canvass, **fields):
    url = to(canvass, "owner_answer")
    assert client.post(url, fields).status_code == 200
    return client.post(url, {**fields, "do": "answer", "version": canvass.version})


def test_from_the_list_to_the_receipt(asked, owner, absent):
    client = sign_in(absent)
    listing = client.get(LIST).text
    assert "同意换门吗？" in listing
    assert "401室、502室" in listing
    assert ">请您答复</b>" in listing
    page = client.get(to(asked, "owner_question")).text
    assert "换一扇。" in page
    assert "140.00 ㎡" in page
    assert "请您表态" in page
    assert client.get(to(asked, "owner_answer")).status_code == 200
    answered = answer_on_page(client, asked, choice="agree")
    assert answered.headers["Location"] == to(asked, "owner_question")
    answer = Answer.objects.get(voice=voice_of_owner(asked, owner))
    assert (answer.choice, answer.by, answer.late_access, answer.needs_check) == (
        "agree",
        absent,
        "",
        False,
    )
    page = client.get(to(asked, "owner_question")).text
    assert f"编号 {answer.pk}" in page
    assert "现在算这份" in page
    assert "改答复" in page


def test_it_counts_the_area_of_all_flats_once(asked, owner, absent, enter):
    client = sign_in(absent)
    answer_on_page(client, asked, choice="agree")
    page = enter("leader").get(to(asked)).text
    assert "1 / 3" in page


def test_everything_else_answers_as_to_a_stranger(asked, building, leader, absent, household):
    homes = make_open_canvass(building, leader, question="问住户")
    draft = make_draft_canvass(building, leader, question="草稿", **OWNERS)
    withdrawn = drafting.withdraw_canvass(
        make_open_canvass(building, leader, question="撤回的", **OWNERS),
        reason="写错了",
        by=leader,
    )
    client = sign_in(absent)
    for canvass in (homes, draft):
        for name in ("owner_question", "owner_answer"):
            assert client.get(to(canvass, name)).status_code == 404
        assert client.post(to(canvass, "owner_acknowledge")).status_code == 404
    for name in ("page", "versions", "answer", "result", "sheet"):
        assert client.get(to(asked, name)).status_code == 404
    listing = client.get(LIST).text
    assert "问住户" not in listing
    assert "草稿" not in listing
    assert "写错了" in client.get(to(withdrawn, "owner_question")).text
    assert client.get(to(withdrawn, "owner_answer")).status_code == 404


@pytest.mark.parametrize("persona", ["leader", "resident", "staff", "neighbour", "visitor"])
def test_who_answers_for_no_owner_sees_none_of_these_pages(enter, asked, persona):
    client = enter(persona)
    expected = {"neighbour": 404, "visitor": 302}.get(persona, 403)
    for name in ("owner_question", "owner_answer"):
        assert client.get(to(asked, name)).status_code == (404 if expected == 403 else expected)
    assert client.get(LIST).status_code == expected


def test_an_owner_reads_what_is_announced_and_its_files(owned, building, leader, owner, absent):
    later = timezone.now() + dt.timedelta(days=20)
    days = {"opens_at": later, "closes_at": later + dt.timedelta(days=9)}
    canvass = make_draft_canvass(building, leader, files=(photo(),), **OWNERS, **days)
    file = canvass.attachments.get()
    client = sign_in(absent)
    picture = to(canvass, "owner_file", file.pk, "small")
    assert client.get(picture).status_code == 404
    drafting.announce_canvass(canvass, by=leader)
    shown = client.get(picture)
    assert shown.status_code == 200
    for close in shown._resource_closers:
        close()
    assert picture in client.get(to(canvass, "owner_question")).text
    assert client.get(to(canvass, "owner_answer")).status_code == 404


def test_payers_alone_see_what_payers_are_asked(owned, building, leader, owner, absent):
    other = make_absent_owner(building, rooms=("601",))
    later = timezone.now() + dt.timedelta(days=20)
    days = {"opens_at": later, "closes_at": later + dt.timedelta(days=9)}
    words = {"preset": "everyone", "electorate": "members", **days}
    canvass = make_draft_canvass(building, leader, **words)
    canvass.contributors.set([other])
    canvass = drafting.announce_canvass(canvass, by=leader)
    rows = building.canvass_set.all()
    for who, found in ((owner, []), (other, [canvass])):
        assert [*questions_of_owner(rows, Standing(owned=(who.pk,)))] == found


def test_answers_of_the_owner_and_of_a_helper_at_the_flat_clash(
    asked, owner, absent, leader, counter
):
    """A helper brings a paper from the flat while the owner answers from elsewhere: the owner decides."""
    voice, client = voice_of_owner(asked, owner), sign_in(absent)
    answer_on_page(client, asked, choice="agree")
    record_paper_answer_for(asked, voice, "object", by=leader, checked_by=counter)
    assert "两份不一样的答复" in client.get(to(asked, "owner_question")).text
    newest = Answer.objects.filter(voice=voice).latest("pk")
    answer_on_page(client, asked, choice="agree", seen=newest.pk)
    assert "现在算这份" in client.get(to(asked, "owner_question")).text


def test_talks_about_the_owners_objection_are_shown_to_the_owner(asked, owner, absent):
    client = sign_in(absent)
    assert "为什么" in client.post(to(asked, "owner_answer"), {"choice": "object"}).text
    answer_on_page(client, asked, choice="object", reason="门太重")
    objection = Objection.objects.get()
    objection.talks.create(on=timezone.localdate(), who="我", said="换轻的", by=absent)
    page = client.get(to(asked, "owner_question")).text
    assert "换轻的" in page
    assert "门太重" in page


def test_who_is_let_in_by_the_asker_after_the_opening_needs_a_check(asked, owner, leader, counter):
    late = answer_for_owner(owner, by=leader)
    client = sign_in(late)
    answer_on_page(client, asked, choice="agree")
    answer = Answer.objects.get()
    assert (answer.late_access, answer.needs_check) == ("joined", True)
    assert "等第二个人核对" in client.get(to(asked, "owner_question")).text
    with pytest.raises(Refused):  # who wrote the letter is no second person
        answering.check_answer(asked, answer, by=leader, by_household=False)
    answering.check_answer(asked, answer, by=counter, by_household=False)
    assert "现在算这份" in client.get(to(asked, "owner_question")).text


NOW_COUNTS, WAITS = "现在算这份", "您的答复收到了，核对一次就算数。"
STATES = {
    "nothing": ("还没有表态。", "请您表态"),
    "own_unchecked": (WAITS, "改答复"),
    "other_unchecked": ("另一位能替这套房答的人在网上答了", "改答复"),
    "paper_unchecked": ("楼里登记了您家的答复，等第二个人核对", "改答复"),
    "checked": (NOW_COUNTS, "改答复"),
    "clash": ("两份不一样的答复", "请您表态"),
    "stale": ("文字改过了，请再答一次。", "请您表态"),
    "taken_back": ("还没有表态。", "请您表态"),
}
"""What each state of the answer tells an owner who came by the leader's letter, and its first button."""


def bring_about(state, asked, owner, late, leader, counter):
    client, voice = sign_in(late), voice_of_owner(asked, owner)
    if state in {"own_unchecked", "checked", "clash", "stale", "taken_back"}:
        answer_on_page(client, asked, choice="agree")
    if state == "other_unchecked":
        other = answer_for_owner(owner, by=leader)
        answer_on_page(sign_in(other), asked, choice="agree")
    if state in {"checked", "clash", "stale", "taken_back"}:
        answering.check_answer(asked, Answer.objects.get(), by=counter, by_household=False)
    if state == "clash":
        helper = User.objects.get(pk=leader.pk)
        record_paper_answer_for(asked, voice, "agree", by=helper)
        record_paper_answer_for(asked, voice, "object", by=counter)
        Current.objects.filter(voice=voice).update(
            answer=Answer.objects.order_by("-pk")[1], clash=True
        )
    if state == "paper_unchecked":
        record_paper_answer_for(asked, voice, "agree", by=leader)
    if state == "stale":
        Canvass.objects.filter(pk=asked.pk).update(version=2, material_version=2)
    if state == "taken_back":
        newest = Answer.objects.latest("pk")
        answer_on_page(client, asked, choice="taken_back", seen=newest.pk)
        again = Answer.objects.latest("pk")
        answering.check_answer(asked, again, by=counter, by_household=False)


@pytest.mark.parametrize("state", STATES)
def test_each_state_tells_the_owner_by_letter_whether_the_answer_counts(
    state, asked, owner, leader, counter
):
    late = answer_for_owner(owner, by=leader)
    bring_about(state, asked, owner, late, leader, counter)
    page = sign_in(late).get(to(asked, "owner_question")).text
    words, button = STATES[state]
    assert words in page
    others = {word for word, _button in STATES.values()} - {words}
    assert not [word for word in others if word in page]
    mine = page.split('aria-labelledby="mine')[1].split("</section>")[0]
    assert f">{button}</a>" in mine
    assert ("请您表态" in mine) is (button == "请您表态")


def test_who_answers_by_letter_is_told_of_the_check_at_once(asked, owner, absent, leader):
    late = answer_for_owner(owner, by=leader)
    for user, words in ((absent, "记下了。截止以前"), (late, "收到了。还要跟您核对一次")):
        client = sign_in(user)
        answer_on_page(client, asked, choice="agree")
        assert words in client.get(to(asked, "owner_question")).text


def test_people_who_answer_for_owners_are_frozen_at_the_opening(asked, owner, absent):
    voice = voice_of_owner(asked, owner)
    assert [one.user for one in AnsweringMember.objects.filter(voice=voice)] == [absent]


def test_a_helper_who_owns_the_flat_is_no_second_person_for_it(asked, owner, leader, counter):
    answer_for_owner(owner, user=counter)
    answer = record_paper_answer_for(asked, voice_of_owner(asked, owner), "agree", by=leader)
    helper = User.objects.get(pk=counter.pk)
    with pytest.raises(Refused):
        answering.check_answer(asked, answer, by=helper, by_household=False)


def test_a_member_who_owns_another_flat_is_asked_in_the_building(enter, asked, owner, resident):
    answer_for_owner(owner, user=resident)
    standing = User.objects.get(pk=resident.pk).standing_in(asked.building)
    assert canvasses_waiting_for(asked.building, standing) == [asked]
    page = enter("resident").get(to(asked)).text
    assert "401室、502室" in page


def test_neighbours_read_no_name_of_the_owner_in_the_journal(asked, building, owner, absent):
    answer_on_page(sign_in(absent), asked, choice="agree")
    lines = latest_lines_in(building, Standing(households=(0,)), count=20)
    assert all(owner.name not in line.text for line in lines)
    assert all(str(absent) not in line.text for line in lines)


def test_leaving_ends_it(asked, owner, absent):
    client = sign_in(absent)
    assert owner.name in client.get(LEAVE).text
    client.post(LEAVE)
    assert client.get(to(asked, "owner_question")).status_code == 404
    assert client.get("/").status_code == 200


def test_what_is_told_is_acknowledged(owned, building, leader, owner, absent):
    canvass = make_open_canvass(
        building, leader, purpose="tell", preset="tell", electorate="owners"
    )
    client = sign_in(absent)
    assert "我知道了" in client.get(to(canvass, "owner_question")).text
    client.post(to(canvass, "owner_acknowledge"))
    assert "您家知道了" in client.get(to(canvass, "owner_question")).text


def test_the_list_costs_the_same_for_many(
    asked, building, leader, owner, absent, django_assert_num_queries
):
    standing = Standing(owned=(owner.pk,))
    make_open_canvass(building, leader, question="又一件", **OWNERS)
    with django_assert_num_queries(3):
        page = owner_questions_in(building, standing)
        voices = voices_of_owner(page.rows, standing)
        named = owners_answered_for(building, standing)
    assert [status.voice.owner for found in voices.values() for status in found] == [owner, owner]
    assert named == [owner]
    (status,) = statuses_of(asked.voices.filter(owner=owner), [asked])
    assert receipts_of([status]) == []
    assert objections_of_owner([status]) == []


def test_the_code_on_a_paper_leads_the_owner_to_the_question(asked, building, leader, absent):
    client = sign_in(absent)
    url = reverse("paper_text", args=text_key(asked))
    assert client.get(url).headers["Location"] == to(asked, "owner_question")
    homes = make_open_canvass(building, leader, question="问住户")
    assert client.get(reverse("paper_text", args=text_key(homes))).status_code == 200


def test_messages_go_to_owners_who_are_members_and_to_no_stranger(asked, owner, absent, resident):
    answer_for_owner(owner, user=resident)
    opened = next(one for one in MESSAGE_TYPES if one.code == "canvass.opened")
    told = {one.user_id for one in opened.recipients_of(asked)}
    assert resident.pk in told
    assert absent.pk not in told


def test_the_page_says_how_to_let_a_neighbour_answer_until_there_is_an_answer(asked, owner, absent):
    client, url = sign_in(absent), to(asked, "owner_question")
    assert "可以写一张委托书" in client.get(url).text
    answering.answer_on_web(
        asked, voice_of_owner(asked, owner), AnswerInput(choice="agree"), by=absent
    )
    assert "可以写一张委托书" not in client.get(url).text
