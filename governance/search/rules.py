from __future__ import annotations

from residents.people.rules import add_read_perm, is_member

add_read_perm("search.find", is_member)
