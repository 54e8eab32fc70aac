from __future__ import annotations

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from governance.charters.models import SignOff
from governance.journal.models import Link
from governance.journal.queries import broken_lines_in
from residents.models import Building, User
from residents.people.queries.buildings import count_people
from residents.rooms.manifest import thing_types

pytestmark = pytest.mark.django_db


def test_there_is_no_demo_where_it_was_not_asked_for(settings):
    before = Building.objects.count()  # the module's demo may be there already
    settings.DEMO = False
    with pytest.raises(CommandError, match="LOUZU_DEMO=1"):
        call_command("demo")
    assert Building.objects.count() == before


def test_the_command_lists_its_people(settings):
    before = Building.objects.count()  # the module's demo may be there already
    settings.DEMO = True
    out = io.StringIO()
    call_command("demo", list_sign_ins=True, stdout=out)
    assert out.getvalue().splitlines()[1] == "  leader     李建国 楼组长"
    assert Building.objects.count() == before


LED_TO = {
    "meetings.proposal.item",
    "meetings.resolution.canvass",
    "meetings.meeting.invitation",
    "notices.notice.canvass",
    "charters.suggestion.taken_into",
}
"""Foreign keys to what came of the row."""
CAME_FROM = {
    "canvass.canvass.thread",
    "meetings.agendaitem.thread",
    "meetings.agendaitem.carried_from",
    "meetings.resolution.item",
    "meetings.task.resolution",
    "notices.notice.circular",
}
"""Foreign keys to what the row came from."""
WITHOUT = {
    "meetings.agendaitem.meeting": "is a part of it",
    "meetings.proposal.meeting": "is a part of it",
    "charters.edition.charter": "is a part of it",
    "charters.draft.edition": "is a part of it",
    "charters.suggestion.edition": "is a part of it",
    "charters.suggestion.draft": "is what was read when it was suggested",
    "matters.matter.account": "holds its money",
    "matters.sharetable.matter": "is a part of it",
    "matters.sharetable.canvass": "is what came of its matter, and has its link from there",
    "stories.story.matter": "is what it tells of",
    "ledger.entry.account": "is a part of it",
    "ledger.entry.reverses": "is the mistake that it takes back",
    "doors.knock.takes_back": "is the tap that the same helper takes back",
}
"""Foreign keys without a link, and why."""
BACKFILLS = (
    "governance.canvass.migrations.0015_links",
    "governance.charters.migrations.0003_links",
    "governance.charters.migrations.0004_suggestion_links",
    "governance.meetings.migrations.0006_links",
    "governance.notices.migrations.0005_links",
    "governance.notices.migrations.0008_circular_links",
)


def keys_between_things():
    """Things are what a room declares, and whatever has a page."""
    of_rooms = [one for one in apps.get_models() if one.__module__.startswith("governance.")]
    declared = {apps.get_model(label) for label in thing_types()}
    models = declared | {model for model in of_rooms if hasattr(model, "get_absolute_url")}
    return {
        f"{model._meta.label_lower}.{field.name}": field
        for model in models
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model in models
    }


def mirrored():
    """Return cause and effect of each foreign key between things, with sign-offs."""
    pairs = {
        (("charters.edition", edition), ("canvass.canvass", canvass))
        for edition, canvass in SignOff.objects.values_list("edition", "canvass")
    }
    for name, field in keys_between_things().items():
        rows = field.model.objects.exclude(**{field.name: None})
        if name == "canvass.canvass.thread":
            rows = rows.exclude(announced_at=None)  # a draft may still name another thread
        for pk, other in rows.values_list("pk", field.attname):
            ends = (
                (field.model._meta.label_lower, pk),
                (field.related_model._meta.label_lower, other),
            )
            if name in LED_TO | CAME_FROM:
                pairs.add(ends if name in LED_TO else ends[::-1])
    return pairs


def recorded():
    names = ("cause_type", "cause_id", "effect_type", "effect_id")
    return {((a, b), (c, d)) for a, b, c, d in Link.objects.values_list(*names)}


def test_every_foreign_key_between_things_is_a_link_or_says_why_not():
    assert set(keys_between_things()) == LED_TO | CAME_FROM | WITHOUT.keys()


def test_the_demo_is_the_building_of_the_article(demo):
    building = Building.objects.get(slug="114")
    counts = count_people(building)
    assert (counts["households"], counts["people"]) == (21, 60)
    assert (counts["aged_60_up"], counts["aged_0_6"]) == (24, 5)
    assert (building.floors, building.lounge_floor, str(building)) == (6, 3, "114号 连心楼")
    assert list(broken_lines_in(building)) == []


def test_every_foreign_key_between_things_has_its_link(demo):
    kinds = {(cause[0], effect[0]) for cause, effect in mirrored()}
    assert len(kinds) > 6  # the demo has an example of most
    assert mirrored() - recorded() == set()


def test_the_migrations_record_the_same_links_as_the_actions(demo):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE journal_link")
        for name in BACKFILLS:
            cursor.execute(import_module(name).BACKFILL)
        assert recorded() == mirrored()
        transaction.set_rollback(True)


def test_the_demo_is_filled_once(demo):
    call_command("demo", stdout=io.StringIO())
    assert (Building.objects.count(), User.objects.count()) == (2, 9)


def test_the_sign_in_page_offers_the_people_of_a_demo_alone(client, settings):
    for demo in (True, False):
        settings.DEMO = demo
        page = client.get(reverse("account_login")).content.decode()
        assert ("王阿姨（居民）" in page) is demo
