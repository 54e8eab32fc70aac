from __future__ import annotations

from governance.inbox.queries.robots import GROUP_TOPICS
from governance.inbox.queries.types import message_types

TYPES = message_types().values()


def test_a_group_can_choose_every_topic_that_it_can_be_told_of():
    assert {kind.topic for kind in TYPES if kind.to_groups} <= {*GROUP_TOPICS}
