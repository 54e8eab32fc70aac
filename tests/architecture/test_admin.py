"""The committee's desk reveals and changes nothing of another neighbourhood."""

from __future__ import annotations

from io import BytesIO
from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.serializers import serialize
from django.urls import reverse
from openpyxl import load_workbook

from governance.journal.actions import enter as enter_in_journal
from governance.journal.models import Line
from governance.notices.actions.circulars import send_circular
from governance.notices.inputs import CircularInput
from residents.models import (
    BatchBuilding,
    Building,
    DeskSignIn,
    Flat,
    Household,
    Ownership,
    RosterBatch,
    RosterColumn,
    RosterDraft,
    RosterImport,
)
from residents.roster.actions.roster import create_draft
from residents.roster_parser.sheet_data import RosterRow, RosterSheet
from tests.architecture.building_pair import MARKER, fill_both
from tests.conftest import holder
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    NeighbourhoodFactory,
    NoticeFactory,
    OfficeFactory,
    OwnerFactory,
)
from tests.factories.milestones import CommitteeKindFactory

pytestmark = pytest.mark.django_db
DESKS = [m for m in admin.site._registry if m._meta.app_label != "auth"]


@pytest.fixture(scope="module")
def foreign(cast):
    """A building of another neighbourhood with a marker in every text."""
    there = NeighbourhoodFactory(name=f"{MARKER}区", committee=MARKER)
    place = BuildingFactory(neighbourhood=there, slug="theirs", door_number="9", nickname=MARKER)
    neighbour = holder(place, "leader")
    fill_both(cast.building, place, leader=cast["leader"], neighbour=neighbour)
    owner = OwnerFactory(building=place, name=MARKER)
    flat = FlatFactory(building=place, room=f"{MARKER}9")
    Ownership.objects.create(owner=owner, flat=flat)
    enter_in_journal(NoticeFactory(building=place, title=MARKER), "notices.posted", by=None)
    sender = OfficeFactory(staff=True, neighbourhood=there, user__shown_name=MARKER).user
    send_circular(there, [place], CircularInput(MARKER, MARKER), by=sender)
    DeskSignIn.objects.create(user=sender, how="totp")
    RosterColumn.objects.create(neighbourhood=there, heading=MARKER, header=MARKER, field="note")
    CommitteeKindFactory(neighbourhood=there, name=MARKER)
    return place


@pytest.fixture(scope="module")
def unseen(cast, foreign):
    """Map each model to the rows that our staff's desk does not list."""
    request = cast.enter("staff").get("/admin/").wsgi_request
    found = {}
    for model in DESKS:
        mine = admin.site.get_model_admin(model).get_queryset(request)
        found[model] = list(model.objects.exclude(pk__in=[row.pk for row in mine]))
    return found


@pytest.fixture
def client(cast):
    """A client signed in as staff of the neighbourhood."""
    return cast.enter("staff")


def test_every_desk_has_a_row_of_the_other_neighbourhood(unseen):
    without = [model.__name__ for model, rows in unseen.items() if not rows]
    assert without == [], (
        f"{without} have a desk, and nothing of the other neighbourhood to keep from it: "
        "let the fixture `foreign` of this file make a row of each there."
    )


def name_of(model) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}"


def filters_of(model):
    """(path, model at its end) of each filter that leads to another thing."""
    for one in admin.site.get_model_admin(model).list_filter:
        path, target = (
            one if isinstance(one, str) else one[0] if isinstance(one, tuple) else "",
            model,
        )
        for part in path.split("__") if path else ():
            field = target._meta.get_field(part)
            target = field.related_model or target
        if path and target is not model:
            yield path, target


