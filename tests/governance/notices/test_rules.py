"""Who may take which step with a notice. What may be read is in ``reading.py``."""

from __future__ import annotations

import datetime as dt

import pytest
import rules
from django.utils import timezone

from tests.factories import NoticeFactory
from tests.factories.canvass import make_open_canvass, move_past_deadline

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "staff", "deputed", "core", "volunteer", "resident", "neighbour")
PENS = {"leader", "staff", "deputed"}
HELPERS = {"leader", "deputed", "core", "volunteer"}
LATER = dt.timedelta(hours=1)


def allowed(cast, verb, notice):
    return {who for who in PERSONAS if rules.has_perm(f"notices.{verb}", cast[who], notice)}


def notice(cast, **more):
    return NoticeFactory(building=cast.building, **more)


def test_each_state_allows_its_steps_to_those_who_hold_the_pen(cast):
    withdrawn = {"state": "withdrawn", "withdrawn_reason": "写错了"}
    states = {"draft": {"state": "draft"}, "posted": {}, "withdrawn": withdrawn}
    steps = ("edit", "post", "withdraw", "discard")
    found = {
        state: {step for step in steps if allowed(cast, step, notice(cast, **more))}
        for state, more in states.items()
    }
    assert found == {
        "draft": {"edit", "post", "discard"},
        "posted": {"edit", "withdraw"},
        "withdrawn": set(),
    }
    assert allowed(cast, "edit", notice(cast)) == PENS


def test_a_lent_pen_writes_but_does_not_send_others_to_the_doors(cast):
    assert allowed(cast, "write", cast.building) == PENS
    assert allowed(cast, "ask", cast.building) == {"leader", "staff"}


def test_a_paper_is_shown_by_writers_and_helpers_once_it_hangs(cast):
    assert allowed(cast, "add_paper_photo", notice(cast)) == PENS | HELPERS
    for more in (
        {"shows_from": timezone.now() + LATER},
        {"state": "draft"},
        {"state": "withdrawn", "withdrawn_reason": "写错了"},
    ):
        assert allowed(cast, "add_paper_photo", notice(cast, **more)) == set()


def test_only_members_acknowledge_and_only_what_is_carried_to_the_doors(cast):
    plain = notice(cast)
    carried = notice(
        cast,
        canvass=make_open_canvass(cast.building, cast["leader"], purpose="tell", preset="tell"),
    )
    assert allowed(cast, "acknowledge", plain) == set()
    assert allowed(cast, "acknowledge", carried) == set(PERSONAS) - {"neighbour"}
    assert allowed(cast, "mark_read", plain) == set(PERSONAS) - {"neighbour"}
    later = notice(cast, shows_from=timezone.now() + LATER)
    assert allowed(cast, "mark_read", later) == set()


def test_a_posting_is_withdrawn_until_its_period_is_over(cast):
    running = make_open_canvass(cast.building, cast["leader"], purpose="hear", preset="tell")
    posting = notice(
        cast,
        canvass=running,
        kind="posting",
        period="stairwell",
        basis={"days": 7},
        expires_at=running.closes_at,
    )
    assert allowed(cast, "withdraw", posting) == PENS
    posting.canvass = move_past_deadline(running)
    assert allowed(cast, "withdraw", posting) == set()


def test_a_notice_that_told_every_door_is_withdrawn_at_any_time(cast):
    found = make_open_canvass(cast.building, cast["leader"], purpose="tell", preset="tell")
    assert allowed(cast, "withdraw", notice(cast, canvass=move_past_deadline(found))) == PENS
