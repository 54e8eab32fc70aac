"""Check whether this database may be served in this mode."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from governance.demo.models import Installation
from governance.demo.story import PASSWORD, PERSONAS
from residents.models import Building, User


def require_same_use(*, demo: bool) -> None:
    """Mark a new database for this use, or raise ImproperlyConfigured if it is marked for the
    other.

    An unmarked database with data is the demo if one of the demo's people can sign in with the
    demo's password. Otherwise it is real.
    """
    mark = marked()
    if mark is None:
        empty = not (User.objects.exists() or Building.objects.exists())
        mark = Installation.objects.create(demo=demo if empty else _has_demo_people())
    if mark.demo and not demo:
        raise ImproperlyConfigured(
            "This database holds the demo, whose passwords everybody knows: set LOUZU_HOME or"
            " LOUZU_DATABASE_URL to an empty place, or start the demo with make run."
        )
    if demo and not mark.demo:
        raise ImproperlyConfigured(
            "This database holds a real portal, not the demo: start it with make serve, or set"
            " LOUZU_HOME to another folder for the demo."
        )


def marked() -> Installation | None:
    if Installation._meta.db_table not in connection.introspection.table_names():
        return None
    return Installation.objects.first()


def _has_demo_people() -> bool:
    names = [persona.username for persona in PERSONAS]
    hashes = User.objects.filter(username__in=names).values_list("password", flat=True)
    return any(check_password(PASSWORD, kept) for kept in hashes)
