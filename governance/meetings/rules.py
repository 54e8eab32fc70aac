from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.meetings.lifecycle import MEETING
from governance.meetings.models import Meeting
from residents.models import User
from residents.rules import can_take, is_leader, is_member, is_staff


@rules.predicate
def is_coming(_user: User | AnonymousUser, meeting: Meeting) -> bool:
    return not meeting.past


calls_meetings = is_leader | is_staff

rules.add_perm("meetings.browse", is_member)
rules.add_perm("meetings.read", is_member)
rules.add_perm("meetings.post", calls_meetings)
rules.add_perm("meetings.edit", calls_meetings & is_coming & can_take(MEETING, "change"))
rules.add_perm("meetings.cancel", calls_meetings & is_coming & can_take(MEETING, "cancel"))
