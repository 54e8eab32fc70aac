"""Record who opened the file of a canvass, in which every household's answer is named."""

from __future__ import annotations

from django.db import transaction

from governance.canvass.models import Canvass
from governance.journal.actions import enter
from governance.journal.models import Audience
from residents.models import User


@transaction.atomic
def record_file_look(canvass: Canvass, *, by: User) -> None:
    enter(canvass, "canvass.opened_file", by=by, audience=Audience.HELPERS)
