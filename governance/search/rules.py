from __future__ import annotations

import rules

from residents.rules import is_member

rules.add_perm("search.find", is_member)
