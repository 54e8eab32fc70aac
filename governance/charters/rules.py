from __future__ import annotations

import rules

from residents.rules import is_leader, is_member, is_staff

rules.add_perm("charters.read", is_member)
rules.add_perm("charters.write", is_leader | is_staff)
