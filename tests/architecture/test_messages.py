"""Each message type is caused by a journal line, or created by one action that a line is too coarse
for."""

from __future__ import annotations

import re

from governance.inbox.queries.types import message_types
from residents.rooms.manifest import rooms, sentences
from tests.architecture.site import ROOT

BY_NAME = {
    "charters.suggestion_decided": "the line is about the charter",
    "meetings.correction_decided": "the line is about the meeting",
    "meetings.moved": "the line is the same for a change of the agenda",
    "meetings.proposal_decided": "the line is about the meeting",
    "meetings.task_given": "the line is about the meeting",
}


def test_each_type_is_a_verb_or_is_created_by_name():
    codes = message_types().keys()
    assert codes - sentences().keys() == BY_NAME.keys()


def test_the_types_created_by_name_are_those_that_actions_name():
    sources = [path.read_text() for path in ROOT.glob("governance/*/actions/*.py")]
    named = {
        code for text in sources for code in re.findall(r'create_message\(\s*"([\w.]+)"', text)
    }
    assert named == BY_NAME.keys()


def test_a_verb_that_makes_a_message_void_is_one_that_can_be_entered():
    verbs = {verb for kind in message_types().values() for verb in kind.withdrawn_by}
    assert verbs <= sentences().keys()


def test_a_room_declares_its_own_types():
    for room in rooms():
        assert {kind.code.partition(".")[0] for kind in room.message_types} <= {room.name}
