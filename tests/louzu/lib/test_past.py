"""Whoever types when something happened cannot type a time that has not come."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.canvass.forms.answers import PaperAnswerForm
from governance.canvass.forms.sheets import PapersForm, SheetLineForm
from governance.canvass.forms.talks import TalkForm
from governance.doors.forms import DoorAnswersForm, SheetTimeForm
from governance.ledger.forms import EntryForm, LedgerAccountForm
from governance.matters.forms.documents import VersionForm
from governance.matters.forms.matters import MatterForm, StageForm
from governance.matters.forms.milestones import ReachedForm
from governance.matters.forms.promises import PromiseKeptForm
from governance.notices.forms.notices import PaperPhotoForm
from governance.stories.forms.stories import HeardForm
from louzu.lib.past import refuse_future
from tests.architecture.form_classes import form_classes

HAPPENED = {
    (PaperAnswerForm, "said_at"),
    (PapersForm, "signed_on"),
    (TalkForm, "on"),
    (DoorAnswersForm, "said_at"),
    (SheetTimeForm, "said_at"),
    (PaperPhotoForm, "seen_on"),
    (EntryForm, "on"),
    (LedgerAccountForm, "opened_on"),
    (VersionForm, "dated_on"),
    (MatterForm, "begun_on"),
    (StageForm, "on"),
    (ReachedForm, "done_on"),
    (PromiseKeptForm, "on"),
    (HeardForm, "said_on"),
}
PLANNED = {
    "closes_at",
    "due_on",
    "expires_at",
    "happens_from",
    "happens_until",
    "law_date",
    "opens_at",
    "planned_on",
    "proposals_until",
    "review_on",
    "shows_from",
    "starts_at",
    "starts_on",
    "until",
}
TYPED_BY_AND_BY = {(SheetLineForm, "signed_on")}
"""A row is kept while it is typed, and its day is checked when it is entered."""
SENT_BY_PHONES = {"visited_at"}
"""Their clock may be wrong, and the entry is taken with the time at which it arrives."""


@pytest.mark.parametrize("ahead", [dt.timedelta(minutes=1), dt.timedelta(days=400)])
def test_a_moment_to_come_is_refused(ahead):
    refuse_future(timezone.now())
    with pytest.raises(ValidationError, match="还没到"):
        refuse_future(timezone.now() + ahead)


def test_today_is_taken_and_tomorrow_is_not():
    today = timezone.localdate()
    refuse_future(today)
    with pytest.raises(ValidationError, match="还没到"):
        refuse_future(today + dt.timedelta(days=1))


def test_every_field_for_a_time_is_either_planned_or_in_the_past():
    found = {
        (cls, name): field
        for cls in form_classes()
        for name, field in cls.base_fields.items()
        if isinstance(field, (forms.DateField, forms.DateTimeField))
        and name not in PLANNED | SENT_BY_PHONES
        and cls.__module__.startswith("governance.")
    }
    assert set(found) == HAPPENED | TYPED_BY_AND_BY
    assert all(refuse_future in found[key].validators for key in HAPPENED)


def test_a_date_that_is_given_back_is_one_that_browsers_show():
    """A date input shows nothing if its value is written in another way."""
    days = [
        field
        for cls in form_classes()
        for field in cls.base_fields.values()
        if field.widget.attrs.get("type") == "date"
        or getattr(field.widget, "input_type", "") == "date"
    ]
    assert days
    assert {field.widget.format_value(dt.date(2026, 12, 1)) for field in days} == {"2026-12-01"}
