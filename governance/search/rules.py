from __future__ import annotations

import rules

from residents.people.rules import is_member

rules.add_perm("search.find", is_member)
