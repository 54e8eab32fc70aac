"""The journal entries of a row at the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.journal import queries
from governance.journal.models import Line
from governance.lounge.actions.moderation import hide_post
from louzu.lib.paging import Keyset
from residents.people.actions.offices import end_office
from residents.people.actions.phones import look_up_phone
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    NoticeFactory,
    OfficeFactory,
)
from tests.factories.lounge import PostFactory, ThreadFactory

pytestmark = pytest.mark.django_db


def page_of(client, row):
    return client.get(history_of(row))


def history_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])


def test_it_tells_who_did_what(enter, building, leader, staff):
    office = OfficeFactory(kind="core", building=building, user__shown_name="张师傅")
    end_office(office, by=staff)
    page = page_of(enter("staff"), office).text
    assert "张师傅不再担任骨干" in page


def test_a_persons_history_shows_what_others_did_in_these_buildings(
    enter, building, resident, staff
):
    resident.phone = "13800138000"
    resident.save()
    far = BuildingFactory(neighbourhood=NeighbourhoodFactory())
    for place in (building, far):
        leads = OfficeFactory(building=place).user
        look_up_phone(resident, building=place, reason="urgent", by=leads)
    page = page_of(enter("staff"), resident)
    assert [line.text.count("急事") for line in page.context["lines"]] == [1]
    assert str(far) not in page.text


def test_a_hidden_posts_history_is_that_of_its_thread(enter, building, leader, staff):
    thread = ThreadFactory(building=building, posts=2)
    hiding = hide_post(PostFactory(thread=thread), reason="骂人", by=leader)
    page = page_of(enter("staff"), hiding)
    assert [line.url for line in page.context["lines"]] == [thread.url_of(hiding.post.number)]


def test_the_history_of_objects_outside_the_journal_is_empty(enter, building, staff):
    household = HouseholdFactory(building=building)
    assert "楼里的日志还没有记到它" in page_of(enter("staff"), household).text


def test_it_goes_back_page_by_page(enter, building, leader, staff, monkeypatch):
    monkeypatch.setattr(queries, "HISTORY", Keyset(("pk",), size=2))
    notice = NoticeFactory(building=building)
    for _time in range(5):
        Line.objects.create(
            building=building,
            verb="notices.corrected",
            audience="residents",
            subject_type="notices.notice",
            subject_id=notice.pk,
            subject_title="通知",
        )
    client, seen, way = enter("staff"), [], history_of(notice)
    while way:
        page = client.get(way)
        seen += [line.number for line in page.context["lines"]]
        older = page.context["older"]
        way = older and history_of(notice) + older
    numbers = building.journal.filter(subject_id=notice.pk, subject_type="notices.notice")
    assert seen == list(numbers.order_by("-number").values_list("number", flat=True))
    assert len(seen) >= 5
    assert client.get(f"{history_of(notice)}?after=x").status_code == 200


@pytest.mark.parametrize("more", [0, 2])
def test_it_costs_the_same_however_long(enter, building, staff, django_assert_num_queries, more):
    office = OfficeFactory(kind="core", building=building)
    end_office(office, by=staff)
    for _time in range(more):
        Line.objects.create(
            building=building,
            verb="residents.appointed",
            actor=MembershipFactory().user,
            audience="residents",
            subject_type="residents.office",
            subject_id=office.pk,
        )
    client = enter("staff")
    client.get("/admin/")
    with django_assert_num_queries(8):
        page_of(client, office)
