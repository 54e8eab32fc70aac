"""Admin classes of the desk, imported for Django's autodiscovery."""

from __future__ import annotations

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

import residents.changes.admin.neighbourhoods
import residents.changes.admin.places
import residents.desk.admin
import residents.joining.admin
import residents.neighbours.admin.accounts
import residents.neighbours.admin.people
import residents.roster.admin.columns

admin.site.unregister(ProcrastinateJob)  # in English, and open to everybody at the desk