def addresses(model, unseen):
    listing = reverse(f"{name_of(model)}_changelist")
    yield from (
        listing,
        f"{listing}?q={MARKER}",
        f"{listing}?_popup=1",
        f"{listing}?_to_field=id&_popup=1",
        f"{listing}?all=",
        f"{listing}?o=1.-2.3",
        f"{listing}?p=2",
        f"{listing}?_facets=True",
        reverse(f"{name_of(model)}_add"),
        f"{reverse(f'{name_of(model)}_add')}?_popup=1",
    )
    for path, target in filters_of(model):
        for row in unseen.get(target, ()):
            yield f"{listing}?{path}__id__exact={row.pk}"
            yield f"{listing}?{path}={row.pk}"
    for row in unseen[model]:
        for what in ("change", "history", "delete"):
            url = reverse(f"{name_of(model)}_{what}", args=[row.pk])
            yield from (url, f"{url}?_popup=1&_to_field=id")


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_a_desk_shows_nothing_of_another_neighbourhood(client, unseen, model):
    for url in addresses(model, unseen):
        response = client.get(url)
        assert response.status_code in {200, 302, 400, 403, 404}, url
        if f"q={MARKER}" not in url:
            assert MARKER not in response.content.decode(), url
        elif response.status_code == 200 and admin.site.get_model_admin(model).search_fields:
            assert response.context["cl"].result_count == 0, url


def probes(model):
    """Yield lookups that no filter of the desk uses: of the row's own fields and related ones."""
    for field in model._meta.concrete_fields:
        yield f"{field.name}__startswith={MARKER[:1]}"
        yield f"{field.name}__regex=."
        if field.is_relation:
            for other in field.related_model._meta.concrete_fields:
                yield f"{field.name}__{other.name}__startswith={MARKER[:1]}"


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_only_the_questions_of_its_filters_may_be_asked(client, unseen, model):
    """Other lookups could reveal a masked number or a password hash letter by letter."""
    listing = reverse(f"{name_of(model)}_changelist")
    assert [q for q in probes(model) if client.get(f"{listing}?{q}").status_code != 400] == []


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_no_other_field_may_stand_for_a_row(client, unseen, model):
    listing = reverse(f"{name_of(model)}_changelist")
    for field in model._meta.concrete_fields:
        if not (field.primary_key or field.unique):
            response = client.get(f"{listing}?_popup=1&_to_field={field.name}")
            assert response.status_code in {400, 403}, field.name


def rows_of(models_rows) -> str:
    fresh = [
        m.objects.filter(pk__in=[r.pk for r in rows]).order_by("pk") for m, rows in models_rows
    ]
    return serialize("json", [row for rows in fresh for row in rows])


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_nothing_that_is_sent_changes_another_neighbourhood(client, unseen, model):
    """Sends each action, each form and the list itself with foreign primary keys."""
    before = rows_of(unseen.items())
    listing = reverse(f"{name_of(model)}_changelist")
    chosen = [row.pk for row in unseen[model]]
    request = client.get("/admin/").wsgi_request
    for action in admin.site.get_model_admin(model).get_actions(request):
        for more in ({}, {"select_across": "1"}, {"do": "yes", "confirmed": "yes"}):
            sent = {"action": action, "_selected_action": chosen, "index": "0", **more}
            response = client.post(listing, sent, follow=True)
            assert MARKER not in body_of(response), action
    edits = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": chosen[0],
        "_save": "x",
    }
    assert MARKER not in body_of(client.post(listing, edits, follow=True))
    for row, what in product(unseen[model], ("change", "delete", "history")):
        response = client.post(reverse(f"{name_of(model)}_{what}", args=[row.pk]), {"post": "yes"})
        assert response.status_code in {302, 403, 404, 405}, what
        assert MARKER not in response.content.decode()
    assert rows_of(unseen.items()) == before


def body_of(response) -> str:
    return b"".join(response).decode(errors="ignore")


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_a_form_offers_nothing_of_another_neighbourhood(client, unseen, model):
    request, desk = client.get("/admin/").wsgi_request, admin.site.get_model_admin(model)
    fields = desk.get_form(request).base_fields if desk.has_add_permission(request) else {}
    for name, field in fields.items():
        if (choices := getattr(field, "queryset", None)) is not None:
            foreign = {row.pk for row in unseen.get(choices.model, ())}
            assert foreign.isdisjoint(choices.values_list("pk", flat=True)), name


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_nobody_is_led_to_a_page_of_another_neighbourhood(client, unseen, model):
    kind = ContentType.objects.get_for_model(model)
    for row in unseen[model]:
        response = client.get(reverse("admin:view_on_site", args=[kind.pk, row.pk]))
        assert response.status_code == 404


