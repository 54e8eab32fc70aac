"""Remove the name and phone number of a person from the notes on canvasses."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from governance.canvass.models import Delegation, HomeEntry, LineReading, Objection
from residents.models import Building
from residents.people.mentions import redact


@transaction.atomic
def forget_in_papers(buildings: Iterable[Building], *, name: str, phone: str) -> None:
    """Remove a name and a number from signers, reasons, notes of visits, talks and offers.

    Choices, times and photos of signed papers stay, because they prove the count. The tables are
    append-only, so a function of the database makes the changes.
    """
    houses = [building.pk for building in buildings]
    with connection.cursor() as cursor:
        cursor.execute("SELECT canvass_forget(%s::bigint[], %s, %s)", [houses, name, phone])
    objections = Objection.objects.filter(voice__canvass__building__in=houses)
    redact(objections, "offer", name=name, phone=phone)
    lines = HomeEntry.objects.filter(sheet__canvass__building__in=houses)
    redact(lines, "signer", "reason", name=name, phone=phone)
    delegations = Delegation.objects.filter(principal__canvass__building__in=houses)
    redact(delegations, "signer", "reason", name=name, phone=phone)
    readings = LineReading.objects.filter(answer__voice__canvass__building__in=houses)
    redact(readings, "signer", "reason", name=name, phone=phone)
