"""With libpq's and the real server's own errors."""

from __future__ import annotations

import logging

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool, PoolTimeout

from louzu.lib.postgresql.connecting import PrivateConnection

WORD = "Geheim77"
SECRET = [
    {"sslmode": WORD},
    {"target_session_attrs": WORD},
    {"connect_timeout": WORD},
    {"keepalives_idle": WORD, "host": "127.0.0.1"},
    {"options": f"-c {WORD}=1"},
    {"options": f"-c statement_timeout={WORD}"},
    {"password": WORD, "sslmode": WORD},
]


def parameters(**values):
    now = connection.get_connection_params()
    return {
        name: now[name] for name in ("host", "port", "user", "dbname") if now.get(name)
    } | values


@pytest.mark.django_db
@pytest.mark.parametrize("values", SECRET, ids=str)
def test_no_value_of_the_query_is_repeated(values):
    with pytest.raises(psycopg.Error) as refusal:
        PrivateConnection.connect(**parameters(**values))
    assert WORD not in str(refusal.value)
    assert "…" in str(refusal.value)
    assert refusal.value.__cause__ is None


@pytest.mark.django_db
def test_the_pool_logs_none_either(caplog):
    caplog.set_level(logging.DEBUG, "psycopg.pool")
    pool = ConnectionPool(
        kwargs=parameters(sslmode=WORD), connection_class=PrivateConnection, open=False, timeout=0.2
    )
    with pool, pytest.raises(PoolTimeout) as refusal:
        pool.getconn()
    assert "invalid sslmode value" in caplog.text
    assert WORD not in caplog.text + str(refusal.value)


@pytest.mark.django_db
def test_what_an_operator_needs_is_told():
    with pytest.raises(psycopg.Error, match='database "no_such" does not exist'):
        PrivateConnection.connect(**parameters(dbname="no_such", password="no_such"))
