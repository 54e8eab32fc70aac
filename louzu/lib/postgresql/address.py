"""The address of a database, as it stands in a variable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

PORTS = re.compile(r"[\d,]*", re.ASCII)
"""One for each host."""


def database_address(variables: Mapping[str, str], name: str) -> dict[str, Any] | None:
    """Parse a URL as libpq does. The host can be the folder of a socket, as %2Frun%2Fpostgresql."""
    url = variables.get(name, "")
    if not url:
        return None
    wrong = ImproperlyConfigured(f"{name} must be like postgres://user:password@host/database.")
    if not url.startswith(("postgres://", "postgresql://")):
        raise wrong
    try:
        options: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError:
        raise wrong from None
    if any("@" in options.get(part, "") for part in ("host", "hostaddr", "port", "dbname")):
        raise ImproperlyConfigured(
            f"{name} has an @ after the password: in a password, write %40 for @ and %2F for /."
        )
    if not PORTS.fullmatch(options.get("port", "")):
        raise wrong
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": options.pop("dbname", ""),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": str(options.pop("port", "")),
        "OPTIONS": options,
    }
