from __future__ import annotations

from residents.people.rules import add_read_perm, is_leader, is_member, is_staff

add_read_perm("today.look", is_leader | is_staff)
add_read_perm("today.week", is_member)
