"""A forwarded link leads members to the thing, and tells others how to come in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.signing import get_cookie_signer

from governance.canvass.actions.drafting import withdraw_canvass
from governance.inbox.links import arrival_path
from residents.signin.views.devices import COOKIE, SALT
from tests.factories import DeviceFactory, NoticeFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.charters import make_draft_in_force
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
LABEL = "notices.notice"


@pytest.fixture
def notice(building):
    building.neighbourhood.phone = "021-5555"
    building.neighbourhood.save()
    return NoticeFactory(building=building, title="明天停水")


@pytest.fixture
def address(building, notice):
    return arrival_path(building, LABEL, notice.pk)


@pytest.mark.parametrize("persona", ["leader", "resident", "core", "staff"])
def test_members_are_led_to_the_thing(enter, notice, address, persona):
    response = enter(persona).get(address)
    assert (response.status_code, response.url) == (302, notice.get_absolute_url())


@pytest.mark.parametrize("make", [make_open_canvass, MeetingFactory])
def test_every_kind_is_led_to(enter, building, leader, make):
    thing = make(building, leader) if make is make_open_canvass else make(building=building)
    address = arrival_path(building, thing._meta.label_lower, thing.pk)
    assert enter("resident").get(address).url == thing.get_absolute_url()


def test_others_see_whose_it_is_and_how_to_come_in(enter, building, address):
    page = enter("visitor").get(address)
    for words in ("连心楼", "逸仙二村三居", "通知", "我有入户条", "打电话 021-5555"):
        assert words in page.text
    assert f"/account/login/?next={address}" in page.text
    assert "明天停水" not in page.text
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("persona", ["neighbour", "foreign_staff"])
def test_who_is_signed_in_elsewhere_is_told_so(enter, address, persona):
    page = enter(persona).get(address)
    assert (page.status_code, "没有登记住在这里" in page.text) == (200, True)
    assert ["明天停水" in page.text, "/account/login/" in page.text] == [False, False]


def test_the_leaders_number_is_told_only_where_the_building_is_public(
    enter, building, leader, address
):
    leader.offices.update(contact="138 0000 0501")
    building.public_page = False
    building.save()
    assert "138 0000 0501" not in enter("visitor").get(address).text
    building.public_page = True
    building.save()
    assert "138 0000 0501" in enter("visitor").get(address).text


def test_a_public_notice_is_read_by_everybody(enter, building):
    building.public_page = True
    building.save()
    notice = NoticeFactory(building=building, audience="public")
    address = arrival_path(building, LABEL, notice.pk)
    for persona in ("visitor", "neighbour"):
        assert enter(persona).get(address).url == notice.get_absolute_url()


def test_a_device_that_knows_a_person_takes_their_six_digits(client, building, address, resident):
    device = DeviceFactory(user=resident, token="ours")
    client.cookies[COOKIE] = get_cookie_signer(salt=COOKIE + SALT).sign("ours")
    page = client.get(address)
    assert "请输入6位数字" in page.text
    sent = {"device": device.pk, "pin": "246810", "next": address}
    assert client.post("/account/pin/", sent).url == address


def test_what_was_taken_down_leads_members_to_the_page_that_says_why(enter, notice, address):
    notice.state, notice.withdrawn_reason = "withdrawn", "不停了"
    notice.save()
    client = enter("resident")
    assert client.get(address).url == notice.get_absolute_url()
    assert "不停了" in client.get(notice.get_absolute_url()).text
    page = enter("visitor").get(address)
    assert (page.status_code, "已经撤下，或者过了日子" in page.text) == (200, True)
    assert ["明天停水" in page.text, "不停了" in page.text] == [False, False]


@pytest.mark.parametrize(
    "over",
    [
        lambda building, leader: withdraw_canvass(
            make_open_canvass(building, leader), reason="问错了", by=leader
        ),
        lambda building, _leader: MeetingFactory(building=building, cancelled=True),
        lambda building, _leader: make_draft_in_force(building, replaced=True).edition,
    ],
    ids=["canvass", "meeting", "edition"],
)
def test_what_is_over_keeps_its_page(enter, building, leader, over):
    thing = over(building, leader)
    address = arrival_path(building, thing._meta.label_lower, thing.pk)
    assert enter("resident").get(address).url == thing.get_absolute_url()
    assert "已经撤下，或者过了日子" in enter("visitor").get(address).text


def test_what_cannot_be_read_any_more_is_said_politely(enter, building):
    thread = ThreadFactory(building=building, title="看菊花", hidden=True)
    page = enter("resident").get(arrival_path(building, "lounge.thread", thread.pk))
    assert (page.status_code, "这件事现在看不到了" in page.text) == (200, True)
    assert ["看菊花" in page.text, 'href="/b/114/"' in page.text] == [False, True]


def test_the_building_itself_is_open_to_visitors_if_it_is_public(enter, building):
    address = arrival_path(building, "residents.building", building.pk)
    assert enter("resident").get(address).url == "/b/114/"
    assert "这是连心楼的网页" in enter("visitor").get(address).text
    building.public_page = True
    building.save()
    assert enter("visitor").get(address).url == "/b/114/"


def test_guesses_are_counted_and_links_that_are_right_are_not(client, counting, address):
    for _ in range(40):
        assert client.get(address).status_code == 200
    wrong = address[:-11] + "0" * 10 + "/"
    answers = [client.get(wrong).status_code for _ in range(40)]
    assert answers == [404] * 30 + [429] * 10
    assert client.get(address).status_code == 429


@pytest.mark.parametrize("persona", ["leader", "visitor"])
def test_an_address_that_the_portal_did_not_make_is_not_found(
    enter, building, notice, address, persona
):
    client, mac = enter(persona), address.strip("/").rsplit("/", 1)[1]
    for wrong in (
        address.replace(mac, "0" * len(mac)),
        address.replace(mac, "é"),
        address.replace(f"/{notice.pk}/", f"/{notice.pk + 1}/"),
        address.replace(LABEL, "canvass.canvass"),
        address.replace(LABEL, "x"),
        address.replace("/o/114/", "/o/999/"),
    ):
        assert client.get(wrong).status_code == 404, wrong
    assert settings.SECRET_KEY not in address
