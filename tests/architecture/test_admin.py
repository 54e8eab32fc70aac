"""The committee's desk, from every side: nothing of another neighbourhood comes through."""

from __future__ import annotations

from itertools import product

import pytest
from django.contrib import admin
from django.urls import reverse

from governance.journal.actions import enter as enter_in_journal
from governance.journal.models import Line
from governance.notices.actions import Letter, send_circular
from governance.notices.models import Circular
from residents.actions import keep_roster
from residents.models import Flat, Household, Ownership, RosterDraft
from residents.roster.sheet import Row, Sheet
from tests.architecture.world import MARKER, fill_both
from tests.conftest import holder
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    NeighbourhoodFactory,
    NoticeFactory,
    OfficeFactory,
    OwnerFactory,
)

pytestmark = pytest.mark.django_db
DESKS = [m for m in admin.site._registry if m._meta.app_label != "auth"]


@pytest.fixture
def foreign(building, leader):
    """A building of another neighbourhood, marked through and through."""
    there = NeighbourhoodFactory(name=f"{MARKER}区", committee=MARKER)
    place = BuildingFactory(neighbourhood=there, slug="theirs", door_number="9", nickname=MARKER)
    fill_both(building, place, leader=leader, neighbour=holder(place, "leader"))
    owner = OwnerFactory(building=place, name=MARKER)
    flat = FlatFactory(building=place, room=f"{MARKER}9")
    Ownership.objects.create(owner=owner, flat=flat)
    enter_in_journal(NoticeFactory(building=place, title=MARKER), "notices.posted", by=None)
    sender = OfficeFactory(staff=True, neighbourhood=there).user
    send_circular(there, [place], Letter(MARKER, MARKER), by=sender)
    return place


def addresses(model, foreign_rows):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listing = reverse(f"{name}_changelist")
    yield from (listing, f"{listing}?q={MARKER}", f"{listing}?_popup=1", reverse(f"{name}_add"))
    if any(f.name == "building" for f in model._meta.fields):
        yield from (f"{listing}?building__id__exact={pk}" for pk in foreign_rows["building"])
    for pk in foreign_rows[model]:
        yield from (
            reverse(f"{name}_{what}", args=[pk]) for what in ("change", "history", "delete")
        )


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_a_desk_shows_nothing_of_another_neighbourhood(enter, foreign, staff, model):
    mine = admin.site._registry[model]
    client = enter("staff")
    seen = {row.pk for row in mine.get_queryset(client.get("/admin/").wsgi_request)}
    rows = {
        "building": [foreign.pk],
        model: [r.pk for r in model.objects.all() if r.pk not in seen],
    }
    assert rows[model], "the other neighbourhood has one of these"
    for url in addresses(model, rows):
        response = client.get(url)
        assert response.status_code in {200, 302, 403, 404}, url
        if f"q={MARKER}" not in url:
            assert MARKER not in response.content.decode(), url


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_choices_offered_by_name_are_ones_own(enter, foreign, staff, model):
    for field in model._meta.fields:
        if field.is_relation and getattr(
            admin.site._registry.get(field.related_model), "search_fields", ()
        ):
            response = enter("staff").get(
                reverse("admin:autocomplete"),
                {"app_label": model._meta.app_label, "model_name": model._meta.model_name,
                 "field_name": field.name, "term": MARKER},
            )  # fmt: skip
            assert MARKER not in response.content.decode(), field


STANDARD = ("add", "change", "changelist", "delete", "history", "password_change")


def pages_beside(desk):
    """The addresses of a desk that Django does not bring, with the names of their parameters."""
    for pattern in desk.get_urls():
        if pattern.name and not pattern.name.endswith(STANDARD):
            yield f"admin:{pattern.name}", tuple(pattern.pattern.converters)


BESIDE = [
    (model, *page) for model, desk in admin.site._registry.items() for page in pages_beside(desk)
]


def test_the_pages_beside_the_desks_are_known():
    """One that is new gets its rows in ``rows_beside``."""
    assert {parameters for _model, _name, parameters in BESIDE} <= {(), ("pk",), ("pk", "draft")}


def rows_beside(foreign, building, staff, foreign_staff):
    """A draft of the other neighbourhood, one of ours, and each under the other's building; and a
    circular of theirs, whose number is no building's."""
    here, there = (
        keep_roster(place, Sheet({"room": "A"}, (Row(2, {"room": MARKER}),)), name=MARKER, by=who)
        for place, who in ((building, foreign_staff), (foreign, foreign_staff))
    )
    kept = keep_roster(foreign, Sheet({}, ()), name="ours", by=staff)
    sent = Circular.objects.filter(neighbourhood=foreign.neighbourhood)
    pks = [foreign.pk, *sent.values_list("pk", flat=True), 10**6]
    return {"pk": pks, "draft": [here.pk, there.pk, kept.pk, 10**6]}


@pytest.mark.parametrize(("model", "name", "parameters"), BESIDE, ids=str)
def test_no_page_beside_a_desk_opens_to_another_neighbourhood(
    enter, foreign, building, staff, foreign_staff, model, name, parameters
):
    rows = rows_beside(foreign, building, staff, foreign_staff)
    before = state_of(foreign)
    inside = {403, 404} if parameters else {200}  # a page about nothing yet shows nothing of theirs
    for persona, closed in (("staff", inside), ("leader", {302}), ("visitor", {302})):
        client = enter(persona)
        for ids in product(*(rows[parameter] for parameter in parameters)):
            url = reverse(name, args=ids)
            for response in (client.get(url), client.post(url, {"shown": "x"})):
                assert response.status_code in closed, (persona, url)
                assert MARKER not in response.content.decode(), url
    assert state_of(foreign) == before


def state_of(building):
    counts = [m.objects.filter(building=building).count() for m in (Flat, Household, Line)]
    return [*counts, RosterDraft.objects.count()]


def test_a_draft_of_somebody_else_is_nobodys_business(
    enter, foreign, building, staff, foreign_staff
):
    rows = rows_beside(foreign, building, staff, foreign_staff)
    client = enter("staff")
    for draft in rows["draft"]:
        url = reverse("admin:residents_building_roster_preview", args=[building.pk, draft])
        for response in (client.get(url), client.post(url, {"shown": "x"})):
            assert response.status_code == 302, url
    assert Flat.objects.filter(room=MARKER, building=building).count() == 0


def test_a_foreign_building_cannot_be_chosen_by_its_number(enter, foreign, staff, leader):
    response = enter("staff").post(
        reverse("admin:residents_office_add"),
        {"user": leader.pk, "kind": "core", "building": foreign.pk, "since": "2024-01-01"},
    )
    assert response.status_code == 200
    assert foreign.offices.filter(user=leader).count() == 0


@pytest.mark.parametrize("persona", ["resident", "leader", "core", "neighbour"])
def test_the_desk_is_closed_to_residents(enter, building, persona):
    assert enter(persona).get("/admin/").status_code == 302


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_nothing_is_deleted_at_the_desk(enter, foreign, staff, model):
    request = enter("staff").get("/admin/").wsgi_request
    assert admin.site._registry[model].has_delete_permission(request) is False
    assert "delete_selected" not in admin.site._registry[model].get_actions(request)
