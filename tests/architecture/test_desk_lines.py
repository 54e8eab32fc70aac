"""Every change at the committee's desk is recorded for the people concerned.

As staff and as keeper, the test posts to every URL of the desk: each form unchanged, each form with
one field changed at a time, and each button. If something is written, residents of each building
concerned must be able to read a journal line. If no building is concerned, an entry in Django's log
is enough.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django import forms
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Audience, Line
from governance.lounge.models import Pause
from governance.notices.actions.circulars import send_circular
from governance.notices.inputs import CircularInput
from governance.notices.models import Circular
from residents.desk.change_forms import ChangeForm
from residents.models import (
    Building,
    DeskSignIn,
    Flat,
    Household,
    Membership,
    Neighbourhood,
    Office,
    Owner,
    Ownership,
    RosterColumn,
    RosterDraft,
    RosterImport,
    User,
)
from residents.roster.actions.roster import create_draft, import_roster
from residents.roster_parser.sheet import read_roster
from tests.architecture.building_pair import fill_both
from tests.architecture.version_watch import ROLLBACK, SAVEPOINT
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
)
from tests.factories.milestones import CommitteeKindFactory
from tests.factories.roster import HEADER, csv_of, sheet
from tests.factories.roster import row as row_of

pytestmark = pytest.mark.django_db

WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
NO_CHANGE = re.compile(
    "django_session|django_admin_log|journal_line|search_|usersessions|residents_submission"
    "|residents_rosterdraft|residents_rosterbatch|residents_batchbuilding"  # drafts are visible to their uploader and change nothing yet
)
SEEN_ALONE = re.compile(r'UPDATE "residents_(?:user|building)" SET "content_version"')
PASSWORD = "bamboo-lantern-7"


@pytest.fixture
def world(cast):
    building, staff = cast.building, cast["staff"]
    cast.people["keeper"] = UserFactory(is_superuser=True, shown_name="管机器的")
    fill_both(building, cast.next_door, leader=cast["leader"], neighbour=cast["neighbour"])
    owner, today = OwnerFactory(building=building), timezone.localdate()
    for room in ("901", "903"):
        flat = FlatFactory(building=building, room=room, floor=9)
        Ownership.objects.create(flat=flat, owner=owner, since="2020-01-01")
    other = FlatFactory(building=building, room="904", floor=9)
    Ownership.objects.create(flat=other, owner=OwnerFactory(building=building), since="2020-01-01")
    HouseholdFactory(building=building, flat=other, until=today)
    FlatFactory(building=building, room="905", floor=9, until=today)
    for number, until in (("201", None), ("202", today)):
        BuildingFactory(neighbourhood=building.neighbourhood, door_number=number, until=until)
    send_circular(building.neighbourhood, [building], CircularInput("换灯", "周三停电"), by=staff)
    DeskSignIn.objects.create(user=staff, how="totp")
    RosterColumn.objects.create(
        neighbourhood=building.neighbourhood, heading="65岁以上", header="65岁以上", field="-"
    )
    CommitteeKindFactory(neighbourhood=building.neighbourhood)
    return cast


def rows_of(desk, cast, request):
    """Return rows of each desk.

    Buildings: ours, an empty one, and a closed one. People: a resident, a helper from elsewhere,
    and staff without a building.
    """
    if desk.model is User:
        helper = OfficeFactory(kind="volunteer", building=cast.building).user
        return [cast["resident"], helper, cast["staff"]]
    found = desk.get_queryset(request).order_by("pk")
    if desk.model is Building:
        return found.filter(Q(pk=cast.building.pk) | Q(door_number__in=("201", "202")))
    one = {Membership: {"user": cast["resident"]}, Owner: {"ownerships__flat__room": "901"}}
    if desk.model in one:
        return [found.get(**one[desk.model])]
    if desk.model is Office:
        return [found.filter(kind="core").first(), found.filter(kind="staff").first()]
    if desk.model in (Flat, Household):
        here = found.filter(building=cast.building)
        lives = {Flat: {"room": "901"}, Household: {"memberships__user": cast["resident"]}}
        return [here.filter(**lives[desk.model]).first(), here.exclude(until=None).first()]
    way = way_to_building(desk)
    return [found.filter(**{way: cast.building.pk}).first() if way else found.first()]


def way_to_building(desk) -> str:
    """Return the lookup from a row to its building, or "" for data of the committee."""
    if desk.model is Building:
        return "pk"
    way, reached, _rest = getattr(desk, "scope", "").partition("__neighbourhood")
    return way if reached else ""


def concerned(desk, row, cast) -> set[int]:
    if desk.model is User:
        lives = Membership.objects.current().filter(user=row).values_list("household__building")
        serves = Office.objects.current().filter(user=row, building__isnull=False)
        return {pk for (pk,) in (*lives, *serves.values_list("building"))}
    if desk.model is Circular:
        return {cast.building.pk}
    way = way_to_building(desk)
    found = desk.model.objects.filter(pk=row.pk, **{f"{way}__isnull": False}) if way else None
    return {pk for (pk,) in found.values_list(way)} if found else set()


@contextmanager
def watched() -> Iterator[set[str]]:
    """Yield a set of tables that were written and not rolled back."""
    wrote: set[str] = set()
    before: dict[str, set[str]] = {}

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        found = WRITES.match(sql)
        if found and context["cursor"].rowcount and not SEEN_ALONE.match(sql):
            wrote.update({found[1]} if not NO_CHANGE.match(found[1]) else ())
        elif point := SAVEPOINT.match(sql):
            before[point[1]] = set(wrote)
        elif point := ROLLBACK.match(sql):
            wrote.intersection_update(before[point[1]])
        return result

    with connection.execute_wrapper(watch):
        yield wrote


@contextmanager
def undone():
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def addresses_of(desk, row) -> Iterator[tuple[str, str]]:
    """Yield name and URL of every desk page of this row, its list, and its form to add."""
    for pattern in desk.get_urls():
        wanted = pattern.pattern.converters
        if pattern.name:
            given = dict.fromkeys(wanted, row.pk)
            if "draft" in wanted:
                given["draft"] = pk_of(RosterDraft.objects.filter(building=row))
            if "imported" in wanted:
                given["imported"] = pk_of(RosterImport.objects.filter(building=row))
            yield pattern.name, reverse(f"admin:{pattern.name}", kwargs=given)


def pk_of(rows) -> int:
    return rows.get().pk if rows else 0


def added(cast) -> dict[str, dict[str, object]]:
    building, today = cast.building, timezone.localdate()
    flat, owner = (
        FlatFactory(building=building, room="902", floor=9),
        OwnerFactory(building=building),
    )
    return {
        "residents_building_add": {
            "neighbourhood": building.neighbourhood_id,
            "slug": "118",
            "door_number": "118",
            "floors": 6,
        },
        "residents_flat_add": {"building": building.pk, "floor": 8, "room": "801"},
        "residents_household_add": {
            "building": building.pk,
            "flat": flat.pk,
            "occupancy": "owner",
            "aged_0_6": 0,
            "aged_7_17": 0,
            "aged_18_59": 1,
            "aged_60_up": 0,
        },
        "residents_owner_add": {"building": building.pk, "name": "王小明"},
        "residents_ownership_add": {"flat": flat.pk, "owner": owner.pk, "since": today},
        "residents_office_add": {
            "user": cast["core"].pk,
            "kind": "volunteer",
            "building": building.pk,
            "since": today,
        },
        "residents_neighbourhood_add": {"name": "逸仙三村一居", "committee": "第一居民委员会"},
        "residents_user_add": {
            "username": "new",
            "shown_name": "新来的",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    }


OF_NO_BUILDING = (User, Neighbourhood)


def changes(cast) -> dict[str, dict[str, object]]:
    flats = {flat.room: flat for flat in Flat.objects.filter(building=cast.building)}
    owner = Ownership.objects.get(flat=flats["904"]).owner
    today = timezone.localdate().isoformat()
    return {
        "residents_building_merge": {"into": cast.next_door.pk},
        "residents_building_split": {"flats": [flats["901"].pk], "door_number": "116"},
        "residents_flat_sale": {"name": "李新", "day": today},
        "residents_flat_move": {"contact": "新来的", "aged_18_59": 2, "day": today},
        "residents_flat_merge": {"other": flats["903"].pk, "room": "901-903"},
        "residents_flat_split": {"room_1": "901", "room_2": "906"},
        "residents_household_move": {"day": today, "where": "away", "after": "empty"},
        "residents_owner_sale": {
            "flats": [flats["901"].pk],
            "name": "李新",
            "day": today,
            "who_lives": "leave",
        },
        "residents_owner_merge": {"other": owner.pk},
        "residents_owner_split": {"flats": [flats["901"].pk], "name": "李新"},
    }


def looked_at(client, url, typed) -> Iterator[dict[str, object]]:
    page = client.post(url, {**typed, "do": "look"})
    if page.context and (outcome := page.context.get("outcome")):
        yield {**typed, "do": "yes", "shown": outcome.version}


WITHOUT_FORM = re.compile("_(changelist|history|delete|export|phone)$")


def sendings(client, name, url, cast) -> Iterator[dict[str, object]]:
    """Yield the input for a URL: none, the form unchanged, one field changed at a time, and input
    of this test."""
    yield {"post": "yes"}
    form = None if WITHOUT_FORM.search(name) else shown_form(client.get(url))
    if name == "auth_user_password_change":
        yield {"new_password1": PASSWORD, "new_password2": PASSWORD}
    elif name == "notices_circular_write":
        if form is not None:
            yield from circular(client, url, cast)
    elif isinstance(form, ChangeForm):
        typed = changes(cast).get(name, {"day": timezone.localdate().isoformat()})
        yield from looked_at(client, url, typed)
    elif form is not None and not name.endswith("_add"):
        yield from variants(form)


def shown_form(page):
    page.getvalue()  # closes a streamed file
    context = page.context if page.status_code == 200 and page.context else {}
    return context["adminform"].form if "adminform" in context else context.get("form")


def circular(client, url, cast) -> Iterator[dict[str, object]]:
    typed = {
        "title": "换灯",
        "body": "周三",
        "audience": "residents",
        "whom": "every",
        "neighbourhood": cast.building.neighbourhood_id,
    }
    shown = client.post(url, typed).context["form"].digest
    yield {**typed, "shown": shown, "do": "send"}


def variants(form) -> Iterator[dict[str, object]]:
    data = {name: form[name].value() for name in form.fields}
    typed = {
        name: str(value)
        for name, value in data.items()
        if value not in (None, "") and value is not False
    }
    yield typed
    for name, field in form.fields.items():
        if (other := another(field, form[name].value())) is not None:
            yield {key: value for key, value in {**typed, name: other}.items() if value != ""}


def another(field, value):
    if isinstance(field, forms.BooleanField):
        return "" if value else "on"
    if isinstance(field, forms.DateField):
        return (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    if isinstance(field, forms.ModelChoiceField | forms.FileField):
        return None
    if isinstance(field, forms.ChoiceField):
        words = [str(key) for key, _label in field.choices if key not in ("", value)]
        return words[0] if words else None
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return str((value or 0) + 1)
    return f"{value or ''}1"


def untold(name, desk, row, places, lines, entries) -> str:
    if name.endswith("_add"):
        found = entries if desk.model in OF_NO_BUILDING else told_to_residents(lines, row)
        return "" if found.exists() else "a line about what was added"
    for place in places:
        if not told_to_residents(lines.filter(building=place), row).exists():
            return f"a line in building {place}"
    if not places and not entries.filter(object_id=row.pk).exists():
        return "an entry in the row's history"
    return ""


def told_to_residents(lines, row):
    theirs = Q(household__isnull=False)
    if isinstance(row, Pause):
        theirs |= Q(whom=row.user)
    return lines.filter(Q(audience__in=(Audience.RESIDENTS, Audience.PUBLIC)) | theirs)


class Walk:
    """Walks through all desk pages as one persona. ``changed`` are the URLs that wrote something,
    ``missing`` are missing records."""

    def __init__(self, cast, persona):
        self.cast, self.persona, self.client = cast, persona, cast.enter(persona)
        self.added, self.changed, self.missing = added(cast), set(), []
        request = self.client.get("/admin/").wsgi_request
        for desk in site._registry.values():
            for row in filter(None, rows_of(desk, cast, request)):
                self.send_forms(desk, row)
                self.press_buttons(desk, row, desk.get_actions(request))

    def send_forms(self, desk, row):
        for name, url in addresses_of(desk, row):
            sent = list(sendings(self.client, name, url, self.cast))
            known = self.persona == "keeper" and desk.model is not User
            for data in sent[:3] if known else sent:
                self.send(name, url, data, desk, row)
            if name in self.added:
                self.send(name, url, self.added[name], desk, row)

    def press_buttons(self, desk, row, actions):
        label = f"{desk.opts.app_label}_{desk.opts.model_name}"
        for action in actions:
            data = {"action": action, "_selected_action": [row.pk], "do": "yes"}
            url = reverse(f"admin:{label}_changelist")
            self.send(f"{label}: {action}", url, data, desk, row)

    def send(self, name, url, data, desk, row):
        line, entry = newest(Line), newest(LogEntry)
        places = concerned(desk, row, self.cast)
        with undone():
            with watched() as wrote:
                self.client.post(url, data).getvalue()  # closes a streamed file
            if not wrote:
                return
            self.changed.add(name)
            lines, entries = Line.objects.filter(pk__gt=line), LogEntry.objects.filter(pk__gt=entry)
            if lack := untold(name, desk, row, places, lines, entries):
                what = f"{self.persona}: {name} {row.pk} {data} wrote {wrote} without {lack}"
                self.missing.append(what)


def newest(model) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


BY_BOTH = {
    "lounge_pause: lift",
    "residents_building_add",
    "residents_building_change",
    "residents_building_close",
    "residents_building_merge",
    "residents_building_reopen",
    "residents_building_roster_preview",
    "residents_building_roster_undo",
    "residents_building_split",
    "residents_flat_add",
    "residents_flat_change",
    "residents_flat_close",
    "residents_flat_merge",
    "residents_flat_move",
    "residents_flat_reopen",
    "residents_flat_sale",
    "residents_flat_split",
    "residents_household_move",
    "residents_household_reopen",
    "residents_owner_merge",
    "residents_owner_sale",
    "residents_owner_split",
    "residents_household_add",
    "residents_household_change",
    "residents_membership: move_out",
    "residents_membership: stop_answering",
    "residents_neighbourhood_change",
    "residents_office: end_today",
    "residents_office_add",
    "residents_rostercolumn: forget",
    "residents_owner_add",
    "residents_owner_change",
    "residents_ownership_add",
    "residents_ownership_change",
    "residents_slip: revoke",
    "residents_user_forget",
}
CHANGED = {
    "staff": BY_BOTH | {"notices_circular_write", "notices_circular_withdraw"},
    "keeper": BY_BOTH
    | {
        "auth_user_password_change",
        "residents_neighbourhood_add",
        "residents_user_add",
        "residents_user_change",
    },
}
"""Pages that must have written something, so that refusals alone do not pass."""


@pytest.mark.parametrize("persona", ["staff", "keeper"])
def test_what_is_changed_at_the_desk_is_on_record(world, persona):
    import_roster(world.building, sheet(row_of("603", 人数="2")), answers={}, by=None)
    roster = read_roster(csv_of(HEADER, row_of("503")))
    create_draft(world.building, roster, name="名册.csv", by=world[persona])
    walked = Walk(world, persona)
    assert walked.missing == []
    assert walked.changed == CHANGED[persona]
