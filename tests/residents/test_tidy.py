from __future__ import annotations

import datetime as dt
import io

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from residents.actions import keep_roster
from residents.models import RosterDraft, Submission
from tests.factories.roster import ROW, sheet

pytestmark = pytest.mark.django_db


def test_old_forms_and_ended_sessions_are_forgotten(db):
    old, young = (Submission.objects.create(key=key) for key in ("old", "young"))
    Submission.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=8))
    ended, open_one = SessionStore(), SessionStore()
    ended.set_expiry(-1)
    for session in (ended, open_one):
        session.create()
    call_command("tidy", stdout=(said := io.StringIO()))
    assert "1 sent forms forgotten" in said.getvalue().splitlines()
    assert list(Submission.objects.all()) == [young]
    assert [s.pk for s in Session.objects.all()] == [open_one.session_key]


def test_what_is_no_longer_needed_is_forgotten(building, staff, capsys):
    keep_roster(building, sheet(ROW), name="名册.csv", by=staff)
    call_command("tidy")
    assert RosterDraft.objects.count() == 1
    RosterDraft.objects.update(at=timezone.now() - dt.timedelta(days=2))
    call_command("tidy")
    assert RosterDraft.objects.count() == 0
    assert "1 unconfirmed rosters forgotten" in capsys.readouterr().out
