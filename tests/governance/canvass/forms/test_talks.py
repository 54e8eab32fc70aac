"""Doors, households told together, and talks. No database: the rows are not saved."""

from __future__ import annotations

import datetime as dt

import pytest

from governance.canvass.forms.talks import TalkForm, ToldTogetherForm, VisitForm
from governance.canvass.models import Voice
from governance.canvass.queries.voices import VoiceStatus
from residents.models import Office, User

HELPER = Office(kind="core", user=User(pk=5, shown_name="陈美华"))
FLOORS = {1: 2, 2: 3, 3: 3, 4: 12}
"""Numbers of voices and their floors. The last pair shows that 1 and 12 are not mixed up."""


def voices():
    return [
        VoiceStatus(
            voice=Voice(number=number, label=f"{floor}01室"),
            places=[{"floor": floor}],
            told=False,
            last_visit="",
            voted=False,
        )
        for number, floor in FLOORS.items()
    ]


def test_households_told_together_are_named_by_their_numbers():
    form = ToldTogetherForm(voices(), {"channel": "slip", "doors": ["3", "1"]})
    assert form.is_valid()
    assert [voice.number for voice in form.voices] == [3, 1]


@pytest.mark.parametrize(
    ("channel", "doors", "wrong"),
    [("meeting", [], "doors"), ("meeting", ["9"], "doors"), ("door", ["1"], "channel")],
)
def test_nobody_an_unknown_door_or_a_single_visit_is_not_told_together(channel, doors, wrong):
    form = ToldTogetherForm(voices(), {"channel": channel, "doors": doors})
    assert list(form.errors) == [wrong]


def test_a_talk_is_of_today_if_nothing_else_is_said(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC), tick=False)
    assert "2026-11-28" in str(TalkForm()["on"])


def test_an_offer_may_be_missing_from_a_talk_but_not_who_spoke():
    talk = {"on": "2026-11-28", "who": "骨干和602室", "said": "谈过"}
    form = TalkForm(talk)
    assert form.is_valid()
    assert form.cleaned_data["offered"] == ""
    assert list(TalkForm({**talk, "who": " "}).errors) == ["who"]


def test_a_knock_has_a_known_outcome():
    assert VisitForm({"outcome": "not_in"}).is_valid()
    assert list(VisitForm({"outcome": "asleep"}).errors) == ["outcome"]
