"""Admin classes of the desk, imported for Django's autodiscovery."""

from __future__ import annotations

import residents.changes.admin.neighbourhoods
import residents.changes.admin.places
import residents.desk.admin
import residents.joining.admin
import residents.neighbours.admin.accounts
import residents.neighbours.admin.people
import residents.roster.admin.columns
