from __future__ import annotations

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from governance.canvass.actions import answering, counting
from governance.canvass.inputs import AnswerInput
from tests.factories import (
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
)
from tests.factories.canvass import (
    add_owner_of_home,
    as_seen_now,
    make_open_canvass,
    make_owner,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.canvass import canvass_url as to

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "core", "resident", "staff", "neighbour", "visitor")


def row(*codes):
    return dict(zip(PERSONAS, codes, strict=True))


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("page", "get", row(200, 200, 200, 200, 404, 302)),
        ("versions", "get", row(200, 200, 200, 200, 404, 302)),
        ("round", "get", row(302, 302, 403, 302, 404, 302)),
        ("together", "get", row(200, 200, 403, 200, 404, 302)),
        ("sheet", "get", row(200, 200, 403, 200, 404, 302)),
        ("slips", "get", row(200, 200, 403, 200, 404, 302)),
        ("slip", "get", row(200, 200, 403, 200, 404, 302)),
        ("answer", "get", row(200, 302, 200, 302, 404, 302)),
        ("acknowledge", "post", row(302, 302, 302, 302, 404, 302)),
        ("unacknowledge", "post", row(302, 302, 302, 302, 404, 302)),
        ("reword", "get", row(200, 403, 403, 200, 404, 302)),
        ("extend", "get", row(200, 403, 403, 200, 404, 302)),
        ("withdraw", "get", row(200, 403, 403, 200, 404, 302)),
        ("close", "get", row(200, 403, 403, 200, 404, 302)),
        ("count", "get", row(403, 403, 403, 403, 404, 302)),
        ("publish", "post", row(302, 302, 403, 302, 404, 302)),
        ("edit", "get", row(403, 403, 403, 403, 404, 302)),
        ("preview", "get", row(403, 403, 403, 403, 404, 302)),
        ("announce", "post", row(302, 403, 403, 302, 404, 302)),
        ("open", "post", row(302, 403, 403, 302, 404, 302)),
        ("result", "get", row(403, 403, 403, 403, 404, 302)),
        ("box", "get", row(403, 403, 403, 403, 404, 302)),
        ("ballot", "get", row(302, 302, 302, 302, 404, 302)),
    ],
)
def test_who_may_do_what_while_it_is_open(enter, request, canvass, name, method, expected, persona):
    client = enter(persona)
    assert getattr(client, method)(to(canvass, name)).status_code == expected[persona]


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("voice", row(200, 200, 200, 200, 404, 302)),
        ("visit", row(302, 302, 403, 302, 404, 302)),
        ("bring", row(200, 200, 403, 200, 404, 302)),
    ],
)
def test_who_may_go_to_a_door(enter, canvass, voice, name, expected, persona):
    client = enter(persona)
    url = to(canvass, name, voice.number)
    response = client.post(url, {"outcome": "told"}) if name == "visit" else client.get(url)
    assert response.status_code == expected[persona]


@pytest.fixture
def next_flat(canvass, household):
    """Somebody of another household of the same roster, without an office."""
    other = canvass.voices.exclude(household=household).exclude(
        household__memberships__user__offices__isnull=False
    )
    return MembershipFactory(household=other.first().household).user


@pytest.mark.parametrize(
    ("persona", "code"),
    [("leader", 200), ("core", 200), ("resident", 200), ("next_flat", 404), ("staff", 200)],
)
def test_an_objection_is_between_the_household_and_those_who_carry(
    enter, canvass, voice, objection, persona, code
):
    client = enter(persona)
    answer = objection.answer
    for url in (
        to(canvass, "objection", objection.pk),
        to(canvass, "voice", voice.number),
        to(canvass, "evidence", answer.pk, "evidence"),
    ):
        response = client.get(url)
        of_a_flat = persona == "next_flat" and "/doors/" in url  # that there is one, all know
        assert response.status_code == (403 if of_a_flat else code), url
        for close in response._resource_closers:  # the file's; the test keeps its connection
            close()


@pytest.mark.parametrize(("persona", "sees"), [("leader", True), ("next_flat", False)])
def test_neighbours_see_an_objecting_flat_as_answered(enter, canvass, objection, persona, sees):
    client = enter(persona)
    page = client.get(to(canvass)).content.decode()
    record = client.get(to(canvass, "record", "json")).content.decode()
    assert ("有异议" in page, "我家怕吵" in page, '"looks": "object"' in record) == (
        sees,
        sees,
        sees,
    )
    assert ("已答复 1" in page) is not sees
    assert ("还没解决的异议 1" in page) is sees  # how many, neighbours are told at the end


def test_a_neighbour_reads_no_owners_name(enter, building, leader, resident, household):
    make_owner(building, rooms=("201",)).__class__.objects.update(name="王秀英")
    for home in (household, leader.memberships.get().household):
        add_owner_of_home(home)
    canvass = make_open_canvass(building, leader, preset="everyone", electorate="owners")
    for name in ("page", "versions"):
        assert "王秀英" not in enter("resident").get(to(canvass, name)).content.decode()
    assert "王秀英" in enter("leader").get(to(canvass, "sheet")).content.decode()


