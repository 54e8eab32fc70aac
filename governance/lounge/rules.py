from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.lounge.lifecycle import THREAD
from governance.lounge.models import Thread
from residents.models import User
from residents.rules import can_take, is_leader, is_member, is_staff


@rules.predicate
def is_author(user: User | AnonymousUser, thread: Thread) -> bool:
    return thread.author_id == user.pk


may_close = is_member & (is_author | is_leader | is_staff)

rules.add_perm("lounge.browse", is_member)
rules.add_perm("lounge.read", is_member)
rules.add_perm("lounge.post", is_member)
rules.add_perm("lounge.reply", is_member)  # to a settled one too: thanks come afterwards
rules.add_perm("lounge.settle", may_close & can_take(THREAD, "settle"))
rules.add_perm("lounge.reopen", may_close & can_take(THREAD, "reopen"))
