"""A person is forgotten: what helpers wrote of them loses name and number."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from governance.canvass.models import Objection
from residents.models import Building
from residents.people.mentions import redact


@transaction.atomic
def forget_in_papers(buildings: Iterable[Building], *, name: str, phone: str) -> None:
    """Signers, reasons, notes of visits, talks and offers. Choices and times stay; so do photos of
    signed papers, which prove the count.

    The tables are only ever added to: the database has a function of its own for this.
    """
    houses = [building.pk for building in buildings]
    with connection.cursor() as cursor:
        cursor.execute("SELECT canvass_forget(%s::bigint[], %s, %s)", [houses, name, phone])
    objections = Objection.objects.filter(voice__canvass__building__in=houses)
    redact(objections, "offer", name=name, phone=phone)
