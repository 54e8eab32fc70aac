from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.notices.lifecycle import NOTICE, NoticeState
from governance.notices.models import Notice
from residents.models import User
from residents.people.rules import (
    add_read_perm,
    can_take,
    is_helper,
    is_member,
    is_open_to_visitors,
    leads,
    may_post_notices,
)


@rules.predicate
def was_shown(_user: User | AnonymousUser, notice: Notice) -> bool:
    return notice.was_shown


@rules.predicate
def is_public(_user: User | AnonymousUser, notice: Notice) -> bool:
    return notice.audience == Notice.Audience.PUBLIC


@rules.predicate
def is_posting_with_an_outcome(_user: User | AnonymousUser, notice: Notice) -> bool:
    """Whether its period is over. Its objections must then stay readable, so it cannot be
    withdrawn."""
    canvass = notice.canvass if notice.is_posting else None
    return canvass is not None and canvass.outcome_is_due


@rules.predicate
def is_withdrawn(_user: User | AnonymousUser, notice: Notice) -> bool:
    return notice.state == NoticeState.WITHDRAWN


@rules.predicate
def has_canvass(_user: User | AnonymousUser, notice: Notice) -> bool:
    return notice.canvass_id is not None


reads = (was_shown & is_member) | (was_shown & is_public & is_open_to_visitors)
editable = can_take(NOTICE, "edit") | can_take(NOTICE, "correct")

add_read_perm("notices.browse", is_member | is_open_to_visitors)
add_read_perm("notices.read", may_post_notices | reads)  # title and reason, if it was withdrawn
add_read_perm("notices.read_text", may_post_notices | (reads & ~is_withdrawn))  # and its files
rules.add_perm("notices.mark_read", was_shown & is_member)
rules.add_perm("notices.acknowledge", was_shown & is_member & has_canvass)
rules.add_perm("notices.write", may_post_notices)
rules.add_perm("notices.ask", leads)  # every household. Lent writers may not
rules.add_perm(
    "notices.add_paper_photo",
    (may_post_notices | is_helper) & was_shown & can_take(NOTICE, "correct"),
)
rules.add_perm("notices.edit", may_post_notices & editable)
rules.add_perm("notices.post", may_post_notices & can_take(NOTICE, "post"))
rules.add_perm(
    "notices.withdraw",
    may_post_notices & can_take(NOTICE, "withdraw") & ~is_posting_with_an_outcome,
)
rules.add_perm("notices.discard", may_post_notices & can_take(NOTICE, "discard"))
