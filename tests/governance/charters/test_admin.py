from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from governance.charters.models import Charter, Draft, Edition
from tests.factories import BuildingFactory
from tests.factories.charters import DraftFactory, make_discussed_draft, make_editions_with_marker


def test_the_committee_reads_its_own_buildings_and_changes_nothing(
    enter, building, next_door, leader
):
    for place in (building, next_door, BuildingFactory(slug="far")):
        make_editions_with_marker(place, leader, "字")
    client = enter("staff")
    page = client.get(reverse("admin:charters_charter_changelist"))
    assert page.context["cl"].result_count == 2
    for row in Charter.objects.all():
        url = reverse("admin:charters_charter_change", args=[row.pk])
        here = row.building.slug != "far"
        assert client.get(url).status_code == (200 if here else 302)
        assert client.post(url, {}).status_code == 403


def test_the_texts_are_read_at_the_desk_and_not_written(enter, building, leader):
    make_editions_with_marker(building, leader, "字")
    DraftFactory(edition=Draft.objects.latest("pk").edition, number=9, in_the_making=True)
    client = enter("staff")
    page = client.get(reverse("admin:charters_draft_changelist"))
    assert page.context["cl"].result_count == 2
    for row in Draft.objects.exclude(put_out_at=None):
        url = reverse("admin:charters_draft_change", args=[row.pk])
        assert "字" in client.get(url).text
        assert client.post(url, {"preamble": "别的"}).status_code == 403
    assert client.get(reverse("admin:charters_draft_add")).status_code == 403


def test_the_desk_tells_how_long_it_has_been_under_way(enter, building):
    make_discussed_draft(building)
    Edition.objects.update(begun_at=timezone.now() - dt.timedelta(days=12, hours=1))
    page = enter("staff").get(reverse("admin:charters_charter_changelist")).text
    assert ("征求意见" in page, ">12<" in page) == (True, True)
