"""A database is either a demo or real."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from governance.demo.installation import marked, require_same_use
from governance.demo.models import Installation
from residents.models import Building, User
from tests.factories import BuildingFactory, UserFactory

pytestmark = pytest.mark.django_db
REAL, DEMO = "holds a real portal, not the demo", "holds the demo, whose passwords everybody knows"


@pytest.mark.parametrize(("demo", "other"), [(True, DEMO), (False, REAL)])
def test_an_empty_database_is_for_what_it_is_first_used_for(demo, other):
    assert marked() is None
    require_same_use(demo=demo)
    require_same_use(demo=demo)
    with pytest.raises(ImproperlyConfigured, match=other):
        require_same_use(demo=not demo)
    assert marked().demo is demo


def demo_person(**more):
    user = UserFactory(username="staff", **more)
    user.set_password("louzu-demo")
    user.save()


def a_real_building():
    BuildingFactory()


def only_a_keeper():
    UserFactory()


def a_real_person_of_a_demo_name():
    UserFactory(username="staff")


@pytest.mark.parametrize(
    ("before", "demo", "other"),
    [
        (demo_person, True, DEMO),
        (a_real_building, False, REAL),
        (only_a_keeper, False, REAL),
        (a_real_person_of_a_demo_name, False, REAL),
    ],
)
def test_a_database_from_before_the_mark_is_known_by_its_people(before, demo, other):
    before()
    with pytest.raises(ImproperlyConfigured, match=other):
        require_same_use(demo=not demo)
    assert Installation.objects.get().demo is demo
    require_same_use(demo=demo)


def test_a_database_from_before_the_table_has_no_mark():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE demo_installation RENAME TO elsewhere")
    assert marked() is None


def test_there_is_one_mark():
    Installation.objects.create(demo=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(id=2, demo=False)


def test_the_demo_is_not_written_into_a_real_database(settings):
    settings.DEMO = True
    require_same_use(demo=False)
    with pytest.raises(CommandError, match=REAL):
        call_command("demo", stdout=io.StringIO())
    assert (Building.objects.count(), User.objects.count()) == (0, 0)


def test_the_command_marks_a_new_database_and_refuses_the_other_use(settings):
    settings.DEMO = False
    call_command("check_installation", if_marked=True)
    assert marked() is None
    call_command("check_installation")
    settings.DEMO = True
    for if_marked in (True, False):
        with pytest.raises(CommandError, match=REAL):
            call_command("check_installation", if_marked=if_marked)
