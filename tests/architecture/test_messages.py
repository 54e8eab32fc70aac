"""Each message type is caused by a journal line, or created by one action that a line is too coarse
for."""

from __future__ import annotations

import re

from governance.inbox.queries.types import message_types
from residents.rooms.manifest import rooms, sentences
from tests.architecture.site import ROOT

BY_NAME = {
    "canvass.answered_for_household": "the line is about the canvass",
    "canvass.asked_to_answer": "the line is about the canvass",
    "canvass.delegation_lapsed": "the line is about the canvass",
    "canvass.delegation_over": "the line is about the canvass",
    "canvass.delegation_removed": "the line is about the canvass",
    "canvass.delegation_reworded": "the line is about the canvass",
    "canvass.denied": "the line is about the canvass",
    "canvass.mandate_ended": "the line is about the canvass",
    "canvass.mandate_entered": "the line is about the canvass",
    "canvass.mandate_lapsed": "the line is about the canvass",
    "canvass.mandate_reworded": "the line is about the canvass",
    "canvass.offered": "the line is about the canvass, and only helpers read it",
    "canvass.proxy_accepted": "the line is about the canvass",
    "canvass.proxy_declined": "the line is about the canvass",
    "canvass.proxy_reminder": "the clock causes it",
    "canvass.reminder": "the clock causes it",
    "charters.suggestion_decided": "the line is about the charter",
    "inbox.way_ended": "nobody but its person may read that it ended",
    "matters.promise_given": "the line is about the matter",
    "ledger.entry_refused": "the line is about the account",
    "ledger.share_received": "the line is about the account",
    "ledger.to_check": "the line is about the account",
    "meetings.correction_decided": "the line is about the meeting",
    "meetings.moved": "the line is the same for a change of the agenda",
    "meetings.proposal_decided": "the line is about the meeting",
    "meetings.reminder": "the clock causes it",
    "meetings.task_due": "the clock causes it",
    "meetings.task_given": "the line of a task of a resolution is about the meeting",
    "meetings.task_given_back": "the line of a task of a resolution is about the meeting",
    "stories.came_down": "the title of the story is covered, so it is about the matter",
    "notices.reminder": "the clock causes it",
}


def test_each_type_is_a_verb_or_is_created_by_name():
    codes = {code for code, kind in message_types().items() if not kind.follows}
    assert codes - sentences().keys() == BY_NAME.keys()


def test_each_step_that_authors_are_told_of_is_a_verb_or_named_by_an_action():
    sources = [path.read_text() for path in ROOT.glob("governance/*/actions/*.py")]
    named = {step for text in sources for step in re.findall(r'tell_authors\("([\w.]+)"', text)}
    steps = {step for kind in message_types().values() for step in kind.follows}
    assert named <= steps
    assert steps - named <= sentences().keys()


def test_a_type_that_follows_steps_says_of_which_model_it_is_and_has_no_verb():
    for code, kind in message_types().items():
        assert bool(kind.follows) == bool(kind.thing_type), code
        assert not (kind.follows and code in sentences()), code


def test_the_types_created_by_name_are_those_that_actions_name():
    sources = [path.read_text() for path in ROOT.glob("governance/*/actions/*.py")]
    named = {
        code
        for text in sources
        for code in re.findall(r'(?:create_message|remind_of_event)\(\s*"([\w.]+)"', text)
    }
    assert named == BY_NAME.keys()


def test_a_verb_that_makes_a_message_void_is_one_that_can_be_entered():
    verbs = {verb for kind in message_types().values() for verb in kind.withdrawn_by}
    assert verbs <= sentences().keys()


def test_a_room_declares_its_own_types():
    for room in rooms():
        assert {kind.code.partition(".")[0] for kind in room.message_types} <= {room.name}
