"""Two clerks edit one record, and neither reverts the other's changes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import FlatFactory, OwnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(building, household):
    """A record of each kind, with a field that a colleague changes and another one."""
    return {
        "building": (building, ("nickname", "同心楼"), ("floors", "9")),
        "flat": (
            FlatFactory(
                building=building, room="901", floor=9, area="61.50", area_source="register"
            ),
            ("area", "66.66"),
            ("floor", "8"),
        ),
        "household": (household, ("note", "老人住院"), ("aged_60_up", "2")),
        "owner": (OwnerFactory(building=building), ("name", "王芳"), None),
        "neighbourhood": (building.neighbourhood, ("hours", "周一到周五"), ("address", "底楼")),
    }


def shown(client, record, model):
    """Return the page's URL and the data that it would submit."""
    address = reverse(f"admin:residents_{model}_change", args=[record.pk])
    form = client.get(address).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    sent = {n: v for n, v in fields.items() if v is not None and v is not False}
    hidden = {
        form[n].html_initial_name: v if v is not None else ""
        for n, v in fields.items()
        if form.fields[n].show_hidden_initial
    }
    return address, {**sent, **hidden}


MODELS = ["building", "flat", "household", "owner", "neighbourhood"]


@pytest.mark.parametrize("model", sorted({*MODELS} - {"owner"}))
def test_who_saves_later_changes_only_what_they_typed(enter, records, model):
    record, (theirs, value), (mine, other) = records[model]
    client = enter("staff")
    address, page = shown(client, record, model)
    assert client.post(address, {**page, theirs: value}).status_code == 302
    assert client.post(address, {**page, mine: other}).status_code == 302
    record.refresh_from_db()
    assert (str(getattr(record, theirs)), str(getattr(record, mine))) == (value, other)


@pytest.mark.parametrize("model", MODELS)
def test_a_field_that_both_changed_is_shown_with_both_texts(enter, records, model):
    record, (field, value), _other = records[model]
    client = enter("staff")
    address, page = shown(client, record, model)
    other = "70.00" if field == "area" else "另一样"
    client.post(address, {**page, field: value})
    answer = client.post(address, {**page, field: other})
    record.refresh_from_db()
    assert str(getattr(record, field)) == value
    form = answer.context["adminform"].form
    assert value in str(form.errors[field])
    assert form[field].value() == other
    again = {**page, field: other, form[field].html_initial_name: form.data[f"initial-{field}"]}
    assert client.post(address, again).status_code == 302
    record.refresh_from_db()
    assert str(getattr(record, field)) == other


def test_the_page_carries_what_it_shows(enter, records):
    household = records["household"][0]
    page = enter("staff").get(reverse("admin:residents_household_change", args=[household.pk]))
    assert 'name="initial-note"' in page.text
