"""In a closed building, the committee can read everything and nothing can be written."""

from __future__ import annotations

import pytest
import rules
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from rules.permissions import permissions

from governance.canvass.queries.lists import due_canvasses
from governance.notices.forms.circulars import CircularForm
from residents.models import Building
from residents.people.queries.buildings import buildings_of, public_buildings
from residents.people.rules import READ_PERMISSIONS
from tests.architecture.building_pair import fill_both
from tests.architecture.cast import rolled_back
from tests.architecture.site import INSIDE

pytestmark = pytest.mark.django_db
SENTENCE = "这栋楼组已经撤销了，只能看，不能再办新的事。"
ALLOWED_WHEN_CLOSED = {"people:phone", "lounge:unmask"}


@pytest.fixture(scope="module")
def closed(cast):
    pair = fill_both(
        cast.building, cast.next_door, leader=cast["leader"], neighbour=cast["neighbour"]
    )
    Building.objects.filter(pk=cast.building.pk).update(
        until=timezone.localdate(), public_page=True
    )
    cast.building.refresh_from_db()
    return pair


def posts(pair):
    for address in INSIDE:
        for slug, ids in pair.addresses_of(address):
            if slug == pair.ours.slug and not pair.is_foreign(address, ids):
                yield address, reverse(address.name, kwargs={"slug": slug, **ids})


def test_whatever_is_sent_in_a_closed_building_is_refused_with_one_sentence(cast, closed):
    client, let_through = cast.enter("staff"), []
    for address, url in posts(closed):
        with rolled_back():
            answer = client.post(url, {"text": "x", "title": "x"})
            page = answer.content.decode(errors="ignore") if not answer.streaming else ""
            found = page + str([str(m) for m in getattr(answer.wsgi_request, "_messages", ())])
        if answer.status_code not in {404, 405} and SENTENCE not in found:
            let_through.append(address.name)
    assert set(let_through) <= ALLOWED_WHEN_CLOSED


def test_who_may_only_read_may_still_do_it(cast, closed):
    client = cast.enter("staff")
    for name in ("home:home", "notices:board", "lounge:list", "meetings:list", "journal:lines"):
        assert client.get(reverse(name, args=["114"])).status_code == 200, name


def test_every_right_to_write_ends(cast, closed):
    """A permission writes unless it is listed in ``READ_PERMISSIONS``."""
    assert set(permissions) >= READ_PERMISSIONS
    staff, building = cast["staff"], cast.building
    for name in set(permissions) - READ_PERMISSIONS:
        try:
            allowed = rules.has_perm(name, staff, building)
        except AttributeError:  # it needs an object of the room
            continue
        assert not allowed, name


def test_a_page_to_write_on_says_why_it_is_not_there(cast, closed):
    answer = cast.enter("staff").get(reverse("notices:write", args=["114"]), follow=True)
    assert SENTENCE in answer.content.decode()


def test_visitors_and_lists_see_it_no_more(cast, closed):
    assert cast.enter("visitor").get("/b/114/").status_code == 302
    assert cast.building not in public_buildings().rows
    assert list(buildings_of(cast["staff"])) == [cast.next_door]
    assert cast.building not in CircularForm(cast["staff"]).served
    assert [list(rows) for rows in due_canvasses()] == [[], [], []]


def test_the_desk_lists_it_where_it_is_asked_for(cast, closed):
    client = cast.enter("staff")
    listing = reverse("admin:residents_building_changelist")
    shown = {
        asked: list(client.get(f"{listing}?closed={asked}").context["cl"].result_list)
        for asked in ("", "yes", "all")
    }
    assert shown[""] == [cast.next_door]
    assert shown["yes"] == [cast.building]
    assert len(shown["all"]) == 2
    for url in (reverse("admin:index"), reverse("admin:picture")):
        assert client.get(url).context["buildings"] == [cast.next_door]
    assert client.get(reverse("admin:index")).context["work"].rows == [
        row
        for row in client.get(reverse("admin:index")).context["work"].rows
        if row.building == cast.next_door
    ]


def test_at_the_desk_its_records_are_read_only(cast, closed):
    client = cast.enter("staff")
    request = client.get("/admin/").wsgi_request
    for model, desk in admin.site._registry.items():
        row = next(
            (r for r in desk.get_queryset(request) if desk.building_of(r) == cast.building), None
        )
        if row is not None:
            assert not desk.has_change_permission(request, row), model
    for name in ("flat", "household", "owner", "office"):
        form = client.get(reverse(f"admin:residents_{name}_add")).context["adminform"].form
        assert cast.building not in form.fields["building"].queryset


def test_buttons_of_the_desk_are_refused_too(cast, closed):
    client = cast.enter("staff")
    office = cast["core"].offices.get()
    page = client.post(
        reverse("admin:residents_office_changelist"),
        {"action": "end_today", "_selected_action": [office.pk], "do": "yes"},
        follow=True,
    )
    office.refresh_from_db()
    assert (SENTENCE in page.text, office.until) == (True, None)
