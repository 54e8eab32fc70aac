"""Letters to owners who live elsewhere, written by leader and committee."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.canvass.queries.owner_letters import enclosed_questions_of
from governance.journal.queries import latest_lines_in
from residents.models import Neighbourhood, OwnerSlip, Standing
from tests.factories.canvass import add_owner_of_home, make_open_canvass
from tests.factories.owners import (
    access_of_owner,
    answer_for_owner,
    make_absent_owner,
    make_owner_slip,
)
from tests.factories.slips import codes_in

pytestmark = pytest.mark.django_db
LEADERS = Standing(offices=("leader",))


@pytest.fixture
def owner(building, leader, household):
    for home in (household, leader.memberships.get().household):
        add_owner_of_home(home)
    return make_absent_owner(building, rooms=("401",))


def to(name, *args):
    return reverse(f"canvass:{name}", args=["114", *args])


@pytest.mark.parametrize(
    ("persona", "code"),
    [("leader", 200), ("staff", 200), ("core", 403), ("resident", 403), ("neighbour", 404)],
)
def test_leader_and_committee_write_to_owners(enter, owner, persona, code):
    access = answer_for_owner(owner) and access_of_owner(owner)
    slip = make_owner_slip(owner)
    client = enter(persona)
    for url in (
        to("owners_elsewhere"),
        to("owner_letter", owner.pk),
        to("owner_phone", owner.pk),
        to("end_owner_access", access.pk),
    ):
        assert client.get(url).status_code == code, url
    revoked = client.post(to("revoke_letter", slip.pk)).status_code
    assert revoked == (302 if code == 200 else code)


def test_the_letter_has_address_code_text_and_strip(enter, building, leader, owner):
    canvass = make_open_canvass(
        building,
        leader,
        preset="everyone",
        electorate="owners",
        question="同意换门吗？",
        body="换一扇。",
    )
    client = enter("leader")
    assert "同意换门吗？" in client.get(to("owner_letter", owner.pk)).text
    letter = client.post(to("owner_letter", owner.pk), {"address": "浦东新区某路1号"})
    assert letter.status_code == 201
    assert "no-store" in letter.headers["Cache-Control"]
    (code,) = codes_in(letter)
    voice = canvass.voices.get(owner=owner)
    for words in (
        "浦东新区某路1号",
        f"{owner.name} 收",
        "换一扇。",
        voice.code,
        "401室的业主，您好",
    ):
        assert words in letter.text, words
    assert Client().post(reverse("joining:code", args=["114"]), {"code": code}).headers[
        "Location"
    ] == reverse("joining:owner", args=["114"])
    line = latest_lines_in(building, LEADERS, count=1)[0]
    assert "给401室的业主印了一封信" in line.text
    assert owner.name not in line.text


def test_a_letter_without_an_address_has_a_line_to_write_on(enter, owner):
    letter = enter("leader").post(to("owner_letter", owner.pk), {"address": ""})
    assert "地址：" in letter.text
    assert "现在没有要您答的" in letter.text


@pytest.mark.parametrize("address", ["", "逸仙路5号"], ids=["none", "address"])
@pytest.mark.parametrize("contact", ["", "13800138000"])
def test_each_letter_says_where_the_strip_goes_and_when_it_was_written(
    enter, building, leader, owner, address, contact
):
    make_open_canvass(building, leader, preset="everyone", electorate="owners")
    Neighbourhood.objects.update(address=address)
    leader.offices.update(contact=contact)
    client = enter("leader")
    form = client.get(to("owner_letter", owner.pk)).context["form"]
    data = {"reply_to": form["reply_to"].value() or ""}
    letter = client.post(to("owner_letter", owner.pk), data).text
    how = letter.split("在回条上打✓")[1].split("</ol>")[0]
    if address:
        assert f"{address}\n" in how
    assert how.count('class="line"') == (0 if address else 2)
    assert (f"拍照发给楼组长 {contact}" in " ".join(letter.split())) is bool(contact)
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日" in letter.split('class="signed"')[1]
    assert "打电话跟您核对一次" in letter


@pytest.mark.parametrize(("lines", "leaves"), [(3, 2), (8, 2), (9, 3), (40, 5)])
def test_the_strip_stands_below_a_short_text(enter, building, leader, owner, lines, leaves):
    body = "\n\n".join(["换一扇。"] * lines)
    make_open_canvass(building, leader, preset="everyone", electorate="owners", body=body)
    letter = enter("leader").post(to("owner_letter", owner.pk), {"address": ""}).text
    assert letter.count('class="leaf large') == leaves
    assert letter.count('class="tear strip"') == 1


def test_a_question_of_others_is_not_enclosed(building, leader, owner):
    make_open_canvass(building, leader)
    assert enclosed_questions_of(owner) == []


def test_the_round_shows_leader_the_way_to_the_owner(enter, building, leader, owner):
    make_open_canvass(building, leader, preset="everyone", electorate="owners")
    door = reverse("doors:door", args=["114", owner.flats.get().pk])
    assert to("owners_elsewhere") in enter("leader").get(door).text
    core = enter("core").get(door).text
    assert "不住这" in core
    assert to("owners_elsewhere") not in core


def test_the_number_is_shown_once_and_logged(enter, building, owner):
    owner.phone = "13800138000"
    owner.save()
    client = enter("leader")
    assert "13800138000" not in client.get(to("owners_elsewhere")).text
    shown = client.post(to("owner_phone", owner.pk), {"reason": "contact"})
    assert "13800138000" in shown.text
    assert "的业主电话" in latest_lines_in(building, LEADERS, count=1)[0].text


def test_an_access_of_the_wrong_person_is_ended(enter, owner):
    user = answer_for_owner(owner)
    client = enter("leader")
    page = client.get(to("owners_elsewhere")).text
    assert str(user) in page
    client.post(to("end_owner_access", access_of_owner(owner).pk))
    assert str(user) not in client.get(to("owners_elsewhere")).text


def test_a_revoked_letter_is_no_longer_listed(enter, owner):
    slip = make_owner_slip(owner)
    client = enter("leader")
    assert "信发出去了" in client.get(to("owners_elsewhere")).text
    client.post(to("revoke_letter", slip.pk))
    assert not OwnerSlip.objects.live().exists()
    assert "还没有信" in client.get(to("owners_elsewhere")).text
