from __future__ import annotations

import inspect

import pytest

from governance.inbox.queries.robots import GROUP_TOPICS
from governance.inbox.queries.types import message_types
from residents.rooms.recipients import everybody_in

TYPES = message_types().values()


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.code)
def test_groups_are_told_of_what_everybody_is_told_and_of_nothing_else(kind):
    for_everybody = everybody_in.__name__ in inspect.getsource(kind.recipients_of)
    assert kind.to_groups == for_everybody


def test_a_group_can_choose_every_topic_that_it_can_be_told_of():
    assert {kind.topic for kind in TYPES if kind.to_groups} <= {*GROUP_TOPICS}
