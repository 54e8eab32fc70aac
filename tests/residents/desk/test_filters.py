"""A list narrowed by how long its things have waited."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.notices.models import Notice
from tests.factories import NoticeFactory
from tests.factories.canvass import drafted, opened

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
    drafted(building, leader)
    old = opened(building, leader, question="开了很久？")
    type(old).objects.filter(pk=old.pk).update(opened_at=timezone.now() - dt.timedelta(days=9))
    client = enter("staff")
    assert "超过7天" in client.get(CANVASSES).content.decode()
    assert len(listed(client, CANVASSES)) == 2
    assert listed(client, f"{CANVASSES}?older=7") == {str(old)}
    assert len(listed(client, f"{CANVASSES}?older=7&state__exact=open")) == 1
