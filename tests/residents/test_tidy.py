from __future__ import annotations

import datetime as dt
import io

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from residents.access.actions.signins import SESSION_KEPT
from residents.models import RosterDraft, Submission
from residents.privacy.queries.personal_data import data_categories
from residents.roster.actions.roster import create_draft
from tests.architecture.site import ROOT
from tests.factories.roster import ROW, sheet

pytestmark = pytest.mark.django_db


def test_old_forms_and_ended_sessions_are_forgotten(db):
    old, young = (Submission.objects.create(key=key) for key in ("old", "young"))
    Submission.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=36))
    ended, open_one = SessionStore(), SessionStore()
    ended.set_expiry(-1)
    for session in (ended, open_one):
        session.create()
    call_command("tidy", stdout=(found := io.StringIO()))
    assert "1 sent forms forgotten" in found.getvalue().splitlines()
    assert list(Submission.objects.all()) == [young]
    assert [s.pk for s in Session.objects.all()] == [open_one.session_key]


def test_sign_ins_stay_on_record_for_ninety_days_and_no_longer_than_the_session(resident, capsys):
    """As docs/privacy.md says."""
    days_and_open = ((1, True), (91, True), (1, False))
    for days, is_open in days_and_open:
        session = SessionStore()
        session.set_expiry(None if is_open else -1)
        session.create()
        begun = timezone.now() - dt.timedelta(days=days)
        UserSession.objects.create(
            user=resident, session_key=session.session_key, ip="10.0.0.1", created_at=begun
        )
    young = UserSession.objects.earliest("pk")
    call_command("tidy")
    assert list(UserSession.objects.all()) == [young]
    assert [s.pk for s in Session.objects.all()] == [young.session_key]
    assert f"最多{SESSION_KEPT.days}天" in (ROOT / "docs/privacy.md").read_text()
    assert f"最多{SESSION_KEPT.days}天" in str(data_categories()["residents.sessions"].until)


def test_what_is_no_longer_needed_is_forgotten(building, staff, capsys):
    create_draft(building, sheet(ROW), name="名册.csv", by=staff)
    call_command("tidy")
    assert RosterDraft.objects.count() == 1
    RosterDraft.objects.update(at=timezone.now() - dt.timedelta(days=2))
    call_command("tidy")
    assert RosterDraft.objects.count() == 0
    assert "1 unconfirmed rosters forgotten" in capsys.readouterr().out
