"""Receipts of a secret vote. No database: canvasses and voices are not saved."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from governance.canvass.models import Canvass, Holder, Voice
from governance.canvass.queries.box import (
    DAY,
    all_envelopes_held,
    new_receipt,
    receipt_digest,
    seat_of,
    sign_receipt,
    signed_receipt,
)
from residents.models import User

VOTE, VOICE = Canvass(pk=3), Voice(pk=5)
FIRST, SECOND, COMMITTEE = (
    Holder(seat=seat, user=User(pk=pk), held_at=timezone.now())
    for pk, seat in enumerate(("first", "second", "committee"), start=1)
)


@pytest.mark.parametrize(
    "typed", ["abcde-fgh23", "ABCDE FGH23", "ＡＢＣＤＥ－ＦＧＨ２３", "a b c d e f g h 2 3"]
)
def test_a_receipt_is_found_however_it_is_typed(typed):
    assert receipt_digest(VOTE, typed) == receipt_digest(VOTE, "ABCDE-FGH23")


def test_the_same_receipt_of_another_vote_is_another_one():
    assert receipt_digest(VOTE, "ABCDE-FGH23") != receipt_digest(Canvass(pk=4), "ABCDE-FGH23")


def test_a_signed_receipt_is_good_for_its_voice_and_for_a_day():
    receipt = new_receipt()
    token = sign_receipt(VOTE, VOICE, receipt)
    assert signed_receipt(VOTE, VOICE, token) == receipt
    assert signed_receipt(VOTE, Voice(pk=6), token) == ""
    assert signed_receipt(Canvass(pk=4), VOICE, token) == ""
    for wrong in ("", token[:-1], receipt):
        assert signed_receipt(VOTE, VOICE, wrong) == ""
    with time_machine.travel(timezone.now().timestamp() + DAY + 1):
        assert signed_receipt(VOTE, VOICE, token) == ""


def test_the_seat_of_the_committee_is_taken_by_any_of_its_staff():
    holders = [FIRST, SECOND, COMMITTEE]
    assert seat_of(holders, User(pk=2), staff=False) is SECOND
    assert seat_of(holders, User(pk=2), staff=True) is SECOND
    assert seat_of(holders, User(pk=9), staff=True) is COMMITTEE
    assert seat_of(holders, User(pk=9), staff=False) is None
    assert seat_of([FIRST, SECOND], User(pk=9), staff=True) is None


def test_a_vote_opens_once_all_three_envelopes_are_held():
    assert all_envelopes_held([FIRST, SECOND, COMMITTEE])
    assert not all_envelopes_held([FIRST, SECOND])
    assert not all_envelopes_held([FIRST, SECOND, Holder(seat="committee")])
