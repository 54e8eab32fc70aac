"""What helpers and what neighbours see of a voice. No database: the rows are not saved."""

from __future__ import annotations

import pytest

from governance.canvass.models import Answer, PaperLine, Voice
from governance.canvass.queries.looks import look_of, note_of
from governance.canvass.queries.voices import VoiceStatus
from residents.models import Standing

HERE = {"floor": 3, "room": "301", "flat": 1, "answering": 11}
BELOW = {"floor": 2, "room": "201", "flat": 2, "answering": None}


def status(choice="", *, places=(HERE,), told=False, last_visit="", **more):
    """Return the status of a voice, with an answer of ``choice`` if there is one."""
    answer = Answer(choice=choice) if choice else None
    return VoiceStatus(
        voice=Voice(label="301室、201室"),
        places=list(places),
        told=told,
        last_visit=last_visit,
        answer=answer,
        **{"voted": False, **more},
    )


def waits(choice):
    return {"waiting": Answer(choice=choice)}


SEEN = [
    (status(), "waiting", "waiting"),
    (status(told=True), "told", "told"),
    (status("agree"), "agree", "answered"),
    (status("object"), "object", "answered"),
    (status("abstain", told=True), "abstain", "answered"),
    (status("taken_back"), "waiting", "waiting"),
    (status("taken_back", told=True), "told", "told"),
    (status("agree", clash=True, **waits("object")), "clash", "unconfirmed"),
    (status(**waits("object")), "unconfirmed", "unconfirmed"),
    (status("agree", **waits("agree")), "agree", "answered"),
    (status("object", stale=True), "stale", "stale"),
    (status("taken_back", stale=True), "waiting", "waiting"),
    (status("object", stale=True, **waits("agree")), "unconfirmed", "unconfirmed"),
    (status(voted=True), "answered", "answered"),
    (status("object", only_heard=True, told=True), "object", "told"),
    (status("object", only_heard=True), "object", "waiting"),
    (status(only_heard=True, **waits("object")), "unconfirmed", "waiting"),
]


@pytest.mark.parametrize(("voice", "helpers", "neighbours"), SEEN)
def test_neighbours_see_who_took_part_and_never_what_was_chosen(voice, helpers, neighbours):
    assert (look_of(voice, each=True), look_of(voice, each=False)) == (helpers, neighbours)


def test_a_note_names_all_flats_of_a_voice_that_has_several():
    assert note_of(status(), each=False) == ""
    assert note_of(status(places=(HERE, BELOW)), each=False) == "301室、201室"


def test_only_helpers_read_how_the_last_visit_went_and_only_until_there_is_an_answer():
    visited = {"last_visit": "not_in", "places": (HERE, BELOW)}
    assert note_of(status(**visited), each=True) == "301室、201室 · 不在家"
    assert note_of(status(**visited), each=False) == "301室、201室"
    assert note_of(status("agree", **visited), each=True) == "301室、201室"
    assert note_of(status("agree", stale=True, **visited), each=True).endswith("不在家")


def test_a_voice_of_a_telling_is_done_once_it_was_told():
    assert not status(only_told=True).responded
    assert status(only_told=True, told=True).responded
    assert not status("agree", only_told=True).responded
    assert not status(told=True).responded


@pytest.mark.parametrize(
    ("voice", "done"),
    [
        (status(), False),
        (status("agree"), True),
        (status(voted=True), True),
        (status(**waits("agree")), True),
        (status("agree", clash=True, **waits("object")), False),
        (status("agree", stale=True), False),
        (status("taken_back"), False),
    ],
)
def test_nobody_visits_a_voice_that_responded_or_waits_for_its_check(voice, done):
    assert voice.needs_no_visit is done


def test_a_paper_counts_or_waits_by_its_latest_line():
    handed, confirmed = (PaperLine(kind=kind) for kind in ("handed_out", "confirmed"))
    assert [status(paper=one).paper_waits for one in (None, handed, confirmed)] == [
        False,
        True,
        False,
    ]


def test_residents_without_the_right_to_answer_see_the_page_but_cannot_answer():
    lodger = Standing(households=(11,), answering=())
    assert (status().is_home_of(lodger), status().is_of(lodger)) == (True, False)
    owner = Standing(households=(11,), answering=(11,))
    assert (status().is_home_of(owner), status().is_of(owner)) == (True, True)
    assert not status(places=(BELOW,)).is_home_of(owner)
