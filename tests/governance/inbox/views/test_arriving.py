"""A forwarded link leads members to the thing, and tells others how to come in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.signing import get_cookie_signer

from governance.inbox.sharing import arrival_path
from residents.signin.views.devices import COOKIE, SALT
from tests.factories import DeviceFactory, NoticeFactory
from tests.factories.canvass import make_open_canvass
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


def test_what_was_taken_down_leads_home(enter, building, notice, address):
    notice.state, notice.withdrawn_reason = "withdrawn", "不停了"
    notice.save()
    assert enter("resident").get(address).url == building.get_absolute_url()
    assert enter("visitor").get(address).status_code == 200


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
