"""Connections whose errors, which reach logs and the operator, repeat no part of a password.

libpq and the server repeat a word that they do not understand, also one of the address's query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg

PLAIN = {"host", "hostaddr", "port", "dbname", "user"}
"""Parameters that an operator has to read in an error."""
QUOTED = re.compile(r"\"([^\"]+)\"|'([^']+)'")


class PrivateConnection(psycopg.Connection[Any]):
    """The class that the pool and ``failure_to_connect`` connect with."""

    @classmethod
    def connect(cls, conninfo: str = "", **kwargs: Any) -> PrivateConnection:
        """Raises psycopg.Error."""
        try:
            return super().connect(conninfo, **kwargs)
        except psycopg.Error as error:
            raise private_error(error, kwargs) from None


def private_error(error: psycopg.Error, parameters: Mapping[str, Any]) -> psycopg.Error:
    """Return the error without quoted words of other parameters than ``PLAIN``, except for paths."""
    plain = {str(parameters.get(name, "")) for name in PLAIN}
    others = [
        value
        for name, value in parameters.items()
        if name not in PLAIN and isinstance(value, str) and not value.startswith("/")
    ]

    def hide(found: re.Match[str]) -> str:
        word = found[1] or found[2]
        secret = word not in plain and any(word in value for value in others)
        return found[0].replace(word, "…") if secret else found[0]

    told = str(error)
    hidden = QUOTED.sub(hide, told)
    return error if hidden == told else type(error)(hidden)


def failure_to_connect(parameters: Mapping[str, Any]) -> str:
    """Return the first line of why a database cannot be reached, or "". The pool, which would try again, is
    not used."""
    try:
        PrivateConnection.connect(**parameters).close()
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    return ""
