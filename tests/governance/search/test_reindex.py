from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from governance.search.models import Passage
from tests.factories import NoticeFactory


@pytest.fixture
def two(building, next_door):
    return [NoticeFactory(building=place) for place in (building, next_door)]


def told(*arguments):
    out = io.StringIO()
    call_command("reindex", *arguments, stdout=out)
    return out.getvalue()


def test_every_building_is_made_anew(two):
    assert told() == "114: 1 passages\n115: 1 passages\n"
    assert Passage.objects.count() == 2


def test_one_building_alone(two):
    assert told("--building", "115") == "115: 1 passages\n"
    assert Passage.objects.get().building.slug == "115"


def test_an_unknown_building_is_named(two):
    with pytest.raises(CommandError, match="no building 999"):
        told("--building", "999")
