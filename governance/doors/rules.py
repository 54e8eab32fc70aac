from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.doors.models import Knock
from residents.models import User
from residents.people.rules import is_helper, is_in_household, is_staff, leads


@rules.predicate
def is_own_knock(user: User | AnonymousUser, knock: Knock) -> bool:
    return knock.by_id == user.pk


rules.add_perm("doors.visit", is_helper | is_staff)
rules.add_perm("doors.share", leads)
rules.add_perm("doors.take_back", (is_helper | is_staff) & is_own_knock)
rules.add_perm("doors.welcome", is_in_household)