def test_one_is_led_to_a_page_of_ones_own(cast, client):
    kind = ContentType.objects.get_for_model(Building)
    response = client.get(reverse("admin:view_on_site", args=[kind.pk, cast.building.pk]))
    assert response.headers["Location"] == "/b/114/"


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda m: m._meta.label)
def test_choices_offered_by_name_are_ones_own(client, unseen, model):
    """Checks every relation, whether or not its model has a desk page."""
    offering = [m for m, desk in admin.site._registry.items() if desk.get_search_fields(None)]
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.related_model in offering:
            for term in (MARKER, ""):
                response = client.get(
                    reverse("admin:autocomplete"),
                    {
                        "app_label": model._meta.app_label,
                        "model_name": model._meta.model_name,
                        "field_name": field.name,
                        "term": term,
                    },
                )
                assert response.status_code in {200, 403}, field
                found = response.json()["results"] if response.status_code == 200 else ""
                assert MARKER not in str(found), field


def filed(content) -> list[list[str]]:
    _first, *rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    return [[str(cell or "") for cell in row] for row in rows]


def questions(model, unseen):
    yield from ("", f"q={MARKER}", "all=", "o=1.-2.3", "p=2", "_popup=1&_to_field=id")
    for path, target in filters_of(model):
        for row in unseen.get(target, ()):
            yield f"{path}__id__exact={row.pk}"


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_the_file_of_a_list_holds_nothing_of_another_neighbourhood(client, unseen, foreign, model):
    """The file contains all own rows, whatever the query string. One forbidden filter of each field is
    tried; ``test_only_the_questions_of_its_filters_may_be_asked`` tries all of them on the list."""
    export, desk = reverse(f"{name_of(model)}_export"), admin.site.get_model_admin(model)
    lines = foreign.journal.count()
    own = desk.get_queryset(client.get("/admin/").wsgi_request)
    keys = "&".join(f"_selected_action={row.pk}" for row in unseen[model])
    for question in (*questions(model, unseen), keys):
        for response in (client.get(f"{export}?{question}"), client.post(f"{export}?{question}")):
            assert response.status_code in {200, 302, 400}, question
            assert question.startswith("q=") or MARKER not in response.content.decode(
                errors="ignore"
            )
        if response.status_code == 200:
            assert MARKER not in str(filed(response.content)), question
    count = own.count()
    assert len(filed(client.post(export).content)) == count
    forbidden = {question.partition("__")[0]: question for question in probes(model)}.values()
    assert [q for q in forbidden if client.post(f"{export}?{q}").status_code != 400] == []
    assert foreign.journal.count() == lines


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_no_resident_gets_the_file_of_a_list(cast, model):
    for persona in ("leader", "visitor"):
        client = cast.enter(persona)
        for ask in (client.get, client.post):
            assert ask(reverse(f"{name_of(model)}_export")).status_code == 302, persona


STANDARD = ("add", "change", "changelist", "delete", "history", "password_change")


def pages_beside(desk):
    """Yield additional URLs of a desk, with the names of their parameters."""
    for pattern in desk.get_urls():
        if not pattern.name or pattern.name == f"{name_of(desk.model)}_export"[len("admin:") :]:
            continue  # tested separately
        if not pattern.name.endswith(STANDARD):
            yield f"admin:{pattern.name}", tuple(pattern.pattern.converters)


BESIDE = [
    (model, *page) for model, desk in admin.site._registry.items() for page in pages_beside(desk)
]


def test_the_pages_beside_the_desks_are_known():
    """If this fails, add the new parameters to ``rows_beside``."""
    assert {parameters for _model, _name, parameters in BESIDE} <= {
        (),
        ("pk",),
        ("pk", "draft"),
        ("pk", "imported"),
        ("pk", "number", "size"),
        ("batch",),
        ("batch", "entry"),
    }


