from __future__ import annotations

from django.urls import reverse

from governance.matters.models import Matter
from tests.factories import BuildingFactory
from tests.factories.matters import MatterFactory, PromiseFactory


def test_the_committee_reads_its_own_buildings_and_changes_nothing(
    enter, building, next_door, leader
):
    for place in (building, next_door, BuildingFactory(slug="far")):
        PromiseFactory(matter=MatterFactory(building=place), words="加扶手")
    client = enter("staff")
    page = client.get(reverse("admin:matters_matter_changelist"))
    assert page.context["cl"].result_count == 2
    for row in Matter.objects.select_related("building"):
        url = reverse("admin:matters_matter_change", args=[row.pk])
        here = row.building.slug != "far"
        response = client.get(url)
        assert response.status_code == (200 if here else 302)
        assert ("加扶手" in response.text) == here
        assert client.post(url, {}).status_code == 403
