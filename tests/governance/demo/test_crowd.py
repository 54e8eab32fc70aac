from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from governance.canvass.models import Canvass, Voice
from governance.canvass.queries.counting import recount
from governance.journal.actions import enter
from governance.journal.models import Line
from governance.journal.queries import broken_lines_in
from governance.lounge.models import Thread
from governance.notices.models import Notice
from residents.models import Building, Household

pytestmark = pytest.mark.django_db


def test_nothing_is_made_up_outside_the_demo(settings):
    before = Building.objects.count()  # the module's demo may be there already
    settings.DEMO = False
    with pytest.raises(CommandError, match="LOUZU_DEMO=1"):
        call_command("demo", "--buildings=3")
    assert Building.objects.count() == before


@pytest.fixture(scope="module")
def crowd(demo):
    """Three buildings with a year of data, besides 114 and 115."""
    call_command("demo", "--buildings=3", "--years=1", stdout=io.StringIO())
    return Building.objects.filter(slug__startswith="g")


def test_a_neighbourhood_is_made_up_around_the_house(crowd):
    assert Building.objects.count() == 5
    assert {b.neighbourhood_id for b in Building.objects.all()} == {crowd[0].neighbourhood_id}
    assert Household.objects.filter(building__in=crowd).count() == 60
    for model in (Notice, Thread, Canvass):
        assert model.objects.filter(building__in=crowd).count() >= 3, model
    assert Voice.objects.filter(canvass__building__in=crowd).exists()


def test_its_journals_hold_reach_back_and_go_on(crowd):
    for building in crowd:
        lines = building.journal
        assert list(broken_lines_in(building)) == []
        assert lines.count() == building.journal_version > 5
        assert lines.filter(at__lt=timezone.now() - dt.timedelta(days=200)).exists()
        enter(building.notice_set.first(), "notices.corrected", by=None)
        assert list(broken_lines_in(Building.objects.get(pk=building.pk))) == []
    with pytest.raises(DatabaseError, match="only ever appended"), transaction.atomic():
        Line.objects.filter(building__in=crowd).delete()


def test_its_results_are_found_again_by_counting(crowd):
    counted = Canvass.objects.filter(building__in=crowd, state="published")
    assert counted
    assert all(recount(canvass).agrees for canvass in counted)


def test_more_can_come_later(crowd):
    call_command("demo", "--buildings=2", "--years=1", stdout=(found := io.StringIO()))
    assert found.getvalue().startswith("2 buildings more")
    assert Building.objects.count() == 7
