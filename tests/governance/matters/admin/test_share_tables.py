from __future__ import annotations

import pytest
from django.urls import reverse

from governance.matters.inputs import ShareInput, SubsidyInput
from tests.factories import BuildingFactory, HouseholdFactory, UserFactory
from tests.factories.matters import MatterFactory
from tests.factories.shares import draft_table, pay, proposed_table

pytestmark = pytest.mark.django_db
LIST = reverse("admin:matters_sharetable_changelist")


def set_state(table, state):
    type(table).objects.filter(pk=table.pk).update(state=state)


def in_force(table):
    set_state(table, "in_force")
    return table


def table_in(building, *, paid=(), **more):
    homes = [HouseholdFactory(building=building) for _ in range(2)]
    shares = tuple(
        ShareInput(home.flat_id, weight) for home, weight in zip(homes, "13", strict=True)
    )
    matter = MatterFactory(building=building)
    table = in_force(proposed_table(matter, UserFactory(), shares=shares, **more))
    for home, fen in zip(homes, paid, strict=False):
        pay(matter, home.flat, fen)
    return table


def test_only_the_version_in_force_has_payments_and_waits_for_answers(
    enter, building, leader, staff
):
    first = table_in(building, paid=(123456,))
    home = first.lines.first().flat
    more = {"total": 1000000, "shares": (ShareInput(home.pk, "1"),)}
    second = proposed_table(first.matter, leader, **more)
    set_state(first, "replaced")
    in_force(second)
    page = enter("staff").get(LIST)
    rows = {row.number: row for row in page.context["cl"].result_list}
    shown = page.context["cl"].model_admin
    told = {number: (shown.standing(row), shown.paid(row)) for number, row in rows.items()}
    assert told == {
        1: ("有了新的一版", "—"),
        2: ("还没有定，等各家答复", "0.00（一两家交的先不写）"),
    }
    fresh = type(second).objects.select_related("canvass").get(pk=second.pk)
    fresh.canvass.state = "published"
    assert shown.standing(fresh) == "现在这一版"


def test_the_committee_reads_sums_of_its_own_buildings_and_no_figure_of_a_flat(
    enter, building, leader
):
    table = table_in(
        building,
        total=1000000,
        subsidies=(SubsidyInput("政府补贴", 200000),),
        paid=(200000, 123456),
    )
    far = table_in(BuildingFactory(slug="far"))
    draft = draft_table(MatterFactory(building=building, title="还在算的"), UserFactory())
    client = enter("staff")
    page = client.get(LIST)
    assert page.context["cl"].result_count == 1
    sums = ("10,000.00", "2,000.00", "8,000.00", "0.00（一两家交的先不写）")
    assert [one in page.text for one in sums] == [True] * 4
    one = client.get(reverse("admin:matters_sharetable_change", args=[table.pk]))
    assert [yuan in one.text for yuan in sums] == [True] * 4
    for figure in ("6,000.00", "1,234.56", "3,234.56", "还在算的"):
        assert (figure in page.text, figure in one.text) == (False, False), figure
    for other in (far, draft):
        url = reverse("admin:matters_sharetable_change", args=[other.pk])
        assert client.get(url).status_code == 302
    url = reverse("admin:matters_sharetable_change", args=[table.pk])
    assert client.post(url, {}).status_code == 403
