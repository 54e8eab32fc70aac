from __future__ import annotations

import rules

from residents.people.rules import is_leader, is_member, is_staff

rules.add_perm("today.look", is_leader | is_staff)
rules.add_perm("today.week", is_member)
