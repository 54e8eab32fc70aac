"""Actions on many rows: a preview, one action per row, and an undo."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from residents.desk import bulk
from residents.models import Office
from residents.privacy.actions.forgetting import forget_user
from tests.factories import MembershipFactory, OfficeFactory, SlipFactory, UserFactory

pytestmark = pytest.mark.django_db
OFFICES = reverse("admin:residents_office_changelist")
SLIPS = reverse("admin:residents_slip_changelist")
TODAY = timezone.localdate


def chosen(action, rows, **more):
    return {"action": action, "_selected_action": [row.pk for row in rows], **more}


@pytest.fixture
def helpers(building):
    """Two core residents and a former volunteer."""
    cores = [
        OfficeFactory(kind="core", building=building, user__shown_name=name)
        for name in ("张师傅", "李师傅")
    ]
    past = OfficeFactory(
        kind="volunteer",
        building=building,
        user__shown_name="老王",
        since="2024-01-01",
        until="2025-01-01",
    )
    return [*cores, past]


def ended(rows):
    return [Office.objects.get(pk=row.pk).until for row in rows]


def test_they_are_shown_before_anything_is_done(enter, helpers, staff):
    page = enter("staff").post(OFFICES, chosen("end_today", helpers[:2])).text
    assert "从今天起，他们不再担任下面的职务" in page
    assert ("张师傅" in page, "李师傅" in page, "老王" in page) == (True, True, False)
    assert "不能撤销" not in page
    assert ended(helpers[:2]) == [None, None]


def test_each_row_is_done_or_told_why_not(enter, building, helpers, staff):
    page = enter("staff").post(OFFICES, chosen("end_today", helpers, do="yes"), follow=True).text
    assert ended(helpers) == [TODAY(), TODAY(), dt.date(2025, 1, 1)]
    assert "从今天起结束职务：2条办好了。" in page
    assert "没有办：" in page
    assert "这项职务已经结束了。" in page
    assert building.journal.filter(verb="residents.office_ended").count() == 2


def test_what_was_just_done_is_taken_back_at_once(enter, building, helpers, staff):
    client = enter("staff")
    page = client.post(OFFICES, chosen("end_today", helpers[:2], do="yes"), follow=True)
    assert page.context["undo"] == {"action": "resume", "rows": [row.pk for row in helpers[1::-1]]}
    assert "撤销刚才的" in page.text
    assert "撤销刚才的" not in client.get(OFFICES).text
    page = client.post(OFFICES, chosen("resume", helpers[:2], do="yes"), follow=True)
    again = Office.objects.current().filter(building=building, kind="core")
    assert {office.user for office in again} == {row.user for row in helpers[:2]}
    assert building.journal.filter(verb="residents.appointed").count() == 2
    client.post(OFFICES, {**page.context["undo"], "do": "yes", "_selected_action": again[0].pk})
    assert again.all().count() == 1


def test_it_is_taken_back_from_a_list_that_does_not_show_it_any_more(enter, helpers, staff):
    client, narrowed = enter("staff"), f"{OFFICES}?until__isempty=1"
    page = client.post(narrowed, chosen("end_today", helpers[:1], do="yes"), follow=True)
    assert f'<form class="undo" action="{OFFICES}"' in page.text
    lost = client.post(narrowed, chosen("end_today", helpers[:1], do="yes"), follow=True)
    assert "没有选到什么，什么也没有办。" in lost.text


def test_the_way_back_is_kept_until_a_list_was_seen(enter, helpers, staff):
    client = enter("staff")
    client.post(OFFICES, chosen("end_today", helpers[:1], do="yes"))
    assert client.get(f"{OFFICES}?building__id__exact=x").status_code == 302
    assert client.get(OFFICES).context["undo"]["rows"] == [helpers[0].pk]


def test_the_history_names_the_actor_also_for_rows_of_the_committee(enter, building, staff):
    colleague = OfficeFactory(staff=True, neighbourhood=building.neighbourhood)
    client = enter("staff")
    client.post(OFFICES, chosen("end_today", [colleague], do="yes"))
    page = client.get(reverse("admin:residents_office_history", args=[colleague.pk]))
    assert [(e.user, e.change_message) for e in page.context["typed"]] == [
        (staff, "从今天起结束职务")
    ]


def test_an_office_that_has_not_begun_is_called_off_once_and_taken_back(enter, building, staff):
    later = OfficeFactory(kind="core", building=building, since=TODAY() + dt.timedelta(days=9))
    client = enter("staff")
    for text in ("1条办好了", "已经结束了"):
        page = client.post(OFFICES, chosen("end_today", [later], do="yes"), follow=True).text
        assert text in page
    client.post(OFFICES, chosen("resume", [later], do="yes"))
    assert ended([later]) == [later.since]
    assert later.user.offices.not_over().get(until=None).since == later.since


def test_many_that_were_refused_are_named_in_short(enter, building, staff):
    past = [
        OfficeFactory(kind="core", building=building, since="2024-01-01", until="2025-01-01")
        for _n in range(12)
    ]
    page = enter("staff").post(OFFICES, chosen("end_today", past, do="yes"), follow=True).text
    assert "等12条。这项职务已经结束了。" in page
    assert f"骨干 {past[11].user}、" in page


def test_only_what_ended_today_goes_on(enter, building, helpers, staff):
    page = enter("staff").post(OFFICES, chosen("resume", helpers, do="yes"), follow=True).text
    assert page.count("只有今天结束的职务能恢复") == 1
    assert ended(helpers) == [None, None, dt.date(2025, 1, 1)]


def test_an_office_that_was_given_away_does_not_come_back(enter, building, leader, staff):
    office, client = leader.offices.get(), enter("staff")
    client.post(OFFICES, chosen("end_today", [office], do="yes"))
    OfficeFactory(building=building, since=TODAY())
    page = client.post(OFFICES, chosen("resume", [office], do="yes"), follow=True).text
    assert "这栋楼已经有楼组长了" in page
    assert ended([office]) == [TODAY()]


def test_forgotten_people_cannot_be_reappointed(enter, helpers, staff):
    forget_user(helpers[0].user, by=staff)
    page = enter("staff").post(OFFICES, chosen("resume", helpers[:1], do="yes"), follow=True).text
    assert "已经按本人要求删除" in page


def test_who_holds_it_again_already_is_not_appointed_twice(enter, helpers, staff):
    client = enter("staff")
    client.post(OFFICES, chosen("end_today", helpers[:1], do="yes"))
    for _time in range(2):
        page = client.post(OFFICES, chosen("resume", helpers[:1], do="yes"), follow=True).text
    assert "已经在做这件事了" in page
    assert helpers[0].user.offices.current().count() == 1


def test_a_double_click_does_it_once(enter, building, helpers, staff):
    client = enter("staff")
    for _click in range(2):
        page = client.post(
            OFFICES, chosen("end_today", helpers[:1], do="yes", once="k"), follow=True
        )
    assert "没有办" not in page.text
    assert building.journal.filter(verb="residents.office_ended").count() == 1


def test_actions_without_an_inverse_say_so(enter, household, staff):
    slip = SlipFactory(household=household)
    client = enter("staff")
    assert "办了以后不能撤销。" in client.post(SLIPS, chosen("revoke", [slip])).text
    page = client.post(SLIPS, chosen("revoke", [slip], do="yes"), follow=True)
    slip.refresh_from_db()
    assert (slip.state, page.context["undo"]) == ("revoked", None)


@pytest.mark.parametrize("more", [{"expires_at": timezone.now()}, {"used": 6}])
def test_a_slip_that_opens_nothing_any_more_is_not_taken_back(enter, household, staff, more):
    slip = SlipFactory(household=household, **more)
    page = enter("staff").post(SLIPS, chosen("revoke", [slip], do="yes"), follow=True).text
    assert "这张条已经用完或者过期了" in page


def test_no_more_at_once_than_one_looks_over(enter, helpers, staff, monkeypatch):
    monkeypatch.setattr(bulk, "MAX_ROWS", 1)
    page = enter("staff").post(OFFICES, chosen("end_today", helpers, do="yes"), follow=True).text
    assert "一次最多1条" in page
    assert ended(helpers[:2]) == [None, None]


def test_nothing_is_done_to_rows_that_are_only_chosen_for_something_else(enter, staff):
    """A list that is opened as a popup to choose a row has no actions."""
    assert 'name="action"' not in enter("staff").get(f"{OFFICES}?_popup=1").text


def test_looking_costs_the_same_for_any_number(enter, building, staff, django_assert_num_queries):
    client, rows = enter("staff"), []
    client.get("/admin/")
    for count in (1, 3):
        while len(rows) < count:
            user = MembershipFactory(household__building=building, user=UserFactory()).user
            rows.append(OfficeFactory(kind="core", building=building, user=user))
        with django_assert_num_queries(7):
            client.post(OFFICES, chosen("end_today", rows))
