"""A neighbourhood moves from one cell to another: real databases, real roles, the real file."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from governance.inbox.models import Delivery
from governance.journal.models import Line
from governance.journal.queries import journal_faults
from governance.notices.models import Attachment
from louzu.backup.dump import count_rows
from louzu.backup.errors import BackupError
from louzu.backup.media import media_names
from louzu.lib.database import as_owner
from residents.cells.people import Choices
from residents.cells.rows import MovingRows
from residents.models import Building, Neighbourhood, User
from tests.factories import BuildingFactory, NeighbourhoodFactory, UserFactory
from tests.residents.cells.conftest import MOVED, PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


COUNTED = (Neighbourhood, Building, User, Line, LogEntry)


def state_of(cell):
    with cell.entered():
        return [model.objects.count() for model in COUNTED], sorted(media_names())


def require_refused(moved, reason, *, file=None, **more):
    before = state_of(moved.new)
    with pytest.raises(BackupError, match=reason):
        moved.new.imported(file or moved.file, **more)
    assert state_of(moved.new) == before


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"CELL": 0}, "LOUZU_CELL is 0 here and where the file was made"),
        ({"DEMO": True}, "a neighbourhood of a real portal, and here is the demo"),
        ({"SECRET_KEY": "another"}, "another secret key.*or say --other-key"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(moved, changed, reason):
    require_refused(moved, reason, **changed)


def test_another_release_is_refused(moved):
    name = "0099_later"
    with moved.new.entered(), as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('canvass', %s, now())",
            [name],
        )
    require_refused(moved, "upgrade both cells to the same one")
    with moved.new.entered(), as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = %s", [name])


@pytest.mark.parametrize("at", [0.3, 0.9])
def test_a_damaged_file_is_refused(moved, tmp_path, at):
    content = bytearray(moved.file.read_bytes())
    cut, changed = tmp_path / "cut", tmp_path / "changed"
    place = int(len(content) * at)
    cut.write_bytes(content[:place])
    content[place] ^= 1
    changed.write_bytes(content)
    for file in (cut, changed):
        require_refused(moved, "cut|changed|manifest", file=file)


def test_names_and_numbers_of_others_are_asked_about(moved):
    """The import that follows uses the answers."""
    with moved.new.entered():
        in_the_way = UserFactory(username=moved.people["leader"].upper(), phone=PHONE)
        sleeping = BuildingFactory(slug="114")
        namesake = NeighbourhoodFactory(name=MOVED)
    require_refused(moved, f"{MOVED} is here already")
    with moved.new.entered():
        Neighbourhood.objects.filter(pk=namesake.pk).update(name="Another")
    require_refused(moved, "has the address 114: rename it")
    with moved.new.entered():
        Building.objects.filter(pk=sleeping.pk).update(slug="902")
    leader = moved.people["leader"]
    require_refused(moved, f"called like this here: {leader}. Ask the person")
    renamed = {leader: "another-leader"}
    require_refused(
        moved,
        f"signs in to another account here: {moved.people['resident']}. Ask",
        choices=Choices(renamed),
    )
    require_refused(moved, "Nobody in the file is called “x”", choices=Choices({"x": "y"}))
    with moved.new.entered():
        assert User.objects.get(pk=in_the_way.pk).phone == PHONE


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("a b/c", "“a b/c” cannot be a user name: [A-Z]"),
        ("x" * 151, "at most 150 characters"),
        ("", "cannot be blank"),
        ("moved-7", "“moved-7” cannot be a user name: accounts .* have such names"),
    ],
)
def test_a_new_name_that_nobody_could_choose_is_refused(new, reason):
    with pytest.raises(BackupError, match=reason):
        Choices({"old": new})


def test_a_new_name_that_two_would_have_is_refused(moved):
    leader, resident = moved.people["leader"], moved.people["resident"]
    for renamed in ({leader: "Both", resident: "bOTH"}, {leader: resident.upper()}):
        require_refused(
            moved, "Two people of the file would be called alike", choices=Choices(renamed)
        )


def test_all_new_names_are_given_at_once(moved):
    """Two people swap theirs, and what is asked about are the new ones."""
    leader, resident, other = (moved.people[name] for name in ("leader", "resident", "staff"))
    with moved.new.entered():
        in_the_way = UserFactory(username="Leader2")
    choices = Choices({leader: resident, resident: leader, other: "ｌｅａｄｅｒ２"})
    require_refused(moved, "called like this here: .*leader2", choices=choices)
    choices = Choices({"x": "y", leader: resident, "y": "x"})
    require_refused(moved, "Nobody in the file is called “x”, “y”", choices=choices)
    with moved.new.entered():
        User.objects.filter(pk=in_the_way.pk).delete()


def test_rows_that_would_name_nothing_are_refused(moved):
    """A key that is taken, as with two cells that gave out the same ones."""
    with moved.old.entered():
        taken = Building.objects.get(slug="114").pk
    with moved.new.entered():
        BuildingFactory(pk=taken, slug="903")
    choices = Choices({moved.people["leader"]: "another-leader"}, {moved.people["resident"]})
    require_refused(moved, "1 rows of residents_building are here already", choices=choices)
    with moved.new.entered():
        Building.objects.filter(pk=taken).delete()


def test_a_key_that_is_another_account_here_is_refused(moved):
    """As with two cells that gave out the same keys: journals would name somebody else."""
    with moved.old.entered():
        leader = User.objects.get(username=moved.people["leader"])
    with moved.new.entered():
        UserFactory(pk=leader.pk, username="somebody-else")
    require_refused(moved, f"belong to other accounts here: {leader.username}")
    with moved.new.entered():
        User.objects.filter(pk=leader.pk).delete()


def rows_in(cell, models):
    """Map each model to its rows with these keys."""
    found = {}
    with cell.entered():
        for model, keys in models.items():
            columns = [f.attname for f in model._meta.concrete_fields if not f.generated]
            rows = model._base_manager.filter(pk__in=keys).order_by("pk").values(*columns)
            found[model] = [{k: v for k, v in row.items() if k not in ENDS} for row in rows]
    return found


def test_a_neighbourhood_moves(moved):
    choices = Choices({moved.people["leader"]: "another-leader"}, {moved.people["resident"]})
    with moved.new.entered():
        before = count_rows()
    manifest = moved.new.imported(moved.file, choices)
    require_every_row(moved, manifest, before)
    require_life(moved)
    require_refused(moved, f"{MOVED} is here already")
    with moved.new.entered():
        Neighbourhood.objects.filter(name=MOVED).update(name="Renamed")
        Building.objects.filter(slug="114").update(slug="904")
    require_refused(
        moved, "rows of .* are here already: the neighbourhood was imported before", choices=choices
    )


ENDS = {"until", "own_until"}
"""Of what was closed in the old cell after the export."""


def require_every_row(moved, manifest, before):
    with moved.old.entered():
        moving = MovingRows(Neighbourhood.objects.get(name=MOVED))
        keys = {m: list(moving.of(m).values_list("pk", flat=True)) for m in moving.models}
    compared = {}
    for model, theirs in keys.items():
        assert len(theirs) == manifest.tables[model._meta.db_table].rows, model
        if model is not User and not moving.belongings[model].is_renumbered:
            compared[model] = theirs
    old, new = rows_in(moved.old, compared), rows_in(moved.new, compared)
    assert sum(map(len, new.values())) > 150
    for model, rows in old.items():
        assert rows == new[model], model
    with moved.new.entered():
        added = {name: count - before[name] for name, count in count_rows().items()}
    expected = {name: table.rows for name, table in manifest.tables.items()}
    assert {name: n for name, n in added.items() if n} == {n: c for n, c in expected.items() if c}


def require_life(moved):
    """People sign in with their password, see pages and photos, and go on writing."""
    with moved.new.entered():
        assert journal_faults() == []
        call_command("reindex", building="114", stdout=None)
        assert not Building.objects.get(slug="114").closed
        strangers = User.objects.filter(username__startswith="moved-")
        assert strangers
        for stranger in strangers:
            assert (stranger.phone, stranger.is_superuser) == (None, False)
            assert not stranger.check_password("secret-enough")
        resident = User.objects.get(username=moved.people["resident"])
        assert (resident.phone, resident.phone_verified_at) == (PHONE, None)
        entry = LogEntry.objects.get()
        assert entry.content_type.model == "household"
        assert entry.get_edited_object().building.slug == "114"
        assert Delivery.objects.get().digest.kind == "digest"
        client = Client()
        assert client.login(username="another-leader", password="secret-enough")
        assert "OURS" in client.get(reverse("notices:board", args=["114"])).text
        photo = Attachment.objects.filter(notice__building__slug="114").first()
        url = reverse("notices:attachment", args=["114", photo.notice_id, photo.pk, "small"])
        assert b"".join(client.get(url).streaming_content) == b"small"
        before = Line.objects.filter(building__slug="114").count()
        require_triggers(before)


def require_triggers(before):
    with as_owner(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match=re.compile("never|append|journal", re.IGNORECASE)):
            cursor.execute("UPDATE journal_line SET verb = 'x'")
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'")
        assert cursor.fetchone() == (0,)
    assert Line.objects.filter(building__slug="114").count() == before
