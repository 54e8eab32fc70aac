from __future__ import annotations

import pytest
from django.urls import reverse

from governance.canvass.models import Canvass
from tests.factories import (
    FlatFactory,
)
from tests.factories.canvass import at as to
from tests.factories.canvass import (
    drafted,
    owned,
    owned_flat,
)

pytestmark = pytest.mark.django_db


def test_a_draft_is_for_those_who_lead(enter, building, leader, resident):
    draft = drafted(building, leader)
    assert enter("resident").get(to(draft)).status_code == 403
    assert enter("leader").get(to(draft)).status_code == 200
    assert draft.question not in enter("resident").get("/b/114/canvass/").content.decode()


def test_from_the_question_to_the_doors(enter, building, leader, household):
    client = enter("leader")
    start = reverse("canvass:draft", args=["114"])
    assert "签楼组公约" in client.get(start).content.decode()
    page = client.get(f"{start}?kind=covenant")
    assert "至少" in page.content.decode() or page.status_code == 200
    form = {
        "question": "同意吗？", "body": "不堆物", "electorate": "households", "threshold": "3/4",
        "closes_at": "2099-01-01T20:00", "opens_at": "", "thread": "",
    }  # fmt: skip
    response = client.post(f"{start}?kind=covenant", form, follow=True)
    shown = response.content.decode()
    assert "问 2户" in shown
    assert "同意的要四分之三以上，就是2户。" in shown
    canvass = Canvass.objects.get()
    client.post(to(canvass, "announce"))
    canvass.refresh_from_db()
    assert (canvass.state, canvass.voices.count()) == ("open", 2)


def test_the_preview_of_owners_names_heads_and_area(enter, building, leader):
    home = leader.memberships.get().household
    home.flat.area = "81.16"
    home.flat.save()
    owned_flat(home)
    owned(building, rooms=("201", "202"), area="62.35")
    text = {"preset": "owners_major", "electorate": "owners"}
    page = enter("leader").get(to(drafted(building, leader, **text), "preview")).content.decode()
    assert "问 2位业主，205.86㎡" in page
    assert "参加的面积要三分之二以上，就是137.24㎡。" in page


def test_a_flat_without_area_is_named_before_anything_goes_out(enter, building, leader):
    owned_flat(leader.memberships.get().household)
    flat = FlatFactory(building=building, room="601", area=None, area_source="")
    from residents.models import Owner, Ownership  # noqa: PLC0415

    Ownership.objects.create(owner=Owner.objects.create(building=building, name="x"), flat=flat)
    draft = drafted(building, leader, preset="owners_major", electorate="owners")
    page = enter("leader").get(to(draft, "preview")).content.decode()
    assert "601室" in page
    assert "发出去</button>" not in page
