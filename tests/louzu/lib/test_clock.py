"""All stored times are the database's, whatever the machine's clock says."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models
from django.utils import timezone

from louzu.lib import clock
from louzu.lib.database import database_now
from louzu.lib.postgresql.base import _read_clock
from residents.models import Submission
from tests.architecture.site import ROOT
from tests.factories import NoticeFactory

DAY = 24 * 60 * 60
OWN_CLOCK = re.compile(r"\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(")


@pytest.fixture(autouse=True)
def _as_in_production(monkeypatch):
    monkeypatch.setattr(clock, "MAX_DISTANCE", 1.0)


@pytest.fixture
def corrected():
    """The machine's clock is two days behind."""
    at = time.time()
    clock.set_database_time(at + 2 * DAY, asked=at, answered=at)
    yield
    clock.set_database_time(at, asked=at, answered=at)


def test_small_distances_and_slow_answers_correct_nothing():
    at = time.time()
    clock.set_database_time(at + 0.9, asked=at, answered=at)
    assert clock.correction() == dt.timedelta(0)
    clock.set_database_time(at + DAY, asked=at - 2, answered=at)
    assert clock.correction() == dt.timedelta(0)


@pytest.mark.django_db
def test_the_distance_is_measured_when_a_connection_is_opened(corrected):
    assert clock.correction() == dt.timedelta(days=2)
    _read_clock(connection.connection)
    assert clock.correction() == dt.timedelta(0)


@pytest.mark.django_db
@pytest.mark.usefixtures("corrected")
def test_defaults_automatic_times_sessions_and_actions_follow_the_database():
    right = database_now() + dt.timedelta(days=2)
    stored = [Submission.objects.create(key="k", led_to="").at, NoticeFactory().shows_from]
    stored += [SessionStore().get_expiry_date() - dt.timedelta(seconds=7_776_000)]
    assert {round((right - at).total_seconds() / 3600) for at in stored} <= {0, 1}
    assert timezone.localdate() == timezone.localdate(right)


def test_no_model_has_a_default_from_another_clock():
    times = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.DateTimeField)
        and model.__module__.startswith(("residents", "governance"))
    ]
    given = [field.default for field in times if callable(field.default) and field.has_default()]
    assert len(given) > 20
    assert set(given) == {clock.now}


def test_no_code_asks_the_machine_for_the_date():
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("residents", "governance", "louzu")
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if OWN_CLOCK.search(line)
    ]
    assert wrong == []
