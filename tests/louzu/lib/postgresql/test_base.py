"""The database backend notes outages, and what becomes of a commit of which nothing is known."""

from __future__ import annotations

import socket
import time

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import ConnectionHandler

from louzu.lib.faults import OUTAGE
from louzu.lib.postgresql.base import CANCELED_WAIT


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.django_db
def test_who_waited_in_vain_for_a_connection_begins_an_outage(settings, free_port):
    """After the pool's two seconds, which the answer with 503 keeps within three."""
    away = {**settings.DATABASES["default"], "HOST": "127.0.0.1", "PORT": str(free_port)}
    handler = ConnectionHandler({"default": away, "away": away})
    began = time.monotonic()
    try:
        with pytest.raises(OperationalError):
            handler["away"].ensure_connection()
        assert (time.monotonic() - began < 3, OUTAGE.refuses()) == (True, True)
    finally:
        OUTAGE.end()
        handler["away"].close_pool()


def raise_notice(cursor, words: str) -> None:
    cursor.execute(f"DO $$ BEGIN RAISE WARNING '{words} due to user request'; END $$")


@pytest.mark.django_db(transaction=True)
def test_a_commit_whose_wait_for_a_standby_was_cancelled_fails():
    kept = []

    def keep() -> None:
        kept.append(1)

    keep.also_if_unknown = True
    with pytest.raises(OperationalError, match="not replicated"), transaction.atomic():  # noqa: PT012
        transaction.on_commit(keep)
        with connection.cursor() as cursor:
            raise_notice(cursor, CANCELED_WAIT)
    assert kept == [1]
    with transaction.atomic(), connection.cursor() as cursor:
        raise_notice(cursor, "another warning")
