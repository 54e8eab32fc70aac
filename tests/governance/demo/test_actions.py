from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from governance.journal.queries import broken_lines_in
from residents.models import Building, User
from residents.people.queries.buildings import count_people
from tests.governance.demo.conftest import built_demo

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


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    with built_demo(django_db_blocker, tmp_path_factory.mktemp("media")):
        yield


def test_the_demo_is_the_building_of_the_article(demo):
    building = Building.objects.get(slug="114")
    counts = count_people(building)
    assert (counts["households"], counts["people"]) == (21, 60)
    assert (counts["aged_60_up"], counts["aged_0_6"]) == (24, 5)
    assert (building.floors, building.lounge_floor, str(building)) == (6, 3, "114号 连心楼")
    assert list(broken_lines_in(building)) == []


def test_the_demo_is_filled_once(demo):
    call_command("demo", stdout=io.StringIO())
    assert (Building.objects.count(), User.objects.count()) == (2, 8)


def test_the_sign_in_page_offers_the_people_of_a_demo_alone(client, settings):
    for demo in (True, False):
        settings.DEMO = demo
        page = client.get(reverse("account_login")).content.decode()
        assert ("王阿姨（居民）" in page) is demo
