from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.charters.lifecycle import EDITION, SuggestionState
from governance.charters.models import Suggestion
from residents.models import User
from residents.people.rules import (
    add_read_perm,
    can_take,
    is_helper,
    is_leader,
    is_member,
    is_staff,
    may_post_notices,
)


@rules.predicate
def is_withdrawn(_user: User | AnonymousUser, suggestion: Suggestion) -> bool:
    return suggestion.state == SuggestionState.WITHDRAWN


@rules.predicate
def is_suggestion_author(user: User | AnonymousUser, suggestion: Suggestion) -> bool:
    return suggestion.by_id == user.pk


writes = is_leader | (may_post_notices & ~is_staff)
"""The leader, and core residents who may write. Committee staff may read only."""

add_read_perm("charters.read", is_member)
add_read_perm("charters.see_working", writes | is_staff)
rules.add_perm("charters.write", writes)
add_read_perm(
    "charters.read_suggestion",
    is_member & (~is_withdrawn | is_suggestion_author | writes | is_staff),
)
rules.add_perm("charters.lead", is_leader)
rules.add_perm("charters.bring", is_helper)  # write down suggestions for a household
rules.add_perm("charters.begin", is_leader)

rules.add_perm("charters.gather", is_member & can_take(EDITION, "gather"))
rules.add_perm("charters.begin_draft", is_leader & can_take(EDITION, "draft"))
rules.add_perm("charters.edit", writes & (can_take(EDITION, "edit") | can_take(EDITION, "reword")))
rules.add_perm("charters.put_out", is_leader & can_take(EDITION, "consult"))
rules.add_perm("charters.draft_next", is_leader & can_take(EDITION, "draft_next"))
rules.add_perm("charters.sign", is_leader & can_take(EDITION, "sign"))
rules.add_perm("charters.reword", is_leader & can_take(EDITION, "reword"))
rules.add_perm("charters.drop", is_leader & can_take(EDITION, "drop"))
rules.add_perm("charters.review", is_leader & can_take(EDITION, "review"))
rules.add_perm("charters.keep", is_leader & can_take(EDITION, "keep"))
rules.add_perm("charters.lapse", is_leader & can_take(EDITION, "lapse"))
