"""A list is filtered by the age of its rows."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.notices.models import Notice
from tests.factories import BuildingFactory, NoticeFactory
from tests.factories.canvass import make_draft_canvass, make_open_canvass

pytestmark = pytest.mark.django_db
NOTICES = reverse("admin:notices_notice_changelist")
CANVASSES = reverse("admin:canvass_canvass_changelist")


def listed(client, address) -> set[str]:
    return {str(row) for row in client.get(address).context["cl"].result_list}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [("", {"6", "8", "31"}), ("7", {"8", "31"}), ("30", {"31"}), ("x", {"6", "8", "31"})],
)
def test_what_is_older_than_so_many_days(enter, building, staff, asked, titles):
    for days in (6, 8, 31):
        notice = NoticeFactory(building=building, title=f"{days}")
        shown = timezone.now() - dt.timedelta(days=days)
        Notice.objects.filter(pk=notice.pk).update(shows_from=shown)
    assert listed(enter("staff"), f"{NOTICES}?older={asked}") == titles


def test_what_has_not_begun_is_of_no_age(enter, building, leader, staff):
    make_draft_canvass(building, leader)
    old = make_open_canvass(building, leader, question="开了很久？")
    type(old).objects.filter(pk=old.pk).update(opened_at=timezone.now() - dt.timedelta(days=9))
    client = enter("staff")
    assert "超过7天" in client.get(CANVASSES).content.decode()
    assert len(listed(client, CANVASSES)) == 2
    assert listed(client, f"{CANVASSES}?older=7") == {str(old)}
    assert len(listed(client, f"{CANVASSES}?older=7&state__exact=open")) == 1


def box_of(client, address) -> list[str]:
    page = client.get(address).text
    box = re.search(
        r'<select id="one-building" name="building__id__exact">.*?</select>', page, re.DOTALL
    )[0]
    return re.findall(r'<option value="(\d*)" (selected)?>(.*?)</option>', box)


def test_a_building_is_chosen_from_a_box_in_the_order_of_the_numbers(enter, building, staff):
    nine, _far = (BuildingFactory(door_number=n, nickname="") for n in ("9", "10"))
    nine.neighbourhood = building.neighbourhood
    nine.save()
    client = enter("staff")
    assert [(value, name) for value, _selected, name in box_of(client, NOTICES)] == [
        ("", "全部"),
        (f"{nine.pk}", "9号"),
        (f"{building.pk}", "114号 连心楼"),
    ]


def test_the_box_keeps_what_else_is_asked(enter, building, staff):
    BuildingFactory(neighbourhood=building.neighbourhood)
    for title, place in (("这里", building), ("那里", BuildingFactory())):
        NoticeFactory(building=place, title=title)
    client = enter("staff")
    asked = f"{NOTICES}?state__exact=posted&building__id__exact={building.pk}"
    assert listed(client, asked) == {"这里"}
    assert (f"{building.pk}", "selected", "114号 连心楼") in box_of(client, asked)
    assert '<input type="hidden" name="state__exact" value="posted">' in client.get(asked).text
    assert listed(client, f"{NOTICES}?building__id__exact=") == {"这里"}
    assert client.get(f"{NOTICES}?building__id__exact=").status_code == 200
