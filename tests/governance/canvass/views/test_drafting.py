from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from governance.canvass.models import Canvass
from governance.lounge.actions.joining import add_wish
from tests.factories import FlatFactory
from tests.factories.canvass import (
    add_owner_of_home,
    make_draft_canvass,
    make_owner,
)
from tests.factories.canvass import canvass_url as to
from tests.factories.lounge import ThreadFactory

pytestmark = pytest.mark.django_db


def test_a_draft_is_for_those_who_lead(enter, building, leader, resident):
    draft = make_draft_canvass(building, leader)
    assert enter("resident").get(to(draft)).status_code == 403
    assert enter("leader").get(to(draft)).status_code == 200
    assert draft.question not in enter("resident").get("/b/114/canvass/").content.decode()


def test_from_the_question_to_the_doors(enter, building, leader, household):
    client = enter("leader")
    start = reverse("canvass:draft", args=["114"])
    assert "签楼组公约" in client.get(start).content.decode()
    page = client.get(f"{start}?kind=covenant")
    assert "多少户同意才算数" in page.content.decode()
    form = {
        "question": "同意吗？",
        "body": "不堆物",
        "electorate": "households",
        "threshold": "3/4",
        "closes_at": "2099-01-01T20:00",
        "opens_at": "",
        "thread": "",
    }
    response = client.post(f"{start}?kind=covenant", form, follow=True)
    shown = response.content.decode()
    assert "问 2户" in shown
    assert "同意的要四分之三以上，就是2户。" in shown
    canvass = Canvass.objects.get()
    client.post(to(canvass, "announce"))
    canvass.refresh_from_db()
    assert (canvass.state, canvass.voices.count()) == ("open", 2)
    assert canvass.late_days == 3


def test_what_the_leader_meant_to_ask_everybody_is_asked(enter, building, leader):
    thread = ThreadFactory(building=building, title="给楼里装一面镜子")
    add_wish(thread, kind="canvass", by=leader)
    client = enter("leader")
    start = f"{reverse('canvass:draft', args=['114'])}?thread={thread.pk}"
    assert start in client.get("/b/114/").content.decode()
    (further,) = re.findall(r'href="(\?kind=hear[^"]*)"', client.get(start).content.decode())
    page = client.get(start.partition("?")[0] + unescape(further)).content.decode()
    assert 'value="给楼里装一面镜子"' in page
    form = {
        "question": "装吗？",
        "body": "居委出钱。",
        "electorate": "households",
        "closes_at": "2099-01-01T20:00",
        "opens_at": "",
        "thread": str(thread.pk),
    }
    client.post(f"{start}&kind=hear", form)
    assert Canvass.objects.get().thread == thread
    assert start not in client.get("/b/114/").content.decode()


def test_a_thread_of_another_building_is_not_the_beginning(enter, building, leader):
    thread = ThreadFactory(title="别的楼的事")
    client = enter("leader")
    start = reverse("canvass:draft", args=["114"])
    page = client.get(f"{start}?kind=hear&thread={thread.pk}")
    assert "别的楼的事" not in page.content.decode()


def test_the_preview_of_owners_names_heads_and_area(enter, building, leader):
    home = leader.memberships.get().household
    home.flat.area = "81.16"
    home.flat.save()
    add_owner_of_home(home)
    make_owner(building, rooms=("201", "202"), area="62.35")
    text = {"preset": "owners_major", "electorate": "owners"}
    page = (
        enter("leader")
        .get(to(make_draft_canvass(building, leader, **text), "preview"))
        .content.decode()
    )
    assert "问 2位业主，205.86㎡" in page
    assert "参加的面积要三分之二以上，就是137.24㎡。" in page


def test_a_flat_without_area_is_named_before_anything_goes_out(enter, building, leader):
    add_owner_of_home(leader.memberships.get().household)
    flat = FlatFactory(building=building, room="601", area=None, area_source="")
    from residents.models import Owner, Ownership  # noqa: PLC0415

    Ownership.objects.create(owner=Owner.objects.create(building=building, name="x"), flat=flat)
    draft = make_draft_canvass(building, leader, preset="owners_major", electorate="owners")
    page = enter("leader").get(to(draft, "preview")).content.decode()
    assert "601室" in page
    assert "发出去</button>" not in page