def rows_beside(cast, foreign):
    """A draft of the other neighbourhood, one of ours, and each under the other's building."""
    building, staff, foreign_staff = cast.building, cast["staff"], cast["foreign_staff"]
    here, there = (
        create_draft(
            place,
            RosterSheet(({"room": "A"},), (RosterRow(2, {"room": MARKER}),)),
            name=MARKER,
            by=who,
        )
        for place, who in ((building, foreign_staff), (foreign, foreign_staff))
    )
    kept = create_draft(foreign, RosterSheet(), name="ours", by=staff)
    made = [
        RosterImport.objects.create(building=place, name=MARKER, made=0, changed=0, kept=[]).pk
        for place in (building, foreign)
    ]
    drafts = [here.pk, there.pk, kept.pk, 10**6]
    batches = [
        RosterBatch.objects.create(neighbourhood=foreign.neighbourhood, by=who, name=MARKER)
        for who in (foreign_staff, staff)
    ]
    entries = [
        BatchBuilding.objects.create(
            batch=batch,
            position=0,
            door_number="9",
            floors=6,
            building=foreign,
            sheet=RosterSheet(({"room": "A"},), (RosterRow(2, {"room": MARKER}),)).as_json(),
        ).pk
        for batch in batches
    ]
    return {
        "batch": [*(batch.pk for batch in batches), 10**6],
        "entry": [*entries, 10**6],
        "draft": drafts,
        "imported": [*made, 10**6],
        "number": [1, 10**6],
        "size": ["whole", "small"],
    }


@pytest.mark.parametrize(("model", "name", "parameters"), BESIDE, ids=str)
def test_no_page_beside_a_desk_opens_to_another_neighbourhood(
    cast, foreign, unseen, model, name, parameters
):
    rows = rows_beside(cast, foreign)
    rows["pk"] = [*(row.pk for row in unseen[model]), 10**6]
    before = state_of(foreign)
    inside = {403, 404} if parameters else {200}  # a page without parameters shows nothing foreign
    for persona, closed in (("staff", inside), ("leader", {302}), ("visitor", {302})):
        client = cast.enter(persona)
        for ids in product(*(rows[parameter] for parameter in parameters)):
            url = reverse(name, args=ids)
            for response in (client.get(url), client.post(url, {"shown": "x"})):
                assert response.status_code in closed, (persona, url)
                assert MARKER not in response.content.decode(), url
    assert state_of(foreign) == before


def state_of(building):
    counts = [m.objects.filter(building=building).count() for m in (Flat, Household, Line)]
    standing = RosterImport.objects.not_undone().filter(building=building).count()
    return [*counts, RosterDraft.objects.count(), standing]


def test_a_draft_of_somebody_else_is_nobodys_business(cast, client, foreign):
    building, rows = cast.building, rows_beside(cast, foreign)
    for draft in rows["draft"]:
        url = reverse("admin:residents_building_roster_preview", args=[building.pk, draft])
        for response in (client.get(url), client.post(url, {"shown": "x"})):
            assert response.status_code == 302, url
    assert Flat.objects.filter(room=MARKER, building=building).count() == 0


def test_a_foreign_building_cannot_be_chosen_by_its_number(cast, client, foreign):
    leader = cast["leader"]
    response = client.post(
        reverse("admin:residents_office_add"),
        {"user": leader.pk, "kind": "core", "building": foreign.pk, "since": "2024-01-01"},
    )
    assert response.status_code == 200
    assert foreign.offices.filter(user=leader).count() == 0


@pytest.mark.parametrize("persona", ["resident", "leader", "core", "neighbour"])
def test_the_desk_is_closed_to_residents(cast, persona):
    assert cast.enter(persona).get("/admin/").status_code == 302


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_nothing_is_deleted_at_the_desk(client, foreign, model):
    request = client.get("/admin/").wsgi_request
    assert admin.site.get_model_admin(model).has_delete_permission(request) is False
    assert "delete_selected" not in admin.site.get_model_admin(model).get_actions(request)
