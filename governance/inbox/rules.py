from __future__ import annotations

from residents.people.rules import add_read_perm, is_member

add_read_perm("inbox.read", is_member)