def test_an_objection_that_lasted_no_day_is_still_drawn(enter, canvass, voice, resident):
    for choice in ("object", "agree"):
        answering.answer_on_web(
            canvass, voice, AnswerInput(choice=choice, reason="吵"), by=resident
        )
    assert "前后提过 1 次" in enter("leader").get(to(canvass)).content.decode()


def test_closing_counting_and_publishing(enter, canvass, voice, leader, counter):
    for each in canvass.voices.all():
        record_paper_answer_for(canvass, each, "agree", by=leader, checked_by=counter)
    client = enter("leader")
    client.post(to(canvass, "close"), as_seen_now(canvass))
    client.post(to(canvass, "count"), as_seen_now(canvass))
    enter("counter").post(to(canvass, "count"), as_seen_now(canvass))
    assert "公布结果" in enter("leader").get(to(canvass)).content.decode()
    client.post(to(canvass, "publish"))
    page = enter("counter").get(to(canvass, "result")).content.decode()
    assert "通过" in page
    assert str(leader) in page


def test_the_record_tells_the_result_when_two_have_counted(enter, canvass, counter, leader):
    canvass = counting.close_canvass(move_past_deadline(canvass), by=None)
    texts = []
    for who in (counter, leader):
        canvass = counting.count_canvass(canvass, by=who, anyway=True)
        record = json.loads(enter("leader").get(to(canvass, "record", "json")).content)
        texts.append(record["result"] is not None)
    assert texts == [False, True]


def test_the_record_as_a_spreadsheet(enter, canvass, voice, leader, counter, resident):
    record_paper_answer_for(
        canvass, voice, "object", by=leader, checked_by=counter, reason="=SUM(A1)"
    )
    book = load_workbook(io.BytesIO(enter("leader").get(to(canvass, "record", "xlsx")).content))
    answers = list(book["每一份答复"].values)
    assert answers[1][answers[0].index("原因或意见")] == "'=SUM(A1)"
    neighbours = json.loads(enter("resident").get(to(canvass, "record", "json")).content)
    assert neighbours["answers"] == []
    assert enter("leader").get(to(canvass, "record", "pdf")).status_code == 404


def tower(building, leader, floors, flats):
    """A canvass of a whole tower; every third door has answered."""
    homes = [
        HouseholdFactory(
            building=building,
            flat=FlatFactory(building=building, floor=floor, room=f"{floor}{n:02d}"),
        )
        for floor in range(1, floors + 1)
        for n in range(1, flats + 1)
    ]
    canvass = make_open_canvass(building, leader)
    for home in homes[::3]:
        answering.answer_on_web(
            canvass, voice_of(canvass, home), AnswerInput(choice="object", reason="x"), by=leader
        )
    return canvass


@pytest.mark.parametrize(("floors", "flats"), [(7, 3), (33, 8)])
@pytest.mark.parametrize(
    ("name", "statements"), [("page", 10), ("together", 5), ("sheet", 6), ("answer", 5)]
)
def test_a_page_costs_the_same_for_21_and_for_264_voices(  # the leader's own is one more
    enter, django_assert_num_queries, building, leader, floors, flats, name, statements
):
    canvass = tower(building, leader, floors, flats)
    assert canvass.voices.count() == floors * flats + 1
    client = enter("leader")
    with django_assert_num_queries(statements):
        assert client.get(to(canvass, name)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    enter, django_assert_num_queries, building, leader, household, rows
):
    for _ in range(rows):
        make_open_canvass(building, leader)
    client = enter("leader")
    with django_assert_num_queries(5):
        client.get(reverse("canvass:list", args=["114"]))


def test_the_guide_says_how_it_is_counted(enter, resident):
    page = enter("resident").get(reverse("canvass:how", args=["114"])).content.decode()
    assert "<table>" in page
    assert "过半数" in page


@pytest.mark.parametrize(("length", "leaves"), [(20, 2), (200, 3)])
def test_slips_carry_the_text_that_is_signed(enter, building, leader, household, length, leaves):
    HouseholdFactory(building=building)
    canvass = make_open_canvass(building, leader, body="楼" * length)
    page = enter("leader").get(to(canvass, "slips")).text
    assert page.count("楼" * length) == canvass.voices.count()
    assert canvass.text_mark in page
    assert page.count('<article class="leaf') == leaves


def test_a_code_on_paper_leads_to_a_sign_in_page_that_says_whom_it_is_for(client, canvass):
    page = client.get(to(canvass, "page"), follow=True).text
    assert "只给住在楼里的人看" in page
    assert "只给住在楼里的人看" not in client.get("/account/login/").text


def test_who_is_second_to_close_reads_that_it_is_closed(enter, building, leader, staff, resident):
    canvass = move_past_deadline(make_open_canvass(building, leader))
    assert enter("staff").post(to(canvass, "close"), as_seen_now(canvass)).status_code == 302
    page = enter("leader").post(to(canvass, "close"), follow=True)
    assert page.redirect_chain == [(to(canvass), 302)]
    assert "现在的状态是“已截止”" in page.text
    assert "现在的状态" not in enter("resident").post(to(canvass, "close")).text
