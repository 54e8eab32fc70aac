"""Canvasses with options, and answers to them."""

from __future__ import annotations

from governance.canvass.actions import answering
from governance.canvass.inputs import AnswerInput, OptionInput
from governance.canvass.models import Canvass
from governance.canvass.option_tally import OptionBallot
from tests.factories.canvass import make_draft_canvass, make_open_canvass, voice_of

COLOURS = {
    "purpose": "vote",
    "preset": "most_votes",
    "kind": "one",
    "question": "大门刷什么颜色？",
    "body": "刷两遍。",
}


def make_option_canvass(
    building, by, *, labels=("朱红", "墨绿"), files=None, opened=True, **text
) -> Canvass:
    options = tuple(
        OptionInput(title=label, details="说明", files=(files or {}).get(number, ()))
        for number, label in enumerate(labels, start=1)
    )
    make = make_open_canvass if opened else make_draft_canvass
    return make(building, by, **{**COLOURS, "options": options, **text})


def pick(canvass, household, *numbers, against=(), by=None):
    """Answer for a household on the web, as one of its members."""
    voice = voice_of(canvass, household)
    by = by or household.memberships.first().user
    ballot = OptionBallot(frozenset(numbers), frozenset(against))
    choice = "picked" if numbers or against else "abstain"
    data = AnswerInput(choice=choice, ballot=ballot if choice == "picked" else None)
    return answering.answer_on_web(canvass, voice, data, by=by)
