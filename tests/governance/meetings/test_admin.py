from __future__ import annotations

from django.urls import reverse

from governance.meetings.models import Meeting
from tests.factories import BuildingFactory
from tests.factories.meetings import make_meeting_with_marker


def test_the_committee_reads_its_own_buildings_and_changes_nothing(
    enter, building, next_door, leader
):
    for place in (building, next_door, BuildingFactory(slug="far")):
        make_meeting_with_marker(place, leader, "字")
    client = enter("staff")
    page = client.get(reverse("admin:meetings_meeting_changelist"))
    assert page.context["cl"].result_count == 4
    for row in Meeting.objects.all():
        url = reverse("admin:meetings_meeting_change", args=[row.pk])
        here = row.building.slug != "far"
        assert client.get(url).status_code == (200 if here else 302)
        assert client.post(url, {}).status_code == 403
