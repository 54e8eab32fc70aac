from __future__ import annotations

from residents.people.rules import add_read_perm, is_member, leads

add_read_perm("today.look", leads)
add_read_perm("today.week", is_member)
