"""Two cells, each with its own database, files and roles: the first one full, the second with people of
its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import override_settings
from django.utils import timezone

from governance.journal.actions import enter
from governance.journal.models import Cover
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.options import BackupOptions
from louzu.backup.places import open_file
from louzu.lib.database import connected_with
from louzu.lib.grants import grant_rights
from louzu.server.roles import APP, NAME, OWNER, TAKE_OVER
from residents.cells.exporting import export_neighbourhood
from residents.cells.importing import import_neighbourhood
from residents.cells.keys import number_sequences
from residents.cells.people import Choices
from residents.models import Building, Neighbourhood, User
from tests.architecture.building_pair import fill_both
from tests.architecture.cast import make_cast
from tests.factories import NeighbourhoodFactory
from tests.factories.inbox import DeliveryFactory, GroupRobotFactory, MessageFactory
from tests.factories.slips import DeviceFactory
from tests.plugin import TEMPLATE

PHONE, OTHER_PHONE = "13900000001", "13900000002"
MOVED = "逸仙二村三居"


@dataclass
class Cell:
    number: int
    database: str
    folder: Path
    lines: list[str] = field(default_factory=list)

    @contextmanager
    def entered(self, *, user: str = APP, **settings) -> Iterator[None]:
        """Be the portal of this cell."""
        options = BackupOptions(str(self.folder), "", "", False, self.folder, True)
        own = {"CELL": self.number, "MEDIA_ROOT": self.folder / "media", "BACKUP": options}
        owner = {"DATABASE_OWNER": {"USER": OWNER}}
        with (
            override_settings(**(own | owner | settings)),
            connected_with({"NAME": self.database, "USER": user}),
        ):
            ContentType.objects.clear_cache()
            yield
        ContentType.objects.clear_cache()

    def exported(self, name: str, file: Path, **settings):
        with self.entered(**settings):
            return export_neighbourhood(name, file, say=self.lines.append)

    def imported(self, file: Path, choices=None, *, other_key=False, **settings):
        opener = partial(open_file, str(file))
        with self.entered(**settings):
            return import_neighbourhood(
                opener,
                DecryptionKeys(),
                choices or Choices(),
                other_key=other_key,
                say=self.lines.append,
            )


@dataclass
class Moved:
    old: Cell
    new: Cell
    file: Path
    people: dict[str, str]
    """User names by persona."""


@pytest.fixture(scope="package")
def moved(django_db_setup, django_db_blocker, tmp_path_factory):
    """A neighbourhood was exported from the old cell, and was not imported yet."""
    with django_db_blocker.unblock(), _databases() as names:
        old, new = (
            Cell(number, name, tmp_path_factory.mktemp(name))
            for number, name in zip((0, 9000), names, strict=True)
        )
        with old.entered(user=NAME):
            people = _fill()
            _take_over()
        with new.entered(user=NAME):
            number_sequences(new.number)
            _fill_beside()
            _take_over()
        file = tmp_path_factory.mktemp("moved") / "neighbourhood.louzu"
        old.exported(MOVED, file)
        yield Moved(old, new, file, people)


@contextmanager
def _databases():
    if TEMPLATE not in os.environ:
        pytest.skip("needs the server of the tests, whose tables are copied")
    names = [f"cell_{number}_{os.getpid()}" for number in (0, 9000)]
    with psycopg.connect(os.environ["LOUZU_DATABASE_URL"], autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {os.environ[TEMPLATE]}")
        try:
            yield names
        finally:
            for name in names:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill() -> dict[str, str]:
    """Fill two buildings of two neighbourhoods with one of everything."""
    cast = make_cast()
    Building.objects.filter(pk=cast.next_door.pk).update(
        neighbourhood=NeighbourhoodFactory(name="Their neighbourhood")
    )
    cast.next_door.refresh_from_db()
    pair = fill_both(
        cast.building, cast.next_door, leader=cast["leader"], neighbour=cast["neighbour"]
    )
    assert pair
    _fill_more(cast)
    return {name: user.username for name, user in cast.people.items() if user}


def _fill_more(cast) -> None:
    """Rows that belong by their person, by the label of a model, or because another row names them."""
    household, resident = cast.home, cast["resident"]
    User.objects.filter(pk=resident.pk).update(phone=PHONE, phone_verified_at=timezone.now())
    User.objects.filter(pk=cast["foreign_staff"].pk).update(phone=OTHER_PHONE, is_superuser=True)
    DeviceFactory(user=resident)
    DeviceFactory(user=cast["foreign_staff"])
    GroupRobotFactory(building=cast.building)
    message = MessageFactory(building=cast.building)
    digest = MessageFactory(building=None, kind="digest", url="/me/")
    DeliveryFactory(message=message, user=resident, digest=digest)
    line = enter(household, "residents.slips_printed", by=cast["foreign_staff"], url="/")
    Cover.objects.create(subject_type="residents.household", subject_id=household.pk)
    Cover.objects.create(subject_type="residents.household", subject_id=line.pk + 10**6)
    for row in (household, cast.next_door):
        LogEntry.objects.create(
            user=resident,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr="THEIRS" if row is cast.next_door else "ours",
            action_flag=CHANGE,
        )


def _fill_beside() -> None:
    """Let the new cell have people and buildings of its own, with the longest keys that there can be."""
    cast = make_cast()
    for number, building in enumerate((cast.building, cast.next_door), 900):
        Building.objects.filter(pk=building.pk).update(slug=str(number))
    Neighbourhood.objects.update(name=Concat("name", Value(" 2")))
    User.objects.update(username=Concat(Value("here-"), "username"))


def _take_over() -> None:
    """Let the tables belong to their owner, and the portal work with its rights only."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OVER.format(name=connection.settings_dict["NAME"], owner=OWNER))
    with connected_with({"USER": OWNER}):
        grant_rights(APP)
