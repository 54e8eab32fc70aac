from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from residents.actions import keep_roster
from residents.models import RosterDraft
from tests.factories.roster import ROW, sheet


@pytest.mark.django_db
def test_what_is_no_longer_needed_is_forgotten(building, staff, capsys):
    keep_roster(building, sheet(ROW), name="名册.csv", by=staff)
    call_command("tidy")
    assert RosterDraft.objects.count() == 1
    RosterDraft.objects.update(at=timezone.now() - dt.timedelta(days=2))
    call_command("tidy")
    assert RosterDraft.objects.count() == 0
    assert "1 unconfirmed rosters forgotten" in capsys.readouterr().out
