from __future__ import annotations

import rules

from residents.people.rules import add_read_perm, is_member, leads

add_read_perm("inbox.read", is_member)
add_read_perm("inbox.share", is_member)
rules.add_perm("inbox.manage_robots", leads)
